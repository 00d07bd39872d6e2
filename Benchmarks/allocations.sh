#!/bin/sh
# Heap allocations of `captcp statistic` for each packet: what two captures of one kind and different size differ by.
#
# usage: allocations.sh CAPTCP
#
# The captures are made by MAKE_BIG (../shared/tools/make_big.py); valgrind counts. What a flow of unusual length or with
# losses allocates stays in the figures, so they are near 0, not 0.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
captcp=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
make_big=${MAKE_BIG:-$here/../../shared/tools/make_big.py}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

count() { # kind option size: prints "allocations packets"
  python3 "$make_big" "$1" "$folder/capture" "$2" "$3" >/dev/null
  valgrind --leak-check=no "$captcp" statistic --no-progress "$folder/capture" >"$folder/text" 2>"$folder/report"
  awk '/total heap usage/ { gsub(",", ""); print $5 }' "$folder/report"
  # Thin spaces group the digits.
  grep '^Packets' "$folder/text" | sed 's/ in .*//' | tr -dc 0-9
}

for kind in "bulk --segments 20000 60000" "many --connections 20000 60000"; do
  # shellcheck disable=SC2086
  set -- $kind
  small=$(count "$1" "$2" "$3" | tr '\n' ' ')
  large=$(count "$1" "$2" "$4" | tr '\n' ' ')
  echo "$1 $small $large" | awk '{ printf "%-5s %8.4f allocations a packet (%d for %d packets)\n", $1, ($4 - $2) / ($5 - $3), $4 - $2, $5 - $3 }'
done
