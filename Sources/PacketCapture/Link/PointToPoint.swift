// PPP in its framings, and Cisco HDLC.
extension PacketDecoder {
  /// PPP with or without address and control field (RFC 1662, section 3.1), or Cisco HDLC by its address.
  mutating func decodePPP(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(2, at: offset) else { return .skipped(.truncatedHeaders) }
    switch bytes.uint16(at: offset) {
    case 0xff03: return decodePPPProtocol(bytes, at: offset + 2)
    case 0x0f00, 0x8f00: return decodeCiscoHDLC(bytes, at: offset)
    default: return decodePPPProtocol(bytes, at: offset)
    }
  }

  /// The framing of pppd on Linux: direction in place of the address, then as usual.
  mutating func decodePPPWithDirection(_ bytes: RawSpan, marks: inout SegmentMarks) -> LinkPayload {
    guard bytes.holds(2, at: 0) else { return .skipped(.truncatedHeaders) }
    if bytes.byte(at: 0) != 0 { marks.insert(.outgoing) }
    return decodePPPProtocol(bytes, at: bytes.byte(at: 1) == 0x03 ? 2 : 1)
  }

  /// Protocol of two bytes, or of one odd byte if compressed (RFC 1661, section 2).
  mutating func decodePPPProtocol(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(2, at: offset) else { return .skipped(.truncatedHeaders) }
    let isCompressed = bytes.byte(at: offset) & 1 == 1
    let number = isCompressed ? UInt16(bytes.byte(at: offset)) : bytes.uint16(at: offset)
    let next = offset + (isCompressed ? 1 : 2)
    // https://www.iana.org/assignments/ppp-numbers
    switch number {
    case 0x0021: return .network(etherType: EtherType.ipv4, offset: next)
    case 0x0057: return .network(etherType: EtherType.ipv6, offset: next)
    case 0x0281, 0x0283: return decodeMPLS(bytes, at: next)
    default: return .skipped(.unknownEtherType)
    }
  }

  /// Address, control, EtherType (RFC 1547, section 4.3.1).
  mutating func decodeCiscoHDLC(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(4, at: offset) else { return .skipped(.truncatedHeaders) }
    let type = bytes.uint16(at: offset + 2)
    // OSI protocols follow without an LLC header here; small numbers are no 802.3 lengths.
    if type <= 1500 { return .network(etherType: type, offset: offset + 4) }
    return decodeEtherType(type, bytes, at: offset + 4)
  }
}
