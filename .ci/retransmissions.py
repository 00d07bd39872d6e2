#!/usr/bin/env python3
"""Where captcp's own rules, tshark and tcptrace count retransmissions differently, and why.

    .ci/retransmissions.py --captcp PATH [--captures DIR] [--write]

Counts the retransmitted segments of each behaviour- capture by captcp's own rules (`statistic`), and takes tshark's and
tcptrace's numbers from the verdicts stored beside the captures. Captures in which one of the peers differs from captcp by
more than 2 % are rows of retransmissions.md, each with its explanation from retransmissions.tsv. With --write the table is
written; without, status 1 if it is out of date or if a row has no explanation. Standard library only.
"""
import argparse
import glob
import importlib
import json
import os
import subprocess
import sys

from tcptrace_rows import stored

oracle = importlib.import_module("oracle")
TABLE = os.path.join(oracle.HERE, "retransmissions.md")
REASONS = "retransmissions.tsv"
BOUND = 0.02

HEAD = """# Retransmissions by three rules

Written by `.ci/retransmissions.py --write`; the explanations stand in `.ci/retransmissions.tsv`. Each row is a capture of others in
which tshark or tcptrace counts more than 2 % more or fewer retransmitted segments than captcp's own rules. Of {captures} captures with
TCP, {equal} give the same number (within 2 %) by all three. SYN and FIN sent again count in all three.

* **captcp**: segments with bytes, SYN or FIN that had been sent before (`retransmittedPackets`), copies of captured frames left out;
  beside it the segments that came late (`reordered`), the copies left out, and keep-alives and zero-window probes, which it counts apart.
* **tshark** 4.0: segments marked `tcp.analysis.retransmission`, fast and spurious ones included; beside it those marked `out_of_order`.
* **tcptrace** 6.6.7: `rexmt data pkts`; beside it `outoforder pkts`. A dash: it cannot read the capture.

| capture | captcp | reordered | copies | keep-alives, probes | tshark | out of order | tcptrace | out of order |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
"""


def native(captcp, path):
    """Retransmissions, reordered segments, copies, keep-alives and probes by captcp's own rules."""
    run = subprocess.run([captcp, "statistic", "--format", "json", "--quiet", path], capture_output=True)
    if run.returncode == 1:
        return None
    if run.returncode:
        raise SystemExit("captcp: status %d on %s: %s" % (run.returncode, path, run.stderr.decode()))
    result = json.loads(run.stdout)
    flows = [flow for connection in result["connections"] for flow in connection["flows"]]

    def total(*keys):
        return sum(flow[key] or 0 for flow in flows for key in keys)
    return [total("retransmittedPackets"), total("reorderedPackets"), result["capture"]["captureDuplicates"],
            total("keepAlives", "zeroWindowProbes")]


def tshark(path):
    flags = [stream[way]["flags"] for stream in oracle.oracle(path) for way in ("c2s", "s2c")]
    return [sum(found.get(name, 0) for found in flags) for name in ("retransmission", "out_of_order")]


def tcptrace(path):
    verdict = stored(path)
    if verdict is None or verdict["error"]:
        return None
    rows = [connection[way] for connection in verdict["connections"] for way in ("a2b", "b2a")]
    return [sum(row[name] for row in rows) for name in ("rexmt_data_pkts", "outoforder_pkts")]


def differs(one, other):
    return abs(one - other) > BOUND * max(one, other)


def rows(arguments):
    """(capture, numbers) of those that differ, and how many there are in all."""
    found, count = [], 0
    for path in sorted(glob.glob(os.path.join(arguments.captures, "behaviour-*"))):
        own = native(arguments.captcp, path)
        if own is None:
            continue
        count += 1
        peers = [tshark(path), tcptrace(path)]
        if any(peer and differs(own[0], peer[0]) for peer in peers):
            found.append((os.path.basename(path), own, *peers))
    return found, count


def text(found, count, reasons):
    lines = [HEAD.format(captures=count, equal=count - len(found))]
    for name, own, one, other in found:
        cells = own + one + (other or ["—", "—"])
        lines.append("| %s | %s |\n" % (name.removeprefix("behaviour-"), " | ".join(str(cell) for cell in cells)))
    lines.append("\n## Why\n\n")
    for name, *_ in found:
        lines.append("* **%s**: %s\n" % (name.removeprefix("behaviour-"), reasons.get(name, "not explained")))
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--captcp", required=True)
    parser.add_argument("--captures", default="../shared/captures")
    parser.add_argument("--write", action="store_true", help="write the table")
    arguments = parser.parse_args()
    found, count = rows(arguments)
    if not count:
        print("no captures in %s" % arguments.captures, file=sys.stderr)
        return 3
    reasons = {row[0]: row[1] for row in oracle.rows(REASONS)}
    table = text(found, count, reasons)
    if arguments.write:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(table)
    unexplained = [name for name, *_ in found if name not in reasons]
    stale = sorted(set(reasons) - {name for name, *_ in found})
    with open(TABLE, encoding="utf-8") as file:
        is_current = file.read() == table
    print("%d of %d captures differ in retransmissions by more than 2 %%, %d of them without explanation"
          % (len(found), count, len(unexplained)))
    for title, names in (("Not explained in retransmissions.tsv:", unexplained), ("Explained, but equal:", stale)):
        if names:
            print("%s\n  %s" % (title, "\n  ".join(names)))
    if not is_current:
        print(".ci/retransmissions.md is out of date: look at what changed, then write it with --write")
    return 1 if unexplained or stale or not is_current else 0


if __name__ == "__main__":
    sys.exit(main())
