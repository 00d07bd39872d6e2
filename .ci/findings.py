#!/usr/bin/env python3
"""What captcp finds in each testbed scenario, beside what really happened, and in ten captures of others.

    .ci/findings.py --captcp PATH [--testbed DIR] [--captures DIR] [--write]

Runs `diagnose` on the sender's capture of every scenario. What must be found, what may be, and what must not, follows from
truth.json alone: drops and needless copies from the relay's book, timeouts from the kernel, zero windows and refusals from
what the hosts were told to do. Rows of findings.md that are wrong are counted; status 1 if there is one, or if the table is
out of date. --write writes it. The remarks on the captures of others stand in findings.tsv. Standard library only.
"""
import argparse
import collections
import glob
import importlib
import json
import os
import shlex
import subprocess
import sys

oracle = importlib.import_module("oracle")
TABLE = os.path.join(oracle.HERE, "findings.md")
REMARKS = "findings.tsv"
# Rules about traffic, in the order of the columns, and those about the capture itself.
RULES = ["refused", "unanswered", "reset", "handshake-repeated", "zero-window", "window-full", "window-not-scaled", "timeout",
         "loss", "resent", "needless-retransmission", "stall", "rtt-inflation", "delayed-ack", "reordering", "middlebox"]
CAPTURE = ["capture-drop", "cut-packets", "offload", "captured-twice", "one-sided", "no-handshake"]
LEVELS = ["info", "medium", "high"]
# Scenarios in which nothing went wrong: no loss, no wait that a host or the network forced, no fault of the capture.
CLEAN = {"clean_bulk", "app_limited", "nodelay", "sndbuf_limited", "ack_loss", "ecn_ce", "keepalive", "f_app_pipe",
         "l_burst_bulk", "l_pacing", "l_sndbuf_grow", "l_bbr_mix", "tso_gro"}

HEAD = """# Findings on captures whose truth is known

Written by `.ci/findings.py --write` from `captcp diagnose` and the truth.json of each scenario of the testbed (sender's capture).
**H** high, **M** medium, i info; a number behind it counts flows or connections. *Truth*: data segments and FINs that the relay dropped, retransmissions
that were needless by its book, timeouts of the kernel (RTO that were sent), and what the hosts were told to do. A row is right if

* loss is found where the relay dropped data, and nowhere else above info (where neither SACK nor time stamps are in use: `resent`);
* needless retransmissions are found where SACK or time stamps can tell, and nowhere else above info;
* timeouts, zero windows, refusals, resets, repeated and unanswered SYNs, small writes behind delayed ACKs and faults of the capture are
  found where the hosts or the maker of the capture made them, and nowhere else above info;
* a scenario in which nothing went wrong (*clean*) has no finding above info, in the receiver's capture neither;
* the command of each finding runs and shows the frames that it cites.

{right} of {all} rows are right.

"""


def findings(captcp, path):
    run = subprocess.run([captcp, "diagnose", "--format", "json", "--quiet", path], capture_output=True)
    if run.returncode:
        raise SystemExit("captcp: status %d on %s: %s" % (run.returncode, path, run.stderr.decode()))
    return json.loads(run.stdout)["findings"]


def replay(captcp, finding):
    """What is wrong with the command of a finding, in words; empty if it shows its frames."""
    words = shlex.split(finding["command"])
    run = subprocess.run([captcp] + words[1:] + ["--quiet"], capture_output=True, text=True)
    frames = {int(line.split()[0]) for line in run.stdout.splitlines() if line.split() and line.split()[0].isdigit()}
    if run.returncode or not run.stdout:
        return "%s: its command fails" % finding["rule"]
    if words[1] == "statistic" or frames.issuperset(finding["frames"]):
        return ""
    return "%s: its command does not show its frames" % finding["rule"]


def levels(found):
    """Highest severity and number of findings by rule."""
    result = {}
    for finding in found:
        level, count = result.get(finding["rule"], ("info", 0))
        result[finding["rule"]] = (max(level, finding["severity"], key=LEVELS.index), count + 1)
    return result


def truth(folder, name):
    """What happened: numbers by kind, and the rules that must find something."""
    with open(os.path.join(folder, "truth.json"), encoding="utf-8") as file:
        book = json.load(file)
    if "source" in book:
        source = os.path.join(os.path.dirname(folder), book["source"].split("/")[0])
        facts = truth(source, name)[0] if os.path.isdir(source) else {"source": book["source"]}
        return facts, book
    dropped = collections.Counter()
    for event in book["relay"]["events"]:
        row = dict(zip(book["relay"]["event_fields"], event))
        if row["action"].startswith("drop"):
            flags = row["flags"]
            # A FIN that is lost on its way to the capture, with nothing behind it, leaves no trace there.
            isSeen = row["len"] or "F" in flags and row["dir"] == "fwd"
            kind = "syn" if "S" in flags else "data" if isSeen else "ack"
            dropped[kind] += 1
    rows = [dict(zip(book["retransmissions"]["fields"], row)) for row in book["retransmissions"]["rows"]]
    needless = sum(row["unnecessary"] for row in rows if "S" not in row["flags"])
    counters = book.get("kernel_counters", {})
    timeouts = sum(1 for event in book.get("kernel_events", {}).get("retransmits", []) if event.get("kind") == "rto")
    return {
        "dropped": dropped["data"], "synDropped": dropped["syn"], "needless": needless, "resent": len(rows),
        "timeouts": timeouts, "probes": sum(side.get("TcpExtTCPWinProbe", 0) for side in counters.values() if side),
    }, book


# What the hosts were told to do, or what was done to the file, by scenario: rules that must speak.
FORCED = {
    "zero_window": {"zero-window"}, "l_rcv_pause": {"zero-window"}, "l_tso_mix": {"zero-window", "offload"},
    "rwnd_limited": {"window-full"}, "l_slow_reader": {"window-full"}, "nagle_delack": {"delayed-ack"},
    "l_nagle_mix": {"delayed-ack"}, "conn_refused": {"refused"}, "syn_blackhole": {"unanswered"}, "syn_loss": {"handshake-repeated"},
    "rst_mid": {"reset"}, "port_reuse": {"reset"}, "bufferbloat": {"rtt-inflation"}, "needless_delay": {"rtt-inflation"},
    "spurious_rto": {"rtt-inflation"}, "tso_gro": {"offload"}, "snap68": {"cut-packets"}, "derived_capdrop": {"capture-drop"},
    "derived_midstream": {"no-handshake"}, "derived_bothends": {"captured-twice"}, "reorder": {"needless-retransmission"},
}
# Rules that may speak above info there though nothing forced them: a silence or a queue that the event itself brings.
ALLOWED = {
    "needless_delay": {"stall", "timeout"}, "spurious_rto": {"timeout"}, "needless_ackgap": {"timeout"},
    "needless_delay_nosack": {"rtt-inflation", "timeout"}, "derived_bothends": set(),
}


def verdict(name, facts, found, level):
    """What is wrong with a row, in words; empty if it is right."""
    above = {rule for rule, (severity, _) in level.items() if severity != "info"}
    wrong = []
    must = set(FORCED.get(name, ()))
    if facts.get("dropped"):
        must.add("resent" if name == "no_options" else "loss")
    if facts.get("needless") and name not in ("needless_reorder_bare", "no_options"):
        must.add("needless-retransmission")
    if facts.get("timeouts"):
        must.add("timeout")
    if name == "needless_reorder_bare":
        must.add("resent")
    may = must | ALLOWED.get(name, set())
    for rule in sorted(must - set(level)):
        wrong.append("%s missed" % rule)
    if "source" not in facts:
        for rule in sorted(above - may):
            wrong.append("%s false" % rule)
    if name in CLEAN and above:
        wrong.append("not clean")
    if name == "zero_window":
        zero = [finding for finding in found if finding["rule"] == "zero-window"]
        if not any(1.9 <= finding["facts"]["withoutRoomSeconds"] <= 2.2 and finding["frames"] for finding in zero):
            wrong.append("the 2-s stall")
    return wrong


def cell(level, rule):
    if rule not in level:
        return ""
    severity, count = level[rule]
    mark = {"high": "**H**", "medium": "**M**", "info": "i"}[severity]
    return mark + (str(count) if count > 1 else "")


def words(facts):
    if "source" in facts:
        return "from %s, whose truth is not kept" % facts["source"]
    parts = []
    for key, word in (("dropped", "dropped"), ("synDropped", "SYN dropped"), ("needless", "needless"), ("timeouts", "RTO sent")):
        if facts[key]:
            parts.append("%d %s" % (facts[key], word))
    return ", ".join(parts) or "no loss"


def table(heads, rows):
    lines = ["| %s |\n" % " | ".join(heads), "|%s\n" % ("---|" * len(heads))]
    return "".join(lines + ["| %s |\n" % " | ".join(row) for row in rows])


def scenarios(arguments):
    """Rows of the testbed with their verdicts."""
    result = []
    for folder in sorted(glob.glob(os.path.join(arguments.testbed, "scenarios", "*"))):
        name = os.path.basename(folder)
        paths = sorted(glob.glob(os.path.join(folder, "sender.pcap*")) + glob.glob(os.path.join(folder, "both.pcap*")))
        facts, _ = truth(folder, name)
        found = findings(arguments.captcp, paths[0])
        level = levels(found)
        wrong = verdict(name, facts, found, level)
        far = os.path.join(folder, "receiver.pcap")
        if name in CLEAN and os.path.exists(far):
            wrong += ["%s false at the receiver" % one["rule"] for one in findings(arguments.captcp, far) if one["severity"] != "info"]
        # One finding a rule: the others of it differ in numbers only.
        wrong += filter(None, (replay(arguments.captcp, one) for one in {one["rule"]: one for one in found}.values()))
        result.append((name, facts, level, wrong))
    return result


def text(rows, others, remarks):
    right = sum(not wrong for *_, wrong in rows)
    used = [rule for rule in RULES if any(rule in level for _, _, level, _ in rows)]
    faults = [rule for rule in CAPTURE if any(rule in level for _, _, level, _ in rows)]
    body = [[name + (" (clean)" if name in CLEAN else ""), words(facts)] + [cell(level, rule) for rule in used + faults]
            + ["; ".join(wrong) or "right"] for name, facts, level, wrong in rows]
    result = HEAD.format(right=right, all=len(rows)) + table(["scenario", "truth"] + used + faults + ["verdict"], body)
    result += "\n## Captures of others\n\nLooked at by hand; findings above info, and what was seen.\n\n"
    result += table(["capture", "high", "medium", "info", "seen"], [
        [name, *others[name], remarks.get("behaviour-" + name, "not looked at")] for name in sorted(others)])
    return result


def others(arguments, names):
    result = {}
    for name in names:
        found = findings(arguments.captcp, os.path.join(arguments.captures, name))
        cells = []
        for severity in reversed(LEVELS):
            rules = collections.Counter(one["rule"] for one in found if one["severity"] == severity)
            cells.append(", ".join(rule if count == 1 else "%s %d" % (rule, count) for rule, count in sorted(rules.items())))
        result[name.removeprefix("behaviour-")] = cells
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--captcp", required=True)
    parser.add_argument("--testbed", default="../shared/testbed")
    parser.add_argument("--captures", default="../shared/captures")
    parser.add_argument("--write", action="store_true", help="write the table")
    arguments = parser.parse_args()
    rows = scenarios(arguments)
    if not rows:
        print("no scenarios in %s" % arguments.testbed, file=sys.stderr)
        return 3
    remarks = {row[0]: row[1] for row in oracle.rows(REMARKS)}
    result = text(rows, others(arguments, sorted(remarks)), remarks)
    if arguments.write:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(result)
    with open(TABLE, encoding="utf-8") as file:
        is_current = file.read() == result
    wrong = [(name, what) for name, _, _, what in rows if what]
    print("%d of %d scenarios right" % (len(rows) - len(wrong), len(rows)))
    for name, what in wrong:
        print("  %s: %s" % (name, "; ".join(what)))
    if not is_current:
        print(".ci/findings.md is out of date: look at what changed, then write it with --write")
    return 1 if wrong or not is_current else 0


if __name__ == "__main__":
    sys.exit(main())
