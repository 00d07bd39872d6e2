#!/bin/sh
# Fuzzes the reader and the analysis for so many seconds; what crashes or hangs is kept in Fuzz/corpus.
#
# usage: run.sh SECONDS [FIRST-SEED]
set -eu
cd "$(dirname "$0")"
swift build -c release
fuzz=.build/release/captcp-fuzz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in corpus/*; do
  [ -f "$file" ] || continue
  "$fuzz" --replay "$file" || { echo "still fails: Fuzz/$file"; exit 1; }
done
status=0
"$fuzz" "$1" "$work" ${2:-} || status=$?
if [ "$status" -ne 0 ]; then
  name=corpus/found-$(cksum <"$work/input" | cut -d ' ' -f 1)
  mkdir -p corpus
  cp "$work/input" "$name"
  echo "status $status; the input is Fuzz/$name (replay: $fuzz --replay $name)"
  exit 1
fi
