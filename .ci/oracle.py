#!/usr/bin/env python3
"""Compares `captcp statistic` with what tshark said of the shared captures.

    .ci/oracle.py --captcp PATH [--captures DIR] [NAME...]

For each behaviour- and format- capture it pairs the connections of both by four-tuple and order in time, and
compares per direction: packets (+ capture duplicates), payload bytes, SYN, FIN, RST, pure ACKs, data packets.
Connections that tshark found inside a tunnel are counted and named, not compared. A connection that differs
must stand in oracle-differences.tsv with the reason. Status 1 if one does not, or if less than 98 % agree.
Standard library only; the peer's numbers are stored beside the captures, tshark itself is not run.
"""
import argparse
import collections
import glob
import gzip
import ipaddress
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# The peer's name of a number, and ours.
FIELDS = [
    ("packets", "packets"), ("payload_bytes", "payloadBytes"), ("syn", "synPackets"), ("fin", "finPackets"),
    ("rst", "rstPackets"), ("pure_acks", "pureAckPackets"), ("data_packets", "dataPackets"),
]
BOUND = 0.98


def rows(name):
    """The lines of a table beside this script, without comments."""
    with open(os.path.join(HERE, name), encoding="utf-8") as table:
        for line in table:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def oracle(path):
    """The streams of the stored verdict on a capture."""
    base = os.path.join(os.path.dirname(path), "oracle", os.path.basename(path) + ".tshark.json")
    if os.path.exists(base):
        with open(base, "rb") as file:
            return json.load(file)["streams"]
    with gzip.open(base + ".gz") as file:
        return json.load(file)["streams"]


def nanoseconds(text):
    """Exact nanoseconds of decimal seconds."""
    whole, _, fraction = text.partition(".")
    value = abs(int(whole)) * 10**9 + int((fraction + "0" * 9)[:9])
    return -value if text.startswith("-") else value


def endpoint(address, port):
    return (ipaddress.ip_address(address.split("%")[0]), int(port))


def ours(captcp, path):
    """The connections that captcp found, or an error text."""
    run = subprocess.run([captcp, "statistic", "--format", "json", path], capture_output=True)
    if run.returncode == 1:
        return [], run.stderr.decode(errors="replace").strip().split("\n")[0]
    if run.returncode != 0:
        return None, "status %d: %s" % (run.returncode, run.stderr.decode(errors="replace").strip())
    return json.loads(run.stdout)["connections"], None


def key(one, other):
    return frozenset([one, other])


def pair(streams, connections):
    """Pairs of stream and connection; None stands for what the other side lacks."""
    theirs, own = collections.defaultdict(list), collections.defaultdict(list)
    for stream in streams:
        theirs[key(endpoint(*stream["client"]), endpoint(*stream["server"]))].append(stream)
    for connection in connections:
        ends = [connection[end] for end in ("initiator", "responder")]
        own[key(*[endpoint(end["address"], end["port"]) for end in ends])].append(connection)
    for ends in list(theirs) + [ends for ends in own if ends not in theirs]:
        left = sorted(theirs.get(ends, []), key=lambda item: nanoseconds(item["first"]))
        right = sorted(own.get(ends, []), key=lambda item: nanoseconds(item["firstTime"]))
        if len(left) == len(right):
            yield from zip(left, right)
            continue
        # Not as many: those that start at the same time belong together.
        by_time = {nanoseconds(item["firstTime"]): item for item in right}
        for stream in left:
            yield stream, by_time.pop(nanoseconds(stream["first"]), None)
        for connection in by_time.values():
            yield None, connection


def differences(stream, connection):
    """The numbers that differ, as (field, the peer's, ours)."""
    if stream is None:
        return [("extra", 0, connection["id"])]
    if connection is None:
        return [("missing", stream["stream"], 0)]
    found = []
    for direction, source in (("c2s", stream["client"]), ("s2c", stream["server"])):
        flows = [f for f in connection["flows"]
                 if endpoint(f["source"]["address"], f["source"]["port"]) == endpoint(*source)]
        # A flow without a packet may be absent.
        flow = flows[0] if flows else collections.defaultdict(int)
        for theirs, own in FIELDS:
            value = flow[own]
            if theirs == "packets":
                value += flow["captureDuplicates"]
            if value != stream[direction][theirs]:
                found.append(("%s.%s" % (direction, theirs), stream[direction][theirs], value))
    return found


class Known:
    """The listed differences; remembers which were met."""

    def __init__(self, table="oracle-differences.tsv"):
        self.entries = {tuple(row[:3]): row[3] for row in rows(table)}
        self.used = set()

    def reason(self, name, stream, field):
        for entry in ((name, stream, field), (name, stream, "*"), (name, "*", field), (name, "*", "*")):
            if entry in self.entries:
                self.used.add(entry)
                return self.entries[entry]
        return None


def compare(arguments, path, tunnels, known, totals):
    """Compares one capture and prints its line."""
    name = os.path.basename(path)
    connections, error = ours(arguments.captcp, path)
    if connections is None:
        print("%-58s %s" % (name, error))
        totals["unexplained"] += 1
        return
    count = collections.Counter()
    for stream, connection in pair(oracle(path), connections):
        number = str(stream["stream"]) if stream else "-"
        if (name, number) in tunnels:
            count["tunnelled"] += 1
            totals["names"].append("%s stream %s: %s" % (name, number, tunnels[(name, number)]))
            continue
        found = differences(stream, connection)
        count["compared"] += 1
        if not found:
            count["agree"] += 1
            continue
        reasons = [known.reason(name, number, field) for field, _, _ in found]
        if all(reasons):
            count["listed"] += 1
            continue
        count["unexplained"] += 1
        for (field, theirs, value), reason in zip(found, reasons):
            if reason is None and len(totals["lines"]) < arguments.lines:
                ident = connection["id"] if connection else "-"
                totals["lines"].append("%s\t%s\t%s\tpeer %s, captcp %s (connection %s)" % (
                    name, number, field, theirs, value, ident))
    totals.update(count)
    print("%-58s %9d %9d %9d %9d %9d  %s" % (
        name[:58], count["compared"], count["agree"], count["listed"], count["unexplained"],
        count["tunnelled"], error or ""))


def options(description, lines):
    """The options that the scripts of this folder share."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--captcp", required=True)
    parser.add_argument("--captures", default="../shared/captures")
    parser.add_argument("--lines", type=int, default=lines, help="unlisted differences printed at most")
    parser.add_argument("names", nargs="*", help="only captures whose name contains one of these")
    return parser


def chosen(arguments):
    """The captures to compare, by name; says so if there are none."""
    paths = sorted(path for prefix in ("behaviour-*", "format-*")
                   for path in glob.glob(os.path.join(arguments.captures, prefix)))
    paths = [path for path in paths
             if not arguments.names or any(name in os.path.basename(path) for name in arguments.names)]
    if not paths:
        print("no captures in %s" % arguments.captures, file=sys.stderr)
    return paths


def print_stale(arguments, known):
    """Names what is listed as a known difference and is none any more."""
    stale = set(known.entries) - known.used
    if stale and not arguments.names:
        print("\nListed, but no longer different:\n" + "\n".join("\t".join(entry) for entry in sorted(stale)))


def print_verdict(arguments, tally, known, listing):
    """What is unlisted, broken or stale; the exit status."""
    for title, lines in (("Not listed in %s:" % listing, tally.unlisted[:arguments.lines]),
                         ("Bounds that do not hold:", tally.broken)):
        if lines:
            print("\n%s\n%s" % (title, "\n".join(lines)))
    print_stale(arguments, known)
    return 1 if tally.broken or tally.unlisted else 0


def main():
    arguments = options(__doc__, 60).parse_args()
    paths = chosen(arguments)
    if not paths:
        return 3
    tunnels = {tuple(row[:2]): row[2] for row in rows("oracle-tunnels.tsv")}
    known = Known()
    totals = collections.Counter()
    totals["names"], totals["lines"] = [], []
    print("%-58s %9s %9s %9s %9s %9s" % ("capture", "compared", "agree", "listed", "unlisted", "tunnelled"))
    for path in paths:
        compare(arguments, path, tunnels, known, totals)
    share = totals["agree"] / max(1, totals["compared"])
    print("\n%d captures, %d connections outside tunnels: %d agree in all (%.2f %%), %d differ as listed, %d unlisted"
          % (len(paths), totals["compared"], totals["agree"], 100 * share, totals["listed"], totals["unexplained"]))
    print("%d inside tunnels, not compared:" % totals["tunnelled"])
    for line in totals["names"]:
        print("  " + line)
    if totals["lines"]:
        print("\nNot listed in oracle-differences.tsv:")
        print("\n".join(totals["lines"]))
    print_stale(arguments, known)
    return 1 if totals["unexplained"] or share < BOUND else 0


if __name__ == "__main__":
    sys.exit(main())
