#!/usr/bin/env python3
"""Instructions and heap allocations of `captcp statistic` a packet, by what they are for.

    Benchmarks/instructions.py CAPTCP [--check]

Two captures of one kind and different size, made by MAKE_BIG (../shared/tools/make_big.py), run under valgrind's
callgrind; what they differ by, over the packets that they differ by, is what a packet takes: start and end of the
program fall out. Instructions are counted where they stand (self cost), by the type that the function belongs to.
Counts are the same on every run and every machine of one processor family. With --check the status is 1 if a packet of
`bulk` allocates. Standard library only.
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MAKE_BIG = os.environ.get("MAKE_BIG", os.path.join(HERE, "../../shared/tools/make_big.py"))
# Tried in this order; names of types in demangled functions.
STAGES = [
    ("reading", r"ClassicSource|CaptureReader|ByteStream|FileStream|CaptureInput|SegmentFeed|pread|read"),
    ("decoding", r"PacketDecoder|Checksum|DecodedOptions"),
    ("sorting", r"TimeSorter|Analyzer"),
    ("table lookup", r"ConnectionIndex|RecentConnections|SegmentLookup|\.search\(|\.find\(|\.locate\(|lookAhead|prefetchNext"),
    ("packing", r"Record|packClosed|packQuiet|settle|Classifier\.finish"),
    ("classification", r"Classifier|SentQueue|ResendLog|RecoveryState|FlowState|FlowDetail|HoldUp|RoundTrip|Timestamp|"
                       r"IntervalSet|LiveConnection|RecentFrames|PipeState|PayloadSizes|SackScoreboard|Sequence"),
    ("output", r"Reporting|Quantity|Text|Line|Escaping|Number"),
]
KINDS = [("bulk", "--segments", 20000, 60000), ("many", "--connections", 10000, 30000)]
ALLOCATORS = re.compile(r"^(malloc|calloc|realloc|posix_memalign|aligned_alloc|memalign)$")


def stage(name):
    for title, pattern in STAGES:
        if re.search(pattern, name):
            return title
    return "other"


def demangled(names):
    result = subprocess.run(["swift-demangle", "--simplified"], input="\n".join(names), capture_output=True, text=True)
    lines = result.stdout.splitlines()
    return dict(zip(names, lines)) if len(lines) == len(names) else {name: name for name in names}


def profile(captcp, capture, folder):
    """Self cost by function, calls of allocators, and the number of packets."""
    out = os.path.join(folder, "callgrind.out")
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no", f"--callgrind-out-file={out}",
         captcp, "statistic", "--no-progress", capture], capture_output=True, text=True, check=True)
    packets = int(re.sub(r"\D", "", re.search(r"^Packets(.*?) in ", run.stdout, re.M).group(1)))
    costs, calls = collections.Counter(), 0
    function, skips = "", False
    with open(out, errors="replace") as lines:
        for line in lines:
            if line.startswith("fn="):
                function = line[3:].strip()
            elif line.startswith("cfn="):
                callee = line[4:].strip()
            elif line.startswith("calls="):
                if ALLOCATORS.match(callee.split("'")[0]) and not ALLOCATORS.match(function.split("'")[0]):
                    calls += int(line[6:].split()[0])
                # The next line is the cost of the callee.
                skips = True
            elif line[:1].isdigit() or line[:1] in "+-*":
                if skips:
                    skips = False
                else:
                    costs[function] += int(line.split()[1])
    return costs, calls, packets


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("captcp")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not os.path.exists(MAKE_BIG):
        sys.exit(f"captures are made by {MAKE_BIG}, which is missing: set MAKE_BIG")
    isMet = True
    tools = tempfile.TemporaryDirectory()
    # Of debugging information in newer forms valgrind makes nothing; names of functions are enough.
    captcp = os.path.join(tools.name, "captcp")
    subprocess.run(["objcopy", "--strip-debug", options.captcp, captcp], check=True)
    for kind, option, small, large in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            found = []
            for size in (small, large):
                capture = os.path.join(folder, "capture.pcap")
                subprocess.run([sys.executable, MAKE_BIG, kind, capture, option, str(size)], check=True,
                               stdout=subprocess.DEVNULL)
                found.append(profile(captcp, capture, folder))
        (before, callsBefore, packetsBefore), (after, callsAfter, packetsAfter) = found
        packets = packetsAfter - packetsBefore
        names = demangled(sorted(set(before) | set(after)))
        sums = collections.Counter()
        for mangled, name in names.items():
            sums[stage(name)] += after[mangled] - before[mangled]
        print(f"{kind}: {sum(sums.values()) / packets:.0f} instructions and "
              f"{(callsAfter - callsBefore) / packets:.4f} allocations a packet ({packets} packets)")
        for title in [title for title, _ in STAGES] + ["other"]:
            print(f"  {title:15} {sums[title] / packets:7.1f}")
        if kind == "bulk":
            isMet = (callsAfter - callsBefore) / packets < 0.01
    if options.check and not isMet:
        sys.exit("packets of bulk allocate")


main()
