// Ethernet II, IEEE 802.3 with LLC, and what lies between them and IP: VLAN tags, MPLS labels, PPPoE.
extension PacketDecoder {
  /// Decodes an Ethernet header and what follows it: destination (6 bytes), source (6), type or length (2).
  @inline(__always)
  mutating func decodeEthernet(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(14, at: offset) else { return .skipped(.truncatedHeaders) }
    let type = bytes.uint16(at: offset + 12)
    if type == EtherType.ipv4 || type == EtherType.ipv6 {
      return .network(etherType: type, offset: offset + 14)
    }
    return decodeEtherType(type, bytes, at: offset + 14)
  }

  /// Goes through tags, labels and session headers until a network layer is reached.
  mutating func decodeEtherType(_ first: UInt16, _ bytes: RawSpan, at start: Int) -> LinkPayload {
    var type = first
    var offset = start
    while true {
      switch type {
      case EtherType.vlan, EtherType.providerBridge, 0x9100, 0x9200, 0x9300:
        // Tag control information (2 bytes), type (IEEE 802.1Q, clause 9).
        guard bytes.holds(4, at: offset) else { return .skipped(.truncatedHeaders) }
        type = bytes.uint16(at: offset + 2)
        offset += 4
      case EtherType.vnTag:
        guard bytes.holds(6, at: offset) else { return .skipped(.truncatedHeaders) }
        type = bytes.uint16(at: offset + 4)
        offset += 6
      case EtherType.mpls, EtherType.mplsUpstream: return decodeMPLS(bytes, at: offset)
      case EtherType.pppoeSession: return decodePPPoE(bytes, at: offset)
      // A length, not a type (IEEE 802.3, clause 3.2.6).
      case ...1500: return decodeLLC(bytes, at: offset)
      default: return .network(etherType: type, offset: offset)
      }
    }
  }

  /// Offset behind which no further link layer begins: headers that hold one another over and over would take the stack.
  private static var greatestStart: Int { 4096 }

  /// LLC: DSAP, SSAP, control; with SNAP (AA AA 03) also OUI (3 bytes) and type (RFC 1042).
  mutating func decodeLLC(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(3, at: offset) else { return .skipped(.truncatedHeaders) }
    guard offset <= Self.greatestStart else { return .skipped(.malformedHeader) }
    let destination = bytes.byte(at: offset)
    switch (destination, bytes.byte(at: offset + 1), bytes.byte(at: offset + 2)) {
    case (0xaa, 0xaa, 0x03):
      guard bytes.holds(8, at: offset) else { return .skipped(.truncatedHeaders) }
      let organisation = bytes.uint32(at: offset + 2) & 0xff_ffff
      let type = bytes.uint16(at: offset + 6)
      // Encapsulated Ethernet, bridged 802.1H, and Cisco's PVST and CDP, which are no network layers.
      guard organisation == 0 || organisation == 0xf8, type > 1500 else {
        return .network(etherType: UInt16(destination), offset: offset + 8)
      }
      return decodeEtherType(type, bytes, at: offset + 8)
    case (0x06, 0x06, 0x03): return .network(etherType: EtherType.ipv4, offset: offset + 3)
    default: return .network(etherType: UInt16(destination), offset: offset + 3)
    }
  }

  /// A label stack: label (20 bits), class (3), bottom of stack (1), TTL (8) (RFC 3032, section 2.1).
  ///
  /// What lies below is not named: the first nibble tells IP (RFC 4928, section 3); a control word or the header
  /// itself may begin an Ethernet frame (RFC 4448, section 4.6).
  mutating func decodeMPLS(_ bytes: RawSpan, at start: Int) -> LinkPayload {
    var offset = start
    repeat {
      guard bytes.holds(4, at: offset) else { return .skipped(.truncatedHeaders) }
      offset += 4
    } while bytes.byte(at: offset - 2) & 1 == 0
    guard bytes.holds(1, at: offset) else { return .skipped(.truncatedHeaders) }
    guard offset <= Self.greatestStart else { return .skipped(.malformedHeader) }
    switch bytes.byte(at: offset) >> 4 {
    case 4: return .network(etherType: EtherType.ipv4, offset: offset)
    case 6: return .network(etherType: EtherType.ipv6, offset: offset)
    case 0 where looksLikeEthernet(bytes, at: offset + 4): return decodeEthernet(bytes, at: offset + 4)
    case _ where looksLikeEthernet(bytes, at: offset): return decodeEthernet(bytes, at: offset)
    default: return .network(etherType: EtherType.mpls, offset: offset)
    }
  }

  /// Whether a type that is looked into stands where that of an Ethernet header would.
  func looksLikeEthernet(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard bytes.holds(15, at: offset) else { return false }
    switch bytes.uint16(at: offset + 12) {
    case EtherType.ipv4: return bytes.byte(at: offset + 14) >> 4 == 4
    case EtherType.ipv6: return bytes.byte(at: offset + 14) >> 4 == 6
    case EtherType.arp, EtherType.vlan, EtherType.providerBridge: return true
    default: return false
    }
  }

  /// Version and type, code, session (2 bytes), length (2), PPP protocol (RFC 2516, section 4).
  mutating func decodePPPoE(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(6, at: offset) else { return .skipped(.truncatedHeaders) }
    linkEnd = min(linkEnd, offset + 6 + Int(bytes.uint16(at: offset + 4)))
    return decodePPPProtocol(bytes, at: offset + 6)
  }
}
