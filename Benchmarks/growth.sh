#!/bin/sh
# CPU time and memory of `captcp statistic` as captures grow: packets at 8 connections, and connections of about 9 packets.
#
# usage: growth.sh CAPTCP [OUT.csv]
#
# Captures are made by MAKE_BIG (../shared/tools/make_big.py) into BENCH_CACHE (Benchmarks/.build), cut to their headers
# (96 bytes a packet), so that 10^7 packets need 1 GB, and 10 GB for a while. Of RUNS (3) each the least CPU time is taken.
# LARGEST (7) is the exponent of the greatest number of packets. `growth OUT.csv PICTURE` fits and draws.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
repository=$(dirname "$here")
captcp=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cache=${BENCH_CACHE:-$here/.build}
table=${2:-$cache/growth.csv}
make_big=${MAKE_BIG:-$repository/../shared/tools/make_big.py}
runs=${RUNS:-3}
largest=${LARGEST:-7}
mkdir -p "$cache"
compiler=$(command -v cc || command -v clang || true)
if [ -z "$compiler" ]; then echo "a C compiler is needed (cc or clang)" >&2; exit 3; fi
$compiler -O2 -o "$cache/measure" "$here/measure.c"

make_capture() { # kind option number file
  [ -s "$4" ] && return
  if [ ! -f "$make_big" ]; then echo "$4 is missing, and so is $make_big that makes it" >&2; exit 3; fi
  echo "making $(basename "$4")" >&2
  python3 "$make_big" "$1" "$4.whole" "$2" "$3" >/dev/null
  python3 "$here/cut.py" "$4.whole" "$4.part" 96
  rm "$4.whole"
  mv "$4.part" "$4"
}

measure() { # series file
  cat "$2" >/dev/null
  "$captcp" statistic --quiet --no-progress "$2" >"$cache/growth.txt"
  # Thin spaces group the digits.
  packets=$(grep -m 1 '^Packets' "$cache/growth.txt" | sed 's/ in .*//' | tr -dc 0-9)
  connections=$(grep -m 1 '^Connections' "$cache/growth.txt" | tr -dc 0-9)
  best=""
  run=0
  while [ $run -lt "$runs" ]; do
    "$cache/measure" 600 "$cache/report" "$captcp" statistic --quiet --no-progress "$2" >/dev/null
    read -r cpu wall memory status <"$cache/report"
    if [ "$status" -ne 0 ]; then echo "statistic of $2 ended with status $status" >&2; exit 1; fi
    best=$(printf '%s %s\n%s\n' "$cpu" "$memory" "$best" | grep . | sort -g | head -1)
    run=$((run + 1))
  done
  echo "$1,$packets,$connections,$(echo "$best" | tr ' ' ',')"
}

{
  echo "series,packets,connections,cpu_s,memory_kB"
  exponent=4
  while [ "$exponent" -le "$largest" ]; do
    # About two of three packets are segments of data.
    segments=$(python3 -c "print(round(10**$exponent * 0.665))")
    file=$cache/growth-packets-$exponent.pcap
    make_capture bulk --segments "$segments" "$file"
    measure packets "$file"
    exponent=$((exponent + 1))
  done
  for exponent in 2 3 4 5 6; do
    file=$cache/growth-connections-$exponent.pcap
    make_capture many --connections "$(python3 -c "print(10**$exponent)")" "$file"
    measure connections "$file"
  done
} >"$table.part"
mv "$table.part" "$table"
cat "$table"
