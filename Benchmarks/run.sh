#!/bin/sh
# CPU time and peak memory of `captcp statistic` beside a plain C loop over the same capture.
#
# usage: run.sh [--quick] CAPTCP
#
# The captures are made once, by MAKE_BIG (../shared/tools/make_big.py), into BENCH_CACHE (Benchmarks/.build):
# 1 GB each, a tenth of it with --quick. Runs of both programs alternate; of RUNS (5) pairs the one with the median ratio
# is printed, and with PEERS=1 one run each of tshark and tcptrace, where they are installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
repository=$(dirname "$here")
quick=""
if [ "${1:-}" = --quick ]; then quick=1; shift; fi
captcp=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cache=${BENCH_CACHE:-$here/.build}
make_big=${MAKE_BIG:-$repository/../shared/tools/make_big.py}
runs=${RUNS:-5}
mkdir -p "$cache"

compiler=$(command -v cc || command -v clang || true)
if [ -z "$compiler" ]; then echo "a C compiler is needed (cc or clang)" >&2; exit 3; fi
$compiler -O2 -o "$cache/measure" "$here/measure.c"
$compiler -O2 -o "$cache/pcaploop" "$here/pcaploop.c" $(pkg-config --cflags --libs libpcap)

capture_of() { # kind
  if [ -n "$quick" ]; then echo "$cache/$1-100m.pcap"; else echo "$cache/$1-1g.pcap"; fi
}

make_capture() { # kind
  file=$(capture_of "$1")
  [ -s "$file" ] && return
  if [ ! -f "$make_big" ]; then echo "$file is missing, and so is $make_big that makes it" >&2; exit 3; fi
  echo "making $(basename "$file")"
  size=""
  if [ -n "$quick" ]; then
    [ "$1" = bulk ] && size="--segments 65000" || size="--connections 105000"
  fi
  python3 "$make_big" "$1" "$file.part" $size >/dev/null
  mv "$file.part" "$file"
}

measure() { # command...: prints "CPU wall memory", ends on a bad status
  "$cache/measure" 600 "$cache/report" "$@" >/dev/null
  read -r cpu wall memory status <"$cache/report"
  if [ "$status" -ne 0 ]; then echo "$1 ended with status $status" >&2; exit 1; fi
  echo "$cpu $wall $memory"
}

printf '%-14s %10s %12s %10s %8s %12s %8s\n' capture "loop CPU s" "captcp CPU s" "wall s" ratio "memory MB" bound
failed=0
for kind in bulk many; do
  make_capture "$kind"
  file=$(capture_of "$kind")
  cat "$file" >/dev/null
  : >"$cache/loop.txt"
  : >"$cache/captcp.txt"
  run=0
  while [ $run -lt "$runs" ]; do
    measure "$cache/pcaploop" "$file" >>"$cache/loop.txt"
    measure "$captcp" statistic --no-progress "$file" >>"$cache/captcp.txt"
    run=$((run + 1))
  done
  if [ "$kind" = bulk ]; then ratio=2; memory=64; else ratio=6; memory=500; fi
  # The bounds are for the big captures; small ones have the start of the program in them.
  paste -d ' ' "$cache/loop.txt" "$cache/captcp.txt" | awk '{ print $4 / ($1 > 0 ? $1 : 0.001), $0 }' | sort -n \
    | awk -v name="$(basename "$file")" -v ratio=$ratio -v memory=$memory -v runs="$runs" '
    NR == int((runs + 1) / 2) { got = $1; loop = $2; tool = $5; wall = $6 }
    { if ($7 > peak) peak = $7 }
    END {
      megabytes = peak / 1024
      ok = got <= ratio && megabytes <= memory
      printf "%-14s %10.3f %12.3f %10.3f %7.2fx %12.1f %8s\n", name, loop, tool, wall, got, megabytes, ok ? "held" : "missed"
      exit !ok
    }' || failed=1
  if [ -n "${PEERS:-}" ]; then
    for peer in "tshark -n -q -z conv,tcp -r" "tcptrace -n -l"; do
      command -v "${peer%% *}" >/dev/null || continue
      # shellcheck disable=SC2086
      measure $peer "$file" | awk -v name="${peer%% *}" '{ printf "  %-12s %10s %12.3f %10.3f %8s %12.1f\n", name, "", $1, $2, "", $3 / 1024 }'
    done
  fi
done
echo "bounds: CPU 2 times the loop and 64 MB for bulk, 6 times and 500 MB for many"
exit $failed
