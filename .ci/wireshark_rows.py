"""What tshark, and captcp by tshark's rules, say of each frame of a capture: for the scripts beside this one."""
import json
import subprocess

FLAGS = [
    "retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order", "lost_segment",
    "ack_lost_segment", "duplicate_ack", "window_update", "window_full", "zero_window", "zero_window_probe",
    "zero_window_probe_ack", "keep_alive", "keep_alive_ack", "reused_ports",
]
NUMBERS = ["duplicate_ack_num", "bytes_in_flight", "ack_rtt", "rto", "initial_rtt"]
# As the stored verdicts were made: no reassembly, and no checksum that hides a segment.
PREFERENCES = ["tcp.desegment_tcp_streams:FALSE", "ip.defragment:FALSE", "ipv6.defragment:FALSE"]


def nanoseconds(text):
    """Exact nanoseconds of decimal seconds; None for nothing."""
    if not text:
        return None
    sign, text = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, fraction = text.partition(".")
    return sign * (int(whole) * 10**9 + int((fraction + "0" * 9)[:9]))


def tshark_rows(path):
    """What tshark says of each frame."""
    fields = ["frame.number", "tcp.stream"] + ["tcp.analysis." + name for name in FLAGS + NUMBERS]
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=l"]
    for preference in PREFERENCES:
        command += ["-o", preference]
    for field in fields:
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, text=True)
    rows = {}
    for line in run.stdout.split("\n"):
        cells = line.split("\t")
        if len(cells) < len(fields) or not cells[1]:
            continue
        flags = frozenset(name for name, cell in zip(FLAGS, cells[2:]) if cell)
        values = dict(zip(NUMBERS, cells[2 + len(FLAGS):]))
        rows[int(cells[0])] = {
            "flags": flags, "stream": int(cells[1]), "dup": int(values["duplicate_ack_num"] or 0),
            "flight": int(values["bytes_in_flight"] or 0), "rtt": nanoseconds(values["ack_rtt"]),
            "rto": nanoseconds(values["rto"]), "irtt": nanoseconds(values["initial_rtt"]),
        }
    return rows


def milliseconds(value):
    return None if value is None else round(value * 1e6)


def captcp_rows(captcp, path):
    """What captcp says of each frame by tshark's rules."""
    run = subprocess.run([captcp, "show", "--classify", "wireshark", "--format", "jsonl", "--quiet", path],
                         capture_output=True, text=True)
    if run.returncode not in (0, 1):
        raise SystemExit("captcp: status %d on %s: %s" % (run.returncode, path, run.stderr))
    rows = {}
    for line in run.stdout.splitlines():
        item = json.loads(line)
        rows[item["frame"]] = {
            "flags": frozenset(item["analysis"]), "stream": item["stream"], "dup": item["dupAckNumber"] or 0,
            "flight": item["bytesInFlight"] or 0, "rtt": milliseconds(item["rttMs"]),
            "rto": milliseconds(item["rtoMs"]), "irtt": milliseconds(item["initialRttMs"]),
        }
    return rows


def differences(theirs, ours):
    """(frame, what, the peer's, ours) of all that differs."""
    for frame in sorted(set(theirs) | set(ours)):
        peer, own = theirs.get(frame), ours.get(frame)
        if peer is None or own is None:
            yield frame, "segment", peer is not None, own is not None
            continue
        for name in ("flags", "stream", "dup", "flight", "rtt", "rto"):
            if peer[name] != own[name]:
                yield frame, name, peer[name], own[name]
        # tshark prints the initial RTT only beside something else of the analysis.
        if peer["irtt"] is not None and peer["irtt"] != own["irtt"]:
            yield frame, "irtt", peer["irtt"], own["irtt"]
