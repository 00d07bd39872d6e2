/// Protocol numbers (https://www.iana.org/assignments/protocol-numbers).
enum IPProtocol {
  static let hopByHop: UInt8 = 0
  static let icmp: UInt8 = 1
  static let ipv4: UInt8 = 4
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
  static let ipv6: UInt8 = 41
  static let routing: UInt8 = 43
  static let fragment: UInt8 = 44
  static let gre: UInt8 = 47
  static let securityPayload: UInt8 = 50
  static let authentication: UInt8 = 51
  static let icmpv6: UInt8 = 58
  static let none: UInt8 = 59
  static let destinationOptions: UInt8 = 60
  static let l2tp: UInt8 = 115
  static let mobility: UInt8 = 135
  static let hostIdentity: UInt8 = 139
  static let shim6: UInt8 = 140
}

extension PacketDecoder {
  /// Decodes or counts what an IP packet carries.
  mutating func decodeTransport(
    _ first: UInt8, _ bytes: RawSpan, at start: IPCursor, into segment: inout Segment
  ) -> Bool {
    var next = first
    var cursor = start
    while next == IPProtocol.authentication {
      // Next header, length in words less two, reserved, SPI, sequence number, check value (RFC 4302, section 2).
      guard bytes.holds(12, at: cursor.offset) else { return skipPacket(.truncatedHeaders) }
      next = bytes.byte(at: cursor.offset)
      cursor.offset += Int(bytes.byte(at: cursor.offset + 1)) * 4 + 8
    }
    switch next {
    case IPProtocol.tcp: return decodeTCP(bytes, at: cursor, into: &segment)
    case IPProtocol.udp:
      counters.transportLayer.udp &+= 1
      if let reason = tunnelInUDP(bytes, at: cursor) { return skip(reason) }
    case IPProtocol.icmp:
      counters.transportLayer.icmp &+= 1
      if quotesTCP(bytes, at: cursor.offset) { return skip(.icmpQuote) }
    case IPProtocol.icmpv6:
      counters.transportLayer.icmpv6 &+= 1
      if quotesTCPv6(bytes, at: cursor.offset) { return skip(.icmpQuote) }
    case IPProtocol.ipv4, IPProtocol.ipv6: return skipPacket(.tunnelIPinIP)
    case IPProtocol.gre: return skipPacket(.tunnelGRE)
    case IPProtocol.l2tp: return skipPacket(.tunnelL2TP)
    case IPProtocol.securityPayload: return skipPacket(.ipsec)
    default: counters.transportLayer.other &+= 1
    }
    return false
  }

  /// Whether an ICMP error quotes a TCP header: type, code, checksum, four bytes, IP header (RFC 792).
  private func quotesTCP(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard bytes.holds(18, at: offset) else { return false }
    // Unreachable, source quench, redirect, time exceeded, parameter problem.
    guard [3, 4, 5, 11, 12].contains(bytes.byte(at: offset)) else { return false }
    return bytes.byte(at: offset + 8) >> 4 == 4 && bytes.byte(at: offset + 17) == IPProtocol.tcp
  }

  /// The same for ICMPv6, of which types below 128 are errors (RFC 4443, section 2.1).
  private func quotesTCPv6(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard bytes.holds(15, at: offset), bytes.byte(at: offset) < 128 else { return false }
    return bytes.byte(at: offset + 8) >> 4 == 6 && bytes.byte(at: offset + 14) == IPProtocol.tcp
  }
}
