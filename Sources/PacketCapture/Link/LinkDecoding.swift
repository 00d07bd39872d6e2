// Every link type but Ethernet, and those that are too small for files of their own.
extension PacketDecoder {
  /// Decodes the link layer by DLT number.
  mutating func decodeLink(_ bytes: RawSpan, linkType: Int32, marks: inout SegmentMarks) -> LinkPayload {
    switch linkType {
    case LinkType.raw, LinkType.rawOpenBSD, LinkType.rawFile, LinkType.ipv4, LinkType.ipv6:
      decodeRaw(bytes, at: 0)
    case LinkType.null, LinkType.loop: decodeLoopback(bytes)
    case LinkType.linuxCooked: decodeLinuxCooked(bytes, marks: &marks)
    case LinkType.linuxCooked2: decodeLinuxCooked2(bytes, marks: &marks)
    case LinkType.ppp, LinkType.pppSerial: decodePPP(bytes, at: 0)
    case LinkType.pppEther: decodePPPoE(bytes, at: 0)
    case LinkType.pppd: decodePPPWithDirection(bytes, marks: &marks)
    case LinkType.ciscoHDLC: decodeCiscoHDLC(bytes, at: 0)
    case LinkType.pppWithDirection, LinkType.ciscoHDLCWithDirection:
      decodeWithDirection(bytes, linkType: linkType, marks: &marks)
    case LinkType.fddi: decodeFDDI(bytes)
    case LinkType.wireless: decodeWireless(bytes, at: 0, hasPadding: false)
    case LinkType.radiotap: decodeRadiotap(bytes)
    case LinkType.prism, LinkType.avs: decodePrism(bytes)
    case LinkType.ppi: decodePPI(bytes)
    case LinkType.netfilterLog: decodeNetfilterLog(bytes)
    default: .skipped(.unknownLinkType)
    }
  }

  /// IP without a link layer; the first nibble tells the version.
  mutating func decodeRaw(_ bytes: RawSpan, at offset: Int) -> LinkPayload {
    guard bytes.holds(1, at: offset) else { return .skipped(.truncatedHeaders) }
    switch bytes.byte(at: offset) >> 4 {
    case 4: return .network(etherType: EtherType.ipv4, offset: offset)
    case 6: return .network(etherType: EtherType.ipv6, offset: offset)
    default: return .skipped(.malformedHeader)
    }
  }

  /// Address family in the byte order of the capturing host (NULL) or of the network (LOOP); either is taken.
  private mutating func decodeLoopback(_ bytes: RawSpan) -> LinkPayload {
    guard bytes.holds(4, at: 0) else { return .skipped(.truncatedHeaders) }
    let number = bytes.uint32(at: 0)
    switch number > 0xffff ? number.byteSwapped : number {
    case 2: return .network(etherType: EtherType.ipv4, offset: 4)
    // Linux, Windows, NetBSD and OpenBSD, FreeBSD, Darwin
    case 10, 23, 24, 28, 30: return .network(etherType: EtherType.ipv6, offset: 4)
    case let type where type >= 0x600 && type <= 0xffff:
      return decodeEtherType(UInt16(truncatingIfNeeded: type), bytes, at: 4)
    default: return .skipped(.unknownEtherType)
    }
  }

  /// Direction (1 byte), then the frame.
  private mutating func decodeWithDirection(
    _ bytes: RawSpan, linkType: Int32, marks: inout SegmentMarks
  ) -> LinkPayload {
    guard bytes.holds(1, at: 0) else { return .skipped(.truncatedHeaders) }
    if bytes.byte(at: 0) != 0 { marks.insert(.outgoing) }
    return linkType == LinkType.pppWithDirection ? decodePPP(bytes, at: 1) : decodeCiscoHDLC(bytes, at: 1)
  }

  /// Frame control (1 byte), destination (6), source (6), LLC.
  private mutating func decodeFDDI(_ bytes: RawSpan) -> LinkPayload {
    guard bytes.holds(13, at: 0) else { return .skipped(.truncatedHeaders) }
    // Only asynchronous and synchronous LLC frames carry LLC (ISO 9314-2): bits CLFFZZZZ, FF = 01.
    guard bytes.byte(at: 0) & 0x30 == 0x10 else { return .skipped(.unknownEtherType) }
    return decodeLLC(bytes, at: 13)
  }

  /// Family, version, resource, then attributes: length (host order), type, value; 9 is the packet.
  private mutating func decodeNetfilterLog(_ bytes: RawSpan) -> LinkPayload {
    var offset = 4
    while bytes.holds(4, at: offset) {
      let length = Int(bytes.uint16(at: offset, .little))
      let type = bytes.uint16(at: offset + 2, .little)
      if type == 9 { return decodeRaw(bytes, at: offset + 4) }
      guard length >= 4 else { return .skipped(.malformedHeader) }
      offset += (length + 3) & ~3
    }
    return .skipped(.truncatedHeaders)
  }
}
