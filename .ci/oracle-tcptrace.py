#!/usr/bin/env python3
"""Compares `captcp statistic --classify tcptrace` with what tcptrace said of the shared captures.

    .ci/oracle-tcptrace.py --captcp PATH [--captures DIR] [NAME...]

The peer's verdicts are stored beside the captures. Connections are paired by their ends and their order, and each number
of each direction is compared; RTTs may differ by 0.05 ms, since tcptrace prints one decimal. Captures that tcptrace cannot
read are named. Differences must stand in oracle-tcptrace-differences.tsv with the reason. Status 1 if a bound is broken or
a difference is not listed. Standard library only.
"""
import collections
import importlib
import json
import os
import subprocess
import sys

from tcptrace_rows import CONNECTION, DIRECTIONS, FIELDS, is_equal, stored

oracle = importlib.import_module("oracle")
# Shares of the directions that must be equal: all of them, and those where the peer's number is not zero.
ALL, NOT_ZERO, OTHER = 0.995, 0.99, 0.99
HEADLINE = ["rexmtPackets", "rexmtBytes", "outOfOrderPackets"]
BOUND = ["rttSamples", "rttMinMs", "rttMaxMs", "rttMeanMs", "tripleDuplicateAcks"]


def statistic(captcp, path):
    """The connections as captcp splits them by tcptrace's rules, and the packets that it left out."""
    run = subprocess.run([captcp, "statistic", "--classify", "tcptrace", "--format", "json", "--quiet", path],
                         capture_output=True)
    if run.returncode == 1:
        return []
    if run.returncode:
        raise SystemExit("captcp: status %d on %s: %s" % (run.returncode, path, run.stderr.decode()))
    return json.loads(run.stdout)["connections"]


def ends_of_theirs(connection):
    return frozenset([oracle.endpoint(connection["host_a"], connection["port_a"]),
                      oracle.endpoint(connection["host_b"], connection["port_b"])])


def ends_of_ours(connection):
    return frozenset(oracle.endpoint(flow["source"]["address"], flow["source"]["port"])
                     for flow in connection["flows"])


def pairs(theirs, ours):
    """Connections that belong together; None stands for what the other side lacks."""
    left, right = collections.defaultdict(list), collections.defaultdict(list)
    for connection in theirs:
        left[ends_of_theirs(connection)].append(connection)
    for connection in ours:
        right[ends_of_ours(connection)].append(connection)
    for ends in list(left) + [ends for ends in right if ends not in left]:
        one, other = left.get(ends, []), right.get(ends, [])
        for index in range(max(len(one), len(other))):
            yield one[index] if index < len(one) else None, other[index] if index < len(other) else None


class Tally:
    """What was counted over all captures."""

    def __init__(self):
        self.directions = 0
        self.equal, self.compared, self.equal_nonzero, self.nonzero = (collections.Counter() for _ in range(4))
        self.unlisted, self.broken, self.unread, self.listed = [], [], [], 0

    def take(self, key, peer, own):
        same = is_equal(key, peer, own)
        self.compared[key] += 1
        self.equal[key] += same
        if peer:
            self.nonzero[key] += 1
            self.equal_nonzero[key] += same
        return same


def compare(arguments, path, known, tally):
    name = os.path.basename(path)
    peer = stored(path)
    if peer is None or peer["error"]:
        tally.unread.append((name, "no verdict stored" if peer is None else peer["error"]))
        return
    count = different = 0
    for theirs, ours in pairs(peer["connections"], statistic(arguments.captcp, path)):
        number = str(theirs[CONNECTION]) if theirs else "-"
        found = []
        if theirs is None or ours is None:
            found.append(("connection", theirs is not None, ours is not None))
            if theirs:
                # A connection that we lack differs in both its directions.
                for key in FIELDS:
                    for way in DIRECTIONS:
                        tally.take(key, float(theirs[way][FIELDS[key]]), -1)
                tally.directions += 2
                count += 2
                different += 2
        else:
            flows = {oracle.endpoint(flow["source"]["address"], flow["source"]["port"]): flow for flow in ours["flows"]}
            for way, host in DIRECTIONS.items():
                flow = flows[oracle.endpoint(theirs["host_" + host], theirs["port_" + host])]
                tally.directions += 1
                count += 1
                before = len(found)
                for key, column in FIELDS.items():
                    value = flow["tcptrace"][key]
                    if not tally.take(key, theirs[way][column], value):
                        found.append(("%s.%s" % (way, key), theirs[way][column], value))
                different += len(found) > before
        for field, one, other in found:
            if known.reason(name, number, field):
                tally.listed += 1
            else:
                tally.unlisted.append("%s\t%s\t%s\ttcptrace %s, captcp %s" % (name, number, field, one, other))
    print("%-58s %10d %10d" % (name[:58], count, different))


def report(tally):
    print("\n%d directions; equal in" % tally.directions)
    print("%-24s %10s %10s %10s %10s" % ("", "all", "share", "not zero", "share"))
    for key in FIELDS:
        count, equal = tally.compared[key], tally.equal[key]
        some, right = tally.nonzero[key], tally.equal_nonzero[key]
        share, other = equal / max(1, count), right / max(1, some)
        print("%-24s %10d %8.3f %% %10d %8.3f %%" % (key, equal, 100 * share, some, 100 * other))
        if key in HEADLINE and (share < ALL or some and other < NOT_ZERO) or key in BOUND and share < OTHER:
            tally.broken.append("%s: %.3f %% of all, %.3f %% of those that are not zero" % (key, 100 * share, 100 * other))
    print("%d differences are listed with their reason, %d are not" % (tally.listed, len(tally.unlisted)))
    print("\nNot read by tcptrace:")
    for name, error in tally.unread:
        print("  %s: %s" % (name, error[:80]))


def main():
    arguments = oracle.options(__doc__, 40).parse_args()
    paths = oracle.chosen(arguments)
    if not paths:
        return 3
    known = oracle.Known("oracle-tcptrace-differences.tsv")
    tally = Tally()
    print("%-58s %10s %10s" % ("capture", "directions", "different"))
    for path in paths:
        compare(arguments, path, known, tally)
    report(tally)
    return oracle.print_verdict(arguments, tally, known, "oracle-tcptrace-differences.tsv")


if __name__ == "__main__":
    sys.exit(main())
