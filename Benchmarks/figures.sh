#!/bin/sh
# Time and memory of a figure beside `captcp statistic` on the same capture of a million segments.
#
# usage: figures.sh CAPTCP [CAPTURE]
#
# The capture is made once, by MAKE_BIG (../shared/tools/make_big.py), into BENCH_CACHE (Benchmarks/.build). Runs alternate;
# of RUNS (5) each the least wall time is taken. A figure (preset screen) may take 1.3 times statistic's plus 50 ms; its memory
# is printed beside. A figure is that of the flow with most payload, or of FLOW (1.1).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
repository=$(dirname "$here")
captcp=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cache=${BENCH_CACHE:-$here/.build}
file=${2:-$cache/bulk-1m.pcap}
make_big=${MAKE_BIG:-$repository/../shared/tools/make_big.py}
runs=${RUNS:-5}
kinds=${KINDS:-timesequence throughput inflight rtt window spacing spacing-data-ack segmentsize timeline}
mkdir -p "$cache"
compiler=$(command -v cc || command -v clang || true)
if [ -z "$compiler" ]; then echo "a C compiler is needed (cc or clang)" >&2; exit 3; fi
$compiler -O2 -o "$cache/measure" "$here/measure.c"
if [ ! -s "$file" ]; then
  if [ ! -f "$make_big" ]; then echo "$file is missing, and so is $make_big that makes it" >&2; exit 3; fi
  python3 "$make_big" bulk "$file.part" --segments 1000000 >/dev/null
  mv "$file.part" "$file"
fi
cat "$file" >/dev/null

measure() { # command...: prints "CPU wall memory"
  "$cache/measure" 600 "$cache/report" "$@" >/dev/null 2>&1
  read -r cpu wall memory status <"$cache/report"
  if [ "$status" -ne 0 ]; then echo "$* ended with status $status" >&2; exit 1; fi
  echo "$cpu $wall $memory"
}

printf '%-20s %8s %8s %8s %10s %8s\n' figure "wall s" "CPU s" ratio "memory MB" bound
failed=0
for kind in $kinds; do
  for form in svg pdf png; do
    : >"$cache/figure.txt"
    : >"$cache/statistic.txt"
    run=0
    while [ $run -lt "$runs" ]; do
      measure "$captcp" statistic --no-progress "$file" >>"$cache/statistic.txt"
      measure "$captcp" "$kind" ${FLOW:+-f "$FLOW"} --quiet --no-progress -o "$cache/figure.$form" "$file" >>"$cache/figure.txt"
      run=$((run + 1))
    done
    paste -d ' ' "$cache/statistic.txt" "$cache/figure.txt" | awk -v name="$kind $form" '
      NR == 1 || $2 < statistic { statistic = $2 }
      NR == 1 || $5 < figure { figure = $5 }
      NR == 1 || $4 < cpu { cpu = $4 }
      { if ($6 > peak) peak = $6 }
      END {
        ok = figure <= 1.3 * statistic + 0.05
        printf "%-20s %8.3f %8.3f %7.2fx %10.1f %8s\n", name, figure, cpu, figure / statistic, peak / 1024, ok ? "held" : "missed"
        exit !ok
      }' || failed=1
  done
done
echo "bound: 1.3 times the wall time of statistic plus 50 ms"
exit $failed
