// What Linux captures on the pseudo-device "any", and on devices without a link layer of their own.
extension PacketDecoder {
  /// Version 1: packet type (2 bytes), device type (2), address length (2), address (8), protocol (2).
  mutating func decodeLinuxCooked(_ bytes: RawSpan, marks: inout SegmentMarks) -> LinkPayload {
    guard bytes.holds(16, at: 0) else { return .skipped(.truncatedHeaders) }
    if bytes.uint16(at: 0) == 4 { marks.insert(.outgoing) }
    return decodeLinuxProtocol(
      bytes.uint16(at: 14), deviceType: bytes.uint16(at: 2), bytes, at: 16)
  }

  /// Version 2: protocol (2), reserved (2), interface (4), device type (2), packet type, address length, address (8).
  mutating func decodeLinuxCooked2(_ bytes: RawSpan, marks: inout SegmentMarks) -> LinkPayload {
    guard bytes.holds(20, at: 0) else { return .skipped(.truncatedHeaders) }
    if bytes.byte(at: 10) == 4 { marks.insert(.outgoing) }
    return decodeLinuxProtocol(bytes.uint16(at: 0), deviceType: bytes.uint16(at: 8), bytes, at: 20)
  }

  /// The protocol field depends on the device type (ARPHRD_ in <linux/if_arp.h>).
  private mutating func decodeLinuxProtocol(
    _ type: UInt16, deviceType: UInt16, _ bytes: RawSpan, at offset: Int
  ) -> LinkPayload {
    switch (deviceType, type) {
    // Netlink: a netlink family, no EtherType.
    case (824, _): .skipped(.unknownEtherType)
    // 802.3 frames with LLC.
    case (_, 0x0004): decodeLLC(bytes, at: offset)
    case (_, ..<0x0600): .skipped(.unknownEtherType)
    default: decodeEtherType(type, bytes, at: offset)
    }
  }
}
