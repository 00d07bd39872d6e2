/// Where the decoding of an IP packet stands.
struct IPCursor {
  /// Offset of the IP header.
  var start: Int
  /// Offset of the header that comes next.
  var offset: Int
  /// Offset of the end of the IP packet by its own length; may lie beyond the captured bytes.
  var end: Int
}

extension PacketDecoder {
  /// Decodes an IP packet by its version nibble, whatever the link layer called it.
  mutating func decodeIP(
    _ bytes: RawSpan, at offset: Int, originalLength: UInt32, into segment: inout Segment
  ) -> Bool {
    segment.linkHeaderLength = UInt16(clamping: offset)
    guard bytes.holds(1, at: offset) else {
      counters.networkLayer.other &+= 1
      return skip(.truncatedHeaders)
    }
    let isDone: Bool
    switch bytes.byte(at: offset) >> 4 {
    case 4:
      counters.networkLayer.ipv4 &+= 1
      isDone = decodeIPv4(bytes, at: offset, originalLength: originalLength, into: &segment)
    case 6:
      counters.networkLayer.ipv6 &+= 1
      isDone = decodeIPv6(bytes, at: offset, originalLength: originalLength, into: &segment)
    default:
      counters.networkLayer.other &+= 1
      return skip(.malformedHeader)
    }
    return isDone
  }

  /// Decodes an IPv4 packet (RFC 791, section 3.1).
  private mutating func decodeIPv4(
    _ bytes: RawSpan, at start: Int, originalLength: UInt32, into segment: inout Segment
  ) -> Bool {
    guard bytes.holds(20, at: start) else { return skipPacket(.truncatedHeaders) }
    // Of a span of constant length the compiler knows that every field lies in it.
    let header = bytes.extracting(start..<start + 20)
    // Version (4 bits) and header length (4, in words); total length: bytes 2-3.
    let headerLength = Int(header.byte(at: 0) & 15) * 4
    var length = Int(header.uint16(at: 2))
    if length == 0 {
      // The sending host left the length to its network device (segmentation offload).
      length = max(Int(originalLength), bytes.byteCount) - start
      segment.marks.insert(.lengthFromFrame)
    }
    length = min(length, linkEnd - start)
    guard headerLength >= 20, length >= headerLength else { return skipPacket(.malformedHeader) }
    guard bytes.holds(headerLength, at: start) else { return skipPacket(.truncatedHeaders) }
    segment.networkLength = UInt32(clamping: length)
    segment.trafficClass = header.byte(at: 1)
    segment.identification = header.uint16(at: 4)
    segment.timeToLive = header.byte(at: 8)
    segment.source = IPAddress(ipv4: header.uint32(at: 12))
    segment.destination = IPAddress(ipv4: header.uint32(at: 16))
    // Flags and fragment offset, bytes 6-7: 0x2000 more fragments, 0x1fff offset.
    let fragment = header.uint16(at: 6)
    guard fragment & 0x1fff == 0 else { return skipFragment() }
    if fragment & 0x2000 != 0 { segment.marks.insert(.firstFragment) }
    let cursor = IPCursor(start: start, offset: start + headerLength, end: start + length)
    let next = header.byte(at: 9)
    if next == IPProtocol.tcp { return decodeTCP(bytes, at: cursor, into: &segment) }
    return decodeTransport(next, bytes, at: cursor, into: &segment)
  }

  /// Counts an IP packet that stops at the network layer.
  mutating func skipPacket(_ reason: SkipReason) -> Bool {
    counters.transportLayer.other &+= 1
    return skip(reason)
  }

  /// Counts a fragment other than the first.
  mutating func skipFragment() -> Bool {
    counters.fragments &+= 1
    return skipPacket(.fragment)
  }
}
