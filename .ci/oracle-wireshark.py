#!/usr/bin/env python3
"""Compares `captcp --classify wireshark` with what tshark said of every segment of the shared captures.

    .ci/oracle-wireshark.py --captcp PATH [--captures DIR] [--live] [NAME...]

The peer's verdicts are stored beside the captures; with --live tshark is run as well, and bytes in flight, ACK RTT and
RTO are compared segment by segment, where the stored ones know only each direction's greatest, least and mean.
Segments that tshark found inside a tunnel are counted, not compared. Differences must stand in
oracle-wireshark-differences.tsv with the reason. Status 1 if a bound is broken or a difference is not listed.
"""
import collections
import gzip
import importlib
import json
import os
import shutil
import subprocess
import sys

from wireshark_rows import FLAGS, captcp_rows, differences, tshark_rows

oracle = importlib.import_module("oracle")
SEGMENTS, SEGMENTS_IN_FILE, FLAG, NUMBERS = 0.999, 0.995, 0.99, 0.999


def stored_frames(path):
    base = os.path.join(os.path.dirname(path), "oracle", os.path.basename(path) + ".frames.json.gz")
    with gzip.open(base) as file:
        return json.load(file)["frames"]


def statistic(captcp, path):
    """Streams by number, as captcp counts them by tshark's rules."""
    run = subprocess.run([captcp, "statistic", "--classify", "wireshark", "--format", "json", "--quiet", path],
                         capture_output=True)
    return json.loads(run.stdout)["connections"] if run.returncode == 0 else []


class Tally:
    """What was counted over all captures."""

    def __init__(self):
        self.segments = self.equal = self.tunnelled = 0
        self.right, self.theirs, self.ours = (collections.Counter() for _ in range(3))
        self.numbers = {name: [0, 0] for name in ("bytes in flight", "ack_rtt", "initial_rtt", "dup-ACK number", "rto")}
        self.partition = [0, 0]
        self.broken, self.unlisted, self.listed = [], [], 0

    def number(self, name, is_equal):
        self.numbers[name][0] += 1
        self.numbers[name][1] += is_equal


def compare_frames(name, rows, frames, tunnels, known, tally):
    """Compares the flags of all segments; gives the pairs of stream numbers."""
    pairs, count, equal = collections.Counter(), 0, 0
    for row in frames:
        frame, stream, flags = row[0], row[2], frozenset(row[9])
        if (name, str(stream)) in tunnels:
            tally.tunnelled += 1
            continue
        own = rows.get(frame)
        count += 1
        ours = own["flags"] if own else frozenset(["missing"])
        tally.theirs.update(flags)
        tally.ours.update(ours)
        tally.right.update(flags & ours)
        if own:
            pairs[(stream, own["stream"])] += 1
        if flags == ours:
            equal += 1
        elif known.reason(name, str(stream), "flags"):
            tally.listed += 1
        else:
            tally.unlisted.append("%s\t%s\tflags\tframe %d: tshark %s, captcp %s" % (
                name, stream, frame, ",".join(sorted(flags)) or "-", ",".join(sorted(ours)) or "-"))
    tally.segments += count
    tally.equal += equal
    if count >= 200 and equal < SEGMENTS_IN_FILE * count:
        tally.broken.append("%s: %.3f %% of its segments" % (name, 100 * equal / count))
    return pairs, count, equal


def is_near(one, other):
    """tshark's stored times have nine decimals, means a rounding more."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 2e-9


def compare_numbers(name, path, captcp, pairs, known, tally):
    """Compares the numbers of each direction of the streams that belong together."""
    own = {stream["stream"]: stream for stream in statistic(captcp, path)}
    partner = dict(pairs.keys())
    for stream in oracle.oracle(path):
        ours = own.get(partner.get(stream["stream"]))
        if ours is None:
            continue
        found = []
        time = ours["initialRttMs"]
        found.append(("initial_rtt", stream["initial_rtt"], None if time is None else time / 1e3))
        for direction, source in (("c2s", stream["client"]), ("s2c", stream["server"])):
            flow = [f for f in ours["flows"]
                    if oracle.endpoint(f["source"]["address"], f["source"]["port"]) == oracle.endpoint(*source)]
            if not flow:
                continue
            counts, theirs = flow[0]["wireshark"], stream[direction]
            found.append(("bytes in flight", theirs["max_bytes_in_flight"], counts["maxBytesInFlight"]))
            found.append(("dup-ACK number", theirs["dup_ack_max"], counts["maxDupAckNumber"]))
            found.append(("ack_rtt", theirs["ack_rtt"]["count"], counts["ackRttSamples"]))
            for key in ("min", "mean", "max"):
                value = counts["ackRtt%sMs" % key.capitalize()]
                found.append(("ack_rtt", theirs["ack_rtt"][key], None if value is None else value / 1e3))
        for what, theirs, value in found:
            theirs = float(theirs) if isinstance(theirs, str) else theirs
            is_equal = is_near(theirs, value)
            tally.number(what, is_equal)
            if is_equal:
                continue
            if known.reason(name, str(stream["stream"]), what):
                tally.listed += 1
            else:
                tally.unlisted.append("%s\t%s\t%s\ttshark %s, captcp %s" % (
                    name, stream["stream"], what, theirs, value))


def compare_live(name, path, rows, frames, tunnels, known, tally):
    """Compares the numbers of every segment with those of the tshark that is installed."""
    wanted = {row[0]: row[2] for row in frames if (name, str(row[2])) not in tunnels}
    theirs = {frame: row for frame, row in tshark_rows(path).items() if frame in wanted}
    names = {"flight": "bytes in flight", "rtt": "ack_rtt", "irtt": "initial_rtt", "dup": "dup-ACK number", "rto": "rto"}
    for row in theirs.values():
        for what in names.values():
            tally.number(what, True)
    for frame, what, peer, own in differences(theirs, {frame: rows[frame] for frame in theirs if frame in rows}):
        if what not in names:
            continue
        tally.numbers[names[what]][1] -= 1
        if known.reason(name, str(wanted[frame]), names[what]):
            tally.listed += 1
        else:
            tally.unlisted.append("%s\t%s\t%s\tframe %d: tshark %s, captcp %s" % (
                name, wanted[frame], names[what], frame, peer, own))


def compare(arguments, path, tunnels, known, tally):
    name = os.path.basename(path)
    frames = stored_frames(path)
    rows = captcp_rows(arguments.captcp, path)
    pairs, count, equal = compare_frames(name, rows, frames, tunnels, known, tally)
    # The same partition: no stream of one side is divided among several of the other.
    theirs, ours = ({pair[side] for pair in pairs} for side in (0, 1))
    tally.partition[0] += len(theirs)
    if len(pairs) == len(theirs) == len(ours):
        tally.partition[1] += len(theirs)
        compare_numbers(name, path, arguments.captcp, pairs, known, tally)
    else:
        tally.broken.append("%s: streams are divided differently" % name)
    if arguments.live:
        compare_live(name, path, rows, frames, tunnels, known, tally)
    print("%-58s %9d %9d %8d" % (name[:58], count, equal, len(theirs)))


def report(tally):
    share = tally.equal / max(1, tally.segments)
    print("\n%d segments outside tunnels (%d inside): whole flag set equal in %d (%.4f %%); %d streams, %d alike"
          % (tally.segments, tally.tunnelled, tally.equal, 100 * share, *tally.partition))
    if share < SEGMENTS:
        tally.broken.append("%.4f %% of all segments" % (100 * share))
    print("%-26s %8s %8s %10s %10s" % ("flag", "tshark", "captcp", "precision", "recall"))
    for flag in FLAGS:
        right, theirs, ours = tally.right[flag], tally.theirs[flag], tally.ours[flag]
        precision, recall = right / max(1, ours), right / max(1, theirs)
        print("%-26s %8d %8d %10.4f %10.4f" % (flag, theirs, ours, precision, recall))
        if theirs >= 50 and min(precision, recall) < FLAG:
            tally.broken.append("%s: precision %.4f, recall %.4f" % (flag, precision, recall))
    print("%-26s %8s %8s %10s" % ("number", "compared", "equal", "share"))
    for name, (count, equal) in tally.numbers.items():
        print("%-26s %8d %8d %8.4f %%" % (name, count, equal, 100 * equal / max(1, count)))
        if count and equal < NUMBERS * count:
            tally.broken.append("%s: %.4f %%" % (name, 100 * equal / count))
    print("%d differences are listed with their reason, %d are not" % (tally.listed, len(tally.unlisted)))


def main():
    parser = oracle.options(__doc__, 40)
    parser.add_argument("--live", action="store_true", help="run tshark as well, where it is installed")
    arguments = parser.parse_args()
    arguments.live = arguments.live and shutil.which("tshark") is not None
    paths = oracle.chosen(arguments)
    if not paths:
        return 3
    tunnels = {tuple(row[:2]): row[2] for row in oracle.rows("oracle-tunnels.tsv")}
    known = oracle.Known("oracle-wireshark-differences.tsv")
    tally = Tally()
    print("%-58s %9s %9s %8s" % ("capture", "segments", "equal", "streams"))
    for path in paths:
        compare(arguments, path, tunnels, known, tally)
    report(tally)
    return oracle.print_verdict(arguments, tally, known, "oracle-wireshark-differences.tsv")


if __name__ == "__main__":
    sys.exit(main())
