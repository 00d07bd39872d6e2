extension PacketDecoder {
  /// Decodes an IPv6 packet and its extension headers (RFC 8200, sections 3 and 4).
  mutating func decodeIPv6(
    _ bytes: RawSpan, at start: Int, originalLength: UInt32, into segment: inout Segment
  ) -> Bool {
    guard bytes.holds(40, at: start) else { return skipPacket(.truncatedHeaders) }
    let header = bytes.extracting(start..<start + 40)
    segment.marks.insert(.isIPv6)
    // Version (4 bits), traffic class (8), flow label (20); payload length: bytes 4-5; next header: byte 6.
    segment.trafficClass = UInt8(truncatingIfNeeded: header.uint16(at: 0) >> 4)
    segment.identification = 0
    segment.timeToLive = header.byte(at: 7)
    segment.source = IPAddress(ipv6High: header.uint64(at: 8), low: header.uint64(at: 16))
    segment.destination = IPAddress(ipv6High: header.uint64(at: 24), low: header.uint64(at: 32))
    let next = header.byte(at: 6)
    var length = Int(header.uint16(at: 4)) + 40
    if length == 40, next != IPProtocol.none {
      if let jumbo = jumboLength(bytes, at: start) {
        length = jumbo + 40
      } else {
        length = max(Int(originalLength), bytes.byteCount) - start
        segment.marks.insert(.lengthFromFrame)
      }
    }
    length = min(length, linkEnd - start)
    guard length >= 40 else { return skipPacket(.malformedHeader) }
    segment.networkLength = UInt32(clamping: length)
    let cursor = IPCursor(start: start, offset: start + 40, end: start + length)
    if next == IPProtocol.tcp { return decodeTCP(bytes, at: cursor, into: &segment) }
    return decodeExtensions(next, bytes, at: cursor, into: &segment)
  }

  /// Passes over the extension headers up to one that is none.
  private mutating func decodeExtensions(
    _ first: UInt8, _ bytes: RawSpan, at start: IPCursor, into segment: inout Segment
  ) -> Bool {
    var next = first
    var cursor = start
    while true {
      switch next {
      case IPProtocol.hopByHop, IPProtocol.routing, IPProtocol.destinationOptions, IPProtocol.mobility,
        IPProtocol.hostIdentity, IPProtocol.shim6:
        // Next header (1 byte), length in 8 bytes less the first 8 (1).
        guard bytes.holds(8, at: cursor.offset) else { return skipPacket(.truncatedHeaders) }
        if next == IPProtocol.routing { readRouting(bytes, at: cursor.offset, into: &segment) }
        next = bytes.byte(at: cursor.offset)
        cursor.offset += Int(bytes.byte(at: cursor.offset + 1)) * 8 + 8
      case IPProtocol.fragment:
        // Next header, reserved, offset (13 bits), reserved (2), more fragments (1), identification.
        guard bytes.holds(8, at: cursor.offset) else { return skipPacket(.truncatedHeaders) }
        let fragment = bytes.uint16(at: cursor.offset + 2)
        guard fragment & 0xfff8 == 0 else { return skipFragment() }
        if fragment & 1 != 0 { segment.marks.insert(.firstFragment) }
        next = bytes.byte(at: cursor.offset)
        cursor.offset += 8
      default:
        guard cursor.offset <= cursor.end else { return skipPacket(.malformedHeader) }
        return decodeTransport(next, bytes, at: cursor, into: &segment)
      }
    }
  }

  /// The packet's final destination stands in the routing header until the packet has reached it; it is the
  /// address of the TCP connection and of its checksum (RFC 8200, section 8.1).
  private func readRouting(_ bytes: RawSpan, at offset: Int, into segment: inout Segment) {
    // Next header, length, type, segments left; addresses from byte 8.
    let addresses = Int(bytes.byte(at: offset + 1)) / 2
    let type = bytes.byte(at: offset + 2)
    guard bytes.byte(at: offset + 3) > 0, addresses > 0 else { return }
    let final: Int
    switch type {
    // The last address is the final one (RFC 5095 on type 0; RFC 6275, section 6.4.1).
    case 0, 2: final = offset + 8 + 16 * (addresses - 1)
    // Segments stand in reverse order (RFC 8754, section 2).
    case 4: final = offset + 8
    default: return
    }
    guard bytes.holds(16, at: final) else { return }
    segment.destination = IPAddress(ipv6High: bytes.uint64(at: final), low: bytes.uint64(at: final + 8))
  }

  /// Payload length of a jumbogram: option 0xc2 of a hop-by-hop header (RFC 2675, section 2).
  func jumboLength(_ bytes: RawSpan, at start: Int) -> Int? {
    guard bytes.byte(at: start + 6) == IPProtocol.hopByHop, bytes.holds(8, at: start + 40) else { return nil }
    let end = start + 40 + Int(bytes.byte(at: start + 41)) * 8 + 8
    var offset = start + 42
    while offset < end, bytes.holds(6, at: offset) {
      switch bytes.byte(at: offset) {
      case 0: offset += 1
      case 0xc2:
        let length = Int(bytes.uint32(at: offset + 2))
        return bytes.byte(at: offset + 1) == 4 && length > 0xffff ? length : nil
      default: offset += Int(bytes.byte(at: offset + 1)) + 2
      }
    }
    return nil
  }
}
