// Link layers: what lies before IP is kept but for the addresses.
extension PacketAnonymizer {
  /// Rewrites a packet from its link layer on; `false` for link types that are not known to the last byte.
  func rewriteLink(_ bytes: RawSpan, linkType: Int32) -> Bool {
    switch linkType {
    case LinkType.ethernet: rewriteEthernet(bytes, at: 0)
    case LinkType.raw, LinkType.rawOpenBSD, LinkType.rawFile, LinkType.ipv4, LinkType.ipv6:
      rewriteIP(bytes, at: 0)
    case LinkType.null, LinkType.loop: rewriteLoopback(bytes)
    case LinkType.linuxCooked: rewriteLinuxCooked(bytes)
    case LinkType.linuxCooked2: rewriteLinuxCooked2(bytes)
    case LinkType.ppp, LinkType.pppSerial: rewritePPP(bytes, at: 0)
    case LinkType.pppEther: rewritePPPoE(bytes, at: 0)
    case LinkType.pppd:
      keep(bytes, 0, 1)
      guard bytes.holds(2, at: 0) else { return true }
      let hasControl = bytes.byte(at: 1) == 0x03
      if hasControl { keep(bytes, 1, 1) }
      rewritePPPProtocol(bytes, at: hasControl ? 2 : 1)
    case LinkType.ciscoHDLC: rewriteCiscoHDLC(bytes, at: 0)
    case LinkType.pppWithDirection:
      keep(bytes, 0, 1)
      rewritePPP(bytes, at: 1)
    case LinkType.ciscoHDLCWithDirection:
      keep(bytes, 0, 1)
      rewriteCiscoHDLC(bytes, at: 1)
    default: return false
    }
    return true
  }

  /// Destination, source, type.
  func rewriteEthernet(_ bytes: RawSpan, at offset: Int) {
    mapLinkAddress(bytes, at: offset)
    mapLinkAddress(bytes, at: offset + 6)
    keep(bytes, offset + 12, 2)
    guard bytes.holds(14, at: offset) else { return }
    rewriteEtherType(bytes.uint16(at: offset + 12), bytes, at: offset + 14)
  }

  /// Tags, labels and session headers stay.
  func rewriteEtherType(_ first: UInt16, _ bytes: RawSpan, at start: Int) {
    depth += 1
    guard depth <= Self.greatestDepth else { return }
    var type = first
    var offset = start
    while true {
      switch type {
      case EtherType.vlan, EtherType.providerBridge, 0x9100, 0x9200, 0x9300:
        keep(bytes, offset, 4)
        guard bytes.holds(4, at: offset) else { return }
        type = bytes.uint16(at: offset + 2)
        offset += 4
      case EtherType.vnTag:
        keep(bytes, offset, 6)
        guard bytes.holds(6, at: offset) else { return }
        type = bytes.uint16(at: offset + 4)
        offset += 6
      case EtherType.mpls, EtherType.mplsUpstream: return rewriteMPLS(bytes, at: offset)
      case EtherType.pppoeSession: return rewritePPPoE(bytes, at: offset)
      case EtherType.arp, EtherType.reverseARP: return rewriteARP(bytes, at: offset)
      case EtherType.ipv4, EtherType.ipv6: return rewriteIP(bytes, at: offset)
      case ...1500: return rewriteLLC(bytes, at: offset)
      default: return
      }
    }
  }

  func rewriteLLC(_ bytes: RawSpan, at offset: Int) {
    keep(bytes, offset, 3)
    guard bytes.holds(3, at: offset) else { return }
    switch (bytes.byte(at: offset), bytes.byte(at: offset + 1), bytes.byte(at: offset + 2)) {
    case (0xaa, 0xaa, 0x03):
      keep(bytes, offset + 3, 5)
      guard bytes.holds(8, at: offset) else { return }
      let organisation = bytes.uint32(at: offset + 2) & 0xff_ffff
      let type = bytes.uint16(at: offset + 6)
      guard organisation == 0 || organisation == 0xf8, type > 1500 else { return }
      rewriteEtherType(type, bytes, at: offset + 8)
    case (0x06, 0x06, 0x03): rewriteIP(bytes, at: offset + 3)
    default: return
    }
  }

  private func rewriteMPLS(_ bytes: RawSpan, at start: Int) {
    var offset = start
    repeat {
      keep(bytes, offset, 4)
      guard bytes.holds(4, at: offset) else { return }
      offset += 4
    } while bytes.byte(at: offset - 2) & 1 == 0
    guard bytes.holds(1, at: offset) else { return }
    switch bytes.byte(at: offset) >> 4 {
    case 4, 6: rewriteIP(bytes, at: offset)
    case 0 where looksLikeEthernet(bytes, at: offset + 4):
      keep(bytes, offset, 4)
      rewriteEthernet(bytes, at: offset + 4)
    case _ where looksLikeEthernet(bytes, at: offset): rewriteEthernet(bytes, at: offset)
    default: return
    }
  }

  /// The decoder's rule.
  private func looksLikeEthernet(_ bytes: RawSpan, at offset: Int) -> Bool {
    PacketDecoder().looksLikeEthernet(bytes, at: offset)
  }

  private func rewritePPPoE(_ bytes: RawSpan, at offset: Int) {
    keep(bytes, offset, 6)
    guard bytes.holds(6, at: offset) else { return }
    linkEnd = min(linkEnd, offset + 6 + Int(bytes.uint16(at: offset + 4)))
    rewritePPPProtocol(bytes, at: offset + 6)
  }

  private func rewritePPP(_ bytes: RawSpan, at offset: Int) {
    guard bytes.holds(2, at: offset) else { return }
    switch bytes.uint16(at: offset) {
    case 0xff03:
      keep(bytes, offset, 2)
      rewritePPPProtocol(bytes, at: offset + 2)
    case 0x0f00, 0x8f00: rewriteCiscoHDLC(bytes, at: offset)
    default: rewritePPPProtocol(bytes, at: offset)
    }
  }

  private func rewritePPPProtocol(_ bytes: RawSpan, at offset: Int) {
    guard bytes.holds(2, at: offset) else { return }
    let isCompressed = bytes.byte(at: offset) & 1 == 1
    let number = isCompressed ? UInt16(bytes.byte(at: offset)) : bytes.uint16(at: offset)
    let next = offset + (isCompressed ? 1 : 2)
    keep(bytes, offset, next - offset)
    switch number {
    case 0x0021, 0x0057: rewriteIP(bytes, at: next)
    case 0x0281, 0x0283: rewriteMPLS(bytes, at: next)
    default: return
    }
  }

  private func rewriteCiscoHDLC(_ bytes: RawSpan, at offset: Int) {
    keep(bytes, offset, 4)
    guard bytes.holds(4, at: offset) else { return }
    let type = bytes.uint16(at: offset + 2)
    if type > 1500 { rewriteEtherType(type, bytes, at: offset + 4) }
  }

  private func rewriteLoopback(_ bytes: RawSpan) {
    keep(bytes, 0, 4)
    guard bytes.holds(4, at: 0) else { return }
    let number = bytes.uint32(at: 0)
    switch number > 0xffff ? number.byteSwapped : number {
    case 2, 10, 23, 24, 28, 30: rewriteIP(bytes, at: 4)
    case let type where type >= 0x600 && type <= 0xffff:
      rewriteEtherType(UInt16(truncatingIfNeeded: type), bytes, at: 4)
    default: return
    }
  }

  /// Packet type, device type, address length (2 bytes each), address (8), protocol (2).
  private func rewriteLinuxCooked(_ bytes: RawSpan) {
    keep(bytes, 0, 6)
    keep(bytes, 14, 2)
    guard bytes.holds(16, at: 0) else { return }
    if bytes.uint16(at: 4) == 6 { mapLinkAddress(bytes, at: 6) }
    rewriteLinuxProtocol(bytes.uint16(at: 14), deviceType: bytes.uint16(at: 2), bytes, at: 16)
  }

  /// Protocol, reserved (2 bytes each), interface (4), device type (2), packet type, address length, address (8).
  private func rewriteLinuxCooked2(_ bytes: RawSpan) {
    keep(bytes, 0, 12)
    guard bytes.holds(20, at: 0) else { return }
    if bytes.byte(at: 11) == 6 { mapLinkAddress(bytes, at: 12) }
    rewriteLinuxProtocol(bytes.uint16(at: 0), deviceType: bytes.uint16(at: 8), bytes, at: 20)
  }

  private func rewriteLinuxProtocol(_ type: UInt16, deviceType: UInt16, _ bytes: RawSpan, at offset: Int) {
    switch (deviceType, type) {
    case (824, _): return
    case (_, 0x0004): rewriteLLC(bytes, at: offset)
    case (_, ..<0x0600): return
    default: rewriteEtherType(type, bytes, at: offset)
    }
  }

  /// Hardware, protocol (2 bytes each), lengths of both addresses, operation (2), two pairs of addresses (RFC 826).
  private func rewriteARP(_ bytes: RawSpan, at offset: Int) {
    keep(bytes, offset, 8)
    guard bytes.holds(8, at: offset) else { return }
    let hardware = Int(bytes.byte(at: offset + 4))
    let network = Int(bytes.byte(at: offset + 5))
    for pair in 0..<2 {
      let place = offset + 8 + pair * (hardware + network)
      if hardware == 6 { mapLinkAddress(bytes, at: place) }
      if network == 4 { mapIPv4(bytes, at: place + hardware) }
    }
  }
}
