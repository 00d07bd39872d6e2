#!/usr/bin/env python3
"""Compares `captcp statistic --classify tcptrace` with tcptrace itself, on random adversarial segments.

    .ci/oracle-fuzz-tcptrace.py --captcp PATH [--seed N] [--captures N] [--segments N] [--keep DIR]

Each capture is made of a seed, in turn by the generator of oracle-fuzz.py and by one of its own: a few connections with
numbers around the borders of the quarters of the sequence space, which tcptrace keeps apart, jumps between them, repeated and
overlapping segments, zero windows, huge window scales, equal IP identifications, ACKs of anything, pauses of four minutes and
steps back in time. Every number of every direction must agree. Status 1 if anything differs, 3 if tcptrace is not installed.
Standard library only.
"""
import argparse
import importlib
import os
import random
import shutil
import struct
import sys
import tempfile

from tcptrace_rows import captcp_rows, differences, tcptrace_rows

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
SPACE = 1 << 32


class Plausible(importlib.import_module("oracle-fuzz").Generator):
    """Mostly plausible segments; whole headers, since tcptrace skips a packet whose headers were cut.

    No jumps through half of the sequence space: of probes that land there while a loss is being repaired, tcptrace forgets
    what it knew of the opposite quarter by a rule that captcp follows in most cases only.
    """

    def __init__(self, seed, segments):
        super().__init__(seed, segments)
        self.oddity = self.wild = 0

    def endpoints(self):
        # tcptrace finds connections of one address with itself only now and then.
        while True:
            pair = super().endpoints()
            if pair[0][0][0] != pair[0][1][0]:
                return pair

    def write(self, path):
        while len(self.packets) < self.segments:
            self.segment()
        with open(path, "wb") as file:
            # Microsecond pcap, raw IP.
            file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
            for packet in self.packets:
                seconds, nanoseconds = struct.unpack_from("<II", packet)
                file.write(struct.pack("<II", seconds, nanoseconds // 1000) + packet[8:])


class Quarters:
    """Segments around the borders of the quarters of the sequence space."""

    def __init__(self, seed, segments):
        self.rng = rng = random.Random(seed)
        self.time = 1_700_000_000_000_000 + rng.randrange(10**6)
        self.segments = segments
        self.spread = rng.choice([20, 200, 3000, 100000, 1 << 30, SPACE])
        self.longest = rng.choice([1, 3, 10, 100, 1460, 60000])
        self.flagged = rng.choice([0.02, 0.1, 0.3])
        self.back = rng.choice([0, 0, 0.05])
        self.identities = rng.choice(["few", "counted", "any"])
        self.windows = rng.choice(["one", "closed", "any"])
        self.borders = rng.choice([0, 0, 0.2, 0.4])
        self.scaled = rng.random() < 0.5
        self.counters = [rng.randrange(65536), rng.randrange(65536)]
        self.connections = []
        for number in range(rng.choice([1, 1, 2, 3])):
            base = [self.start(), self.start()]
            self.connections.append((((0x0a000001 + number, 1000 + number), (0x0a000101, 80)), base, list(base)))
        self.sent = []

    def start(self):
        if self.rng.random() < 0.4:
            return self.rng.randrange(SPACE)
        return (self.rng.randrange(4) * (1 << 30) - self.rng.choice([0, 1, 100, 3000])) % SPACE

    def border(self, below, above):
        return (self.rng.randrange(4) * (1 << 30) + self.rng.randrange(-below, above)) % SPACE

    def anywhere(self, base):
        return (base + self.rng.randrange(-min(self.spread, 50), self.spread)) % SPACE

    def step(self):
        step = self.rng.choice([0, 0, 1, self.rng.randrange(1000), self.rng.randrange(100000)])
        if self.rng.random() < 0.003:
            step = self.rng.choice([239, 240, 241, 300]) * 10**6 + self.rng.randrange(3)
        self.time += -step if self.rng.random() < self.back else step

    def sequence(self, base, expected):
        roll = self.rng.random()
        if roll < 0.45:
            return expected
        if roll < 0.55 and self.sent:
            return self.rng.choice(self.sent[-20:])[0]
        return self.border(self.longest + 2, 3) if roll < 0.55 + self.borders else self.anywhere(base)

    def acknowledgment(self, base, expected):
        roll = self.rng.random()
        if roll < 0.02:
            return 0
        if roll < 0.5:
            return expected
        if roll < 0.7 and self.sent:
            start, length, number = self.rng.choice(self.sent[-20:])
            return self.rng.choice([number, (start + length) % SPACE])
        return self.border(3, self.longest + 3) if roll < 0.7 + self.borders / 2 else self.anywhere(base)

    def flags(self, index):
        if index < 3 and self.rng.random() < 0.8:
            return [SYN, SYN | ACK, ACK][index]
        if self.rng.random() < self.flagged:
            return self.rng.choice([SYN, SYN | ACK, FIN | ACK, FIN, RST, RST | ACK, ACK, PSH | ACK, 0, FIN | SYN | ACK,
                                    FIN | SYN, PSH, SYN | RST])
        return ACK

    def window(self):
        if self.windows == "any":
            return self.rng.randrange(65536)
        return 1000 if self.windows == "one" else self.rng.choice([0, 1000, 1000, 2000])

    def identity(self, way):
        if self.identities == "few":
            return self.rng.randrange(4)
        if self.identities == "any":
            return self.rng.randrange(65536)
        self.counters[way] = (self.counters[way] + self.rng.choice([0, 1, 1, 1])) % 65536
        return self.counters[way]

    def segment(self, index):
        rng = self.rng
        ends, base, expected = rng.choice(self.connections)
        way = rng.randrange(2)
        self.step()
        start = self.sequence(base[way], expected[way])
        length = rng.choice([0, 0, 1, rng.randrange(self.longest + 1), self.longest])
        flags = self.flags(index)
        if flags == ACK and rng.random() < 0.3:
            length = 0
        number = self.acknowledgment(base[1 - way], expected[1 - way])
        if not flags & ACK and rng.random() < 0.9:
            number = 0
        options = b""
        if self.scaled and (flags & SYN or rng.random() < 0.01):
            options = bytes([3, 3, rng.choice([0, 1, 7, 14, 15, 31, 32, 33, 63, 64, 65, 127, 128, 130, 200, 254, 255]), 1])
        end = (start + length + bool(flags & SYN) + bool(flags & FIN)) % SPACE
        if (end - expected[way]) % SPACE < 1 << 31:
            expected[way] = end
        self.sent.append((start, length, number))
        return self.packet(ends[way], ends[1 - way], start, number, flags, self.window(), length, self.identity(way), options)

    def packet(self, source, destination, start, number, flags, window, length, identity, options):
        total = 40 + len(options) + length
        whole = struct.pack(">BBHHHBBHII", 0x45, 0, total, identity, 0, 64, 6, 0, source[0], destination[0])
        whole += struct.pack(">HHIIHHHH", source[1], destination[1], start, number,
                             (5 + len(options) // 4) << 12 | flags, window, 0, 0) + options
        return struct.pack("<IIII", self.time // 10**6, self.time % 10**6, len(whole), total) + whole

    def write(self, path):
        with open(path, "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
            for index in range(self.segments):
                file.write(self.segment(index))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--captcp", required=True)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--captures", type=int, default=400, help="captures to make, a seed each")
    parser.add_argument("--segments", type=int, default=500, help="segments in each")
    parser.add_argument("--lines", type=int, default=20, help="differences printed at most")
    parser.add_argument("--keep", help="folder for captures that differ")
    arguments = parser.parse_args()
    if not shutil.which("tcptrace"):
        print("tcptrace is not installed: nothing was compared", file=sys.stderr)
        return 3
    directions = failed = captures = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.seed, arguments.seed + arguments.captures):
            path = os.path.join(folder, "seed-%d.pcap" % seed)
            (Plausible if seed % 2 else Quarters)(seed, arguments.segments).write(path)
            theirs = tcptrace_rows(path)
            found = list(differences(theirs, captcp_rows(arguments.captcp, path)))
            directions += len(theirs)
            for name, key, peer, own in found[:max(0, arguments.lines - failed)]:
                print("seed %d connection %s %s: tcptrace %s, captcp %s" % (seed, name, key, peer, own))
            failed += len(found)
            captures += bool(found)
            if found and arguments.keep:
                os.makedirs(arguments.keep, exist_ok=True)
                shutil.copy(path, arguments.keep)
            os.remove(path)
    print("tcptrace: %d captures, %d directions, %d differences in %d captures"
          % (arguments.captures, directions, failed, captures))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
