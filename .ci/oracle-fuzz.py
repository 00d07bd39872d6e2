#!/usr/bin/env python3
"""Compares captcp's reproduction of its peers' rules with the peers themselves, on random adversarial segments.

    .ci/oracle-fuzz.py --captcp PATH [--seed N] [--captures N] [--segments N] [--keep DIR]

Each capture is made of a seed: connections between few endpoints, whose segments are mostly plausible and often not:
numbers at, one below and far from what is expected, wraps, zero and one windows, SACK, window scale, MPTCP, keep-alives,
probes, idle times, steps back in time, port reuse, starts in mid-stream, both ends the same, fragments, cut options,
lying records. `show --classify wireshark` must then agree with `tshark` in the flags, dup-ACK numbers, bytes in flight,
ACK RTT, RTO, initial RTT and streams of every segment. What stands in oracle-fuzz-differences.tsv is excused.
Status 1 if anything differs, 3 if tshark is not installed. Standard library only.
"""
import argparse
import collections
import os
import random
import shutil
import struct
import sys
import tempfile

from wireshark_rows import FLAGS, captcp_rows, differences, tshark_rows

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
MASK = 0xffffffff


class Side:
    """One direction of a connection, as its sender believes it to be."""

    def __init__(self, rng):
        self.next = rng.choice([rng.getrandbits(32), MASK - rng.randrange(20000), rng.randrange(4)])
        self.sent = []
        self.window = rng.choice([0, 1, 100, 8192, 65535])
        self.shift = rng.choice([None, None, 0, 1, 7, 14, 15])
        self.ack = 0


class Generator:
    """Writes one capture; all of it follows from the seed."""

    def __init__(self, seed, segments):
        self.rng = random.Random(seed)
        self.segments = segments
        self.time = 1_700_000_000_000_000_000 + self.rng.randrange(10**9)
        self.ipv6 = self.rng.random() < 0.2
        self.packets = []
        # Few oddities in one capture, so that what they hide stays small.
        self.oddity = self.rng.choice([0, 0, 0, 0.01, 0.05])
        self.reorder = self.rng.choice([0.02, 0.1, 0.4])
        self.wild = self.rng.choice([0, 0.02, 0.2])
        self.pairs = [self.endpoints() for _ in range(self.rng.randrange(1, 4))]

    def endpoints(self):
        rng = self.rng
        hosts = [rng.randrange(1, 4), rng.randrange(1, 4)]
        ports = [rng.choice([80, 1000, 40000]), rng.choice([80, 1000, 40000])]
        if hosts[0] == hosts[1] and rng.random() < 0.8:
            hosts[1] += 1
        return [list(zip(hosts, ports)), [Side(rng), Side(rng)], rng.random() < 0.3]

    def step(self):
        """Lets time pass."""
        rng = self.rng
        self.time += rng.choice([
            0, 1000, rng.randrange(1, 2_000_000), rng.randrange(1, 5_000_000), rng.randrange(1, 40_000_000),
            rng.randrange(1, 100_000)])
        if rng.random() < 0.01:
            self.time += rng.randrange(10**9, 400 * 10**9)
        if rng.random() < 0.01:
            self.time -= rng.randrange(1, 30_000_000)

    def options(self, own, other, is_syn, multipath):
        rng = self.rng
        options = b""
        if is_syn and own.shift is not None and rng.random() < 0.9 or rng.random() < 0.003:
            options += bytes([3, 3, own.shift or 0, 1])
        if is_syn and rng.random() < 0.5:
            options += bytes([2, 4, 5, 180])
        if rng.random() < (0.4 if other.sent else 0) and not is_syn:
            blocks = rng.choice([1, 1, 2, 3, 4])
            edges = b""
            for _ in range(blocks):
                left = rng.choice(other.sent)[0] if rng.random() < 0.9 else rng.getrandbits(32)
                edges += struct.pack(">II", left, (left + rng.choice([1, 100, 1448, 3000])) & MASK)
            options += bytes([1, 1, 5, 2 + 8 * blocks]) + edges
        elif rng.random() < 0.3:
            options += bytes([1, 1, 8, 10]) + struct.pack(">II", rng.getrandbits(32), rng.getrandbits(32))
        if multipath and not is_syn and rng.random() < 0.15 and len(options) <= 28:
            # DSS without mapping and ADD_ADDR; tshark 4.0 has a bug of its own with MP_CAPABLE on a SYN/ACK.
            subtype = rng.choice([b"\x1e\x08\x20\x01", b"\x1e\x08\x30\x01"])
            options += subtype + struct.pack(">I", rng.getrandbits(32))
        return options + b"\0" * (-len(options) % 4)

    def sequence(self, own, length):
        """Where a segment starts: usually next, else again, below, above or anywhere."""
        rng = self.rng
        roll = rng.random()
        if roll < self.wild:
            return rng.choice([rng.getrandbits(32), (own.next + 0x7fffffff + rng.randrange(4)) & MASK, 0, MASK,
                               (own.next - rng.randrange(1 << 30)) & MASK])
        if roll < self.wild + self.reorder and own.sent:
            start, end = rng.choice(own.sent[-20:])
            return rng.choice([start, start, start, (end - length) & MASK, (start + 1) & MASK])
        if rng.random() < 0.06:
            return (own.next - 1) & MASK
        if rng.random() < 0.06:
            return (own.next + rng.choice([1, 100, 1448, 2896])) & MASK
        return own.next

    def acknowledgment(self, own, other):
        rng = self.rng
        roll = rng.random()
        if roll < self.wild:
            return rng.choice([rng.getrandbits(32), (other.next + rng.randrange(1, 5000)) & MASK, 0])
        if roll < 0.45:
            return own.ack
        if roll < 0.8 or not other.sent:
            return other.next
        if roll < 0.95:
            return rng.choice(other.sent[-10:])[1]
        return (rng.choice(other.sent[-10:])[1] - rng.randrange(3)) & MASK

    def segment(self):
        rng = self.rng
        pair = rng.choice(self.pairs)
        direction = rng.randrange(2)
        if rng.random() < 0.06:
            rng.choice([self.duplicates, self.keep_alive, self.probe])(pair, direction)
            return
        ends, sides, multipath = pair
        own, other = sides[direction], sides[1 - direction]
        flags = ACK
        roll = rng.random()
        if roll < 0.03:
            flags = SYN
            if rng.random() < 0.6:
                own.next = rng.choice([rng.getrandbits(32), own.next, MASK, 0])
        elif roll < 0.06:
            flags = SYN | ACK
            if rng.random() < 0.4:
                own.next = rng.getrandbits(32)
        elif roll < 0.08:
            flags = FIN | ACK
        elif roll < 0.09:
            flags = rng.choice([RST, RST | ACK, FIN, FIN | SYN, 0, RST | FIN | SYN, RST | SYN | ACK])
        length = rng.choice([0, 0, 0, 0, 1, 1, 100, 1448, 1448, 1448, 536, 2, 8192])
        if flags & (SYN | RST) and rng.random() < 0.9:
            length = 0
        start = self.sequence(own, length)
        if flags & SYN and rng.random() < 0.9:
            start = own.next
        acknowledgment = self.acknowledgment(own, other) if flags & ACK else rng.choice([0, own.ack, rng.getrandbits(32)])
        if rng.random() < 0.15:
            own.window = rng.choice([0, 0, 1, 100, 101, 8192, 65535, self.full_window(own, other)])
        self.put(pair, direction, start, acknowledgment, flags, length)
        if rng.random() < 0.01:
            self.pairs[rng.randrange(len(self.pairs))] = self.endpoints()

    def put(self, pair, direction, start, acknowledgment, flags, length):
        """Sends a segment and keeps account of it."""
        rng = self.rng
        ends, sides, multipath = pair
        own, other = sides[direction], sides[1 - direction]
        options = self.options(own, other, flags & SYN, multipath)
        end = (start + length + (1 if flags & (SYN | FIN) else 0)) & MASK
        if 0 < (end - own.next) & MASK < 1 << 31 and rng.random() < 0.95:
            own.next = end
        own.sent.append((start, end))
        own.ack = acknowledgment
        self.step()
        self.emit(ends[direction], ends[1 - direction], start, acknowledgment, flags, own.window, options, length)

    def duplicates(self, pair, direction):
        """The same ACK several times, and what it asks for."""
        rng = self.rng
        own, other = pair[1][direction], pair[1][1 - direction]
        wanted = rng.choice(own.sent[-6:])[0] if own.sent else own.next
        own.window = own.window or 500
        other.window = other.window or 500
        for _ in range(rng.randrange(2, 6)):
            self.put(pair, 1 - direction, other.next, wanted, ACK, 0)
        if rng.random() < 0.8:
            self.put(pair, direction, wanted, own.ack, ACK, rng.choice([100, 1448]))

    def keep_alive(self, pair, direction):
        rng = self.rng
        own, other = pair[1][direction], pair[1][1 - direction]
        other.window = other.window or 500
        if rng.random() < 0.8:
            self.put(pair, 1 - direction, other.next, own.next, ACK, 0)
        for _ in range(rng.randrange(1, 3)):
            self.put(pair, direction, (own.next - 1) & MASK, own.ack, ACK, rng.randrange(2))
        for _ in range(rng.randrange(1, 3)):
            self.put(pair, 1 - direction, other.next, other.ack, ACK, 0)

    def probe(self, pair, direction):
        rng = self.rng
        own, other = pair[1][direction], pair[1][1 - direction]
        other.window = 0
        for _ in range(rng.randrange(1, 3)):
            self.put(pair, 1 - direction, other.next, own.next, ACK, 0)
        for _ in range(rng.randrange(1, 3)):
            start = own.next
            self.put(pair, direction, start, own.ack, ACK, 1)
            self.put(pair, 1 - direction, other.next, other.ack, ACK, 0)
            if rng.random() < 0.7:
                own.next = start
        other.window = rng.choice([0, 8192, 65535])
        self.put(pair, 1 - direction, other.next, other.ack, ACK, 0)

    def full_window(self, own, other):
        """A window that the other side's next segment may fill."""
        room = (other.next - own.ack + self.rng.choice([1448, 100, 1])) & MASK
        return min(room >> (own.shift or 0), 65535)

    def emit(self, source, destination, start, acknowledgment, flags, window, options, length):
        rng = self.rng
        odd = rng.random() < self.oddity
        kind = rng.choice(["fragment", "cut", "offset", "record", "short", "snap"]) if odd else ""
        if kind in ("short", "record", "offset"):
            # tshark takes options up to the end of the datagram, and then calls the segment malformed.
            options = bytes([1, 1, 8, 10]) + bytes(8)
        offset = 5 + len(options) // 4
        if kind == "offset":
            offset = rng.choice([0, 1, 4, 15])
        tcp = struct.pack(">HHIIHHHH", source[1], destination[1], start, acknowledgment,
                          offset << 12 | flags, window, 0, 0) + options
        datagram = len(tcp) + length
        if kind == "short":
            datagram = rng.randrange(20, len(tcp) + 1)
        if self.ipv6:
            header = struct.pack(">IHBB", 6 << 28, datagram, 6, 64) + self.address6(source[0]) + self.address6(
                destination[0])
        else:
            header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + datagram, rng.getrandbits(16),
                                 0x2000 if kind == "fragment" else 0, 64, 6, 0)
            header += bytes([10, 0, 0, source[0]]) + bytes([10, 0, 0, destination[0]])
        whole = header + tcp + bytes(length)
        original, captured = len(whole), len(whole)
        if kind == "record":
            original = captured = len(header) + rng.randrange(min(20, len(tcp)), len(tcp) + length + 1)
        elif kind == "cut":
            captured = len(header) + rng.randrange(20, len(tcp) + 1)
        elif kind == "snap" or length > 64:
            captured = min(captured, len(header) + len(tcp))
        self.packets.append(struct.pack("<IIII", self.time // 10**9, self.time % 10**9, captured, original)
                            + whole[:captured])

    @staticmethod
    def address6(host):
        return bytes([0x20, 1, 0x0d, 0xb8]) + bytes(11) + bytes([host])

    def write(self, path):
        while len(self.packets) < self.segments:
            self.segment()
        with open(path, "wb") as file:
            # Nanosecond pcap, raw IP.
            file.write(struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 262144, 101))
            for packet in self.packets:
                file.write(packet)


def text(value):
    return ",".join(sorted(value)) or "-" if isinstance(value, frozenset) else str(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--captcp", required=True)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--captures", type=int, default=60, help="captures to make, a seed each")
    parser.add_argument("--segments", type=int, default=2000, help="segments in each")
    parser.add_argument("--lines", type=int, default=20, help="differences printed at most")
    parser.add_argument("--keep", help="folder for captures that differ")
    arguments = parser.parse_args()
    if not shutil.which("tshark"):
        print("tshark is not installed: nothing was compared", file=sys.stderr)
        return 3
    total, failed, flags = 0, 0, collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.seed, arguments.seed + arguments.captures):
            path = os.path.join(folder, "seed-%d.pcap" % seed)
            Generator(seed, arguments.segments).write(path)
            theirs = tshark_rows(path)
            found = list(differences(theirs, captcp_rows(arguments.captcp, path)))
            total += len(theirs)
            for row in theirs.values():
                flags.update(row["flags"])
            for frame, name, peer, own in found[:max(0, arguments.lines - failed)]:
                print("seed %d frame %d %s: tshark %s, captcp %s" % (seed, frame, name, text(peer), text(own)))
            failed += len(found)
            if found and arguments.keep:
                os.makedirs(arguments.keep, exist_ok=True)
                shutil.copy(path, arguments.keep)
            os.remove(path)
    print("wireshark: %d captures, %d segments, %d differences" % (arguments.captures, total, failed))
    print("flags met: " + ", ".join("%s %d" % (name, flags[name]) for name in FLAGS))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
