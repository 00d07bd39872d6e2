#!/usr/bin/env python3
"""Cuts the packets of a little-endian classic pcap: cut.py IN OUT BYTES. Standard library only."""
import struct
import sys

source, target, length = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(source, "rb", 1 << 20) as reader, open(target, "wb", 1 << 20) as writer:
    header = bytearray(reader.read(24))
    struct.pack_into("<I", header, 16, length)
    writer.write(header)
    while len(record := reader.read(16)) == 16:
        seconds, fraction, captured, original = struct.unpack("<IIII", record)
        data = reader.read(captured)
        writer.write(struct.pack("<IIII", seconds, fraction, min(captured, length), original) + data[:length])
