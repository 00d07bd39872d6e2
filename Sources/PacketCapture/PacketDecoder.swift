/// Decodes packets of any link type down to their TCP header, and counts what it meets.
///
/// Each layer is an extension of its own file. A layer returns whether a segment came out in the end; whatever
/// else it finds, it counts. No layer reads a byte whose presence it did not check before.
struct PacketDecoder {
  var counters = PacketCounters()
  /// Offset of the end of the link layer's payload where the link layer says it; no IP packet ends behind it.
  var linkEnd = Int.max

  /// Decodes one packet.
  ///
  /// - Parameters:
  ///   - bytes: The captured bytes.
  ///   - linkType: DLT number.
  ///   - originalLength: Bytes on the wire, as the capture file says.
  ///   - segment: Filled in if there is a TCP header; its place in the capture is left to the caller.
  /// - Returns: Whether there is a TCP header that can be used.
  @inline(__always)
  mutating func decode(
    _ bytes: RawSpan, linkType: Int32, originalLength: UInt32, into segment: inout Segment
  ) -> Bool {
    segment.marks = []
    linkEnd = .max
    let link =
      linkType == LinkType.ethernet
      ? decodeEthernet(bytes, at: 0) : decodeLink(bytes, linkType: linkType, marks: &segment.marks)
    switch link {
    case .network(let etherType, let offset):
      switch etherType {
      case EtherType.ipv4, EtherType.ipv6:
        return decodeIP(bytes, at: offset, originalLength: originalLength, into: &segment)
      case EtherType.arp, EtherType.reverseARP: counters.networkLayer.arp &+= 1
      default:
        counters.networkLayer.other &+= 1
        counters.skipped[.unknownEtherType, default: 0] &+= 1
        counters.countUnknownEtherType(etherType)
      }
    case .skipped(let reason):
      counters.networkLayer.other &+= 1
      counters.skipped[reason, default: 0] &+= 1
      if reason == .unknownLinkType { counters.unknownLinkTypes[linkType, default: 0] &+= 1 }
    }
    return false
  }

  /// Counts an IP packet that gives no segment.
  ///
  /// - Returns: `false`, for the caller to hand on.
  mutating func skip(_ reason: SkipReason) -> Bool {
    counters.skipped[reason, default: 0] &+= 1
    return false
  }
}

/// What a link layer carries.
enum LinkPayload {
  /// A network layer at an offset; below 0x600 the type is the DSAP of an LLC frame.
  case network(etherType: UInt16, offset: Int)
  /// Nothing that can be decoded.
  case skipped(SkipReason)
}

/// EtherTypes that are looked into (https://www.iana.org/assignments/ieee-802-numbers).
enum EtherType {
  static let ipv4: UInt16 = 0x0800
  static let arp: UInt16 = 0x0806
  static let reverseARP: UInt16 = 0x8035
  static let vlan: UInt16 = 0x8100
  static let ipv6: UInt16 = 0x86dd
  static let mpls: UInt16 = 0x8847
  static let mplsUpstream: UInt16 = 0x8848
  static let pppoeSession: UInt16 = 0x8864
  static let providerBridge: UInt16 = 0x88a8
  static let vnTag: UInt16 = 0x8926
  static let oldProviderBridges: ClosedRange<UInt16> = 0x9100...0x9300
}
