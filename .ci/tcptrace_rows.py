"""What tcptrace, and captcp by its rules, count of each direction of a capture: for the scripts beside this one."""
import csv
import gzip
import io
import json
import os
import subprocess

CONNECTION = "conn_#"
DIRECTIONS = {"a2b": "a", "b2a": "b"}
# Our name of a number, and tcptrace's column.
FIELDS = {
    "dataPackets": "actual_data_pkts", "dataBytes": "actual_data_bytes", "rexmtPackets": "rexmt_data_pkts",
    "rexmtBytes": "rexmt_data_bytes", "outOfOrderPackets": "outoforder_pkts", "uniqueBytes": "unique_bytes_sent",
    "zeroWindowProbePackets": "zwnd_probe_pkts", "zeroWindowProbeBytes": "zwnd_probe_bytes",
    "rttSamples": "RTT_samples", "rttMinMs": "RTT_min", "rttMaxMs": "RTT_max", "rttMeanMs": "RTT_avg",
    "ambiguousAcks": "ambiguous_acks", "postLossAcks": "post-loss_acks", "cumulativeAcks": "segs_cum_acked",
    "duplicateAcks": "duplicate_acks", "tripleDuplicateAcks": "triple_dupacks", "hardwareDuplicates": "hardware_dups",
}
TIMES = ["rttMinMs", "rttMaxMs", "rttMeanMs"]


def stored(path):
    """The verdict stored beside a shared capture; None if there is none."""
    base = os.path.join(os.path.dirname(path), "oracle", os.path.basename(path) + ".tcptrace.json")
    for name, opener in ((base, open), (base + ".gz", gzip.open)):
        if os.path.exists(name):
            with opener(name, "rb") as file:
                return json.load(file)
    return None


def is_equal(key, peer, own):
    """tcptrace prints times with one decimal, and 0 where it has none; it counts modulo 2^64."""
    if key in TIMES:
        return abs(float(peer) - (own or 0)) <= 0.0501
    return int(peer) % 2**64 == int(own) % 2**64


def tcptrace_rows(path):
    """What tcptrace says: (packets, numbers by our names) of each direction, connection by connection."""
    run = subprocess.run(["tcptrace", "-n", "-l", "-r", "-W", "-u", "--csv", path], capture_output=True)
    lines = run.stdout.decode("latin-1").splitlines()
    start = next((index for index, line in enumerate(lines) if line.startswith(CONNECTION)), None)
    if start is None:
        return []
    head = [cell.strip() for cell in next(csv.reader([lines[start]]))]
    rows = []
    for cells in csv.reader(io.StringIO("\n".join(lines[start + 1:]))):
        if len(cells) < 10 or not cells[0].strip().isdigit():
            continue
        row = dict(zip(head, (cell.strip() for cell in cells)))
        for way in DIRECTIONS:
            rows.append((int(row["total_packets_" + way]),
                         {key: row["%s_%s" % (column, way)] for key, column in FIELDS.items()}))
    return rows


def captcp_rows(captcp, path):
    """The same of captcp."""
    run = subprocess.run([captcp, "statistic", "--classify", "tcptrace", "--format", "json", "--quiet", path],
                         capture_output=True)
    if run.returncode not in (0, 1):
        raise SystemExit("captcp: status %d on %s: %s" % (run.returncode, path, run.stderr.decode()))
    connections = json.loads(run.stdout)["connections"] if run.returncode == 0 else []
    return [(flow["packets"], flow["tcptrace"]) for connection in connections for flow in connection["flows"]]


def differences(theirs, ours):
    """(connection and direction, number, the peer's, ours) of all that differs; both tools count in the same order."""
    if len(theirs) != len(ours):
        yield "all", "directions", len(theirs), len(ours)
        return
    for index, ((packets, peer), (own_packets, own)) in enumerate(zip(theirs, ours)):
        name = "%d.%s" % (index // 2 + 1, "ab"[index % 2])
        if packets != own_packets:
            yield name, "packets", packets, own_packets
        for key in FIELDS:
            if not is_equal(key, peer[key], own[key]):
                yield name, key, peer[key], own[key]
