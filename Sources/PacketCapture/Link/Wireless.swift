// IEEE 802.11 data frames, bare or behind the pseudo-headers of capture drivers.
extension PacketDecoder {
  /// Decodes an 802.11 frame (IEEE 802.11, clause 9.2).
  ///
  /// Frame control (2 bytes), duration (2), addresses 1 to 3, sequence control (2), address 4 between
  /// distribution systems, QoS control (2), HT control (4). Drivers may pad the header to a multiple of four.
  mutating func decodeWireless(_ bytes: RawSpan, at start: Int, hasPadding: Bool) -> LinkPayload {
    guard bytes.holds(2, at: start) else { return .skipped(.truncatedHeaders) }
    let control = bytes.byte(at: start)
    let flags = bytes.byte(at: start + 1)
    let subtype = control >> 4
    // Type 2 is data; of its subtypes bit 2 means no data. Protected frames are unreadable.
    guard control & 0x0c == 0x08, subtype & 4 == 0, flags & 0x40 == 0 else {
      return .skipped(.wirelessNotData)
    }
    var length = flags & 3 == 3 ? 30 : 24
    if subtype & 8 != 0 {
      let qualityOffset = start + length
      guard bytes.holds(2, at: qualityOffset) else { return .skipped(.truncatedHeaders) }
      // Several frames in one (A-MSDU): no single segment would tell the truth.
      if bytes.byte(at: qualityOffset) & 0x80 != 0 { return .skipped(.unknownEtherType) }
      length += flags & 0x80 != 0 ? 6 : 2
    }
    if hasPadding { length = (length + 3) & ~3 }
    return decodeLLC(bytes, at: start + length)
  }

  /// Radiotap: version, padding, length (2 bytes), bits of what is present (4), fields; all little-endian.
  mutating func decodeRadiotap(_ bytes: RawSpan) -> LinkPayload {
    guard bytes.holds(8, at: 0) else { return .skipped(.truncatedHeaders) }
    let length = Int(bytes.uint16(at: 2, .little))
    guard bytes.byte(at: 0) == 0, length >= 8 else { return .skipped(.malformedHeader) }
    guard bytes.holds(length, at: 0) else { return .skipped(.truncatedHeaders) }
    let present = bytes.uint32(at: 4, .little)
    // Bit 31 says that one more word of bits follows.
    var offset = 4
    while offset + 4 <= length, bytes.uint32(at: offset, .little) >> 31 == 1 { offset += 4 }
    offset += 4
    // Field 0 (timer) takes 8 aligned bytes; field 1 (flags) says by 0x20 that the 802.11 header is padded.
    if present & 1 != 0 { offset = (offset + 7) & ~7 + 8 }
    let hasFlags = present & 2 != 0 && offset < length
    let hasPadding = hasFlags && bytes.byte(at: offset) & 0x20 != 0
    return decodeWireless(bytes, at: length, hasPadding: hasPadding)
  }

  /// Prism header with its length in host order at byte 4, or AVS header with a big-endian one.
  mutating func decodePrism(_ bytes: RawSpan) -> LinkPayload {
    guard bytes.holds(8, at: 0) else { return .skipped(.truncatedHeaders) }
    let isAVS = bytes.uint32(at: 0) & 0xffff_f000 == 0x8021_1000
    let stated = bytes.uint32(at: 4)
    // A Prism header is 144 bytes long; the order of its bytes is found by trying.
    let length = isAVS || stated <= 0xffff ? stated : stated.byteSwapped
    guard length >= 8, length <= 0xffff else { return .skipped(.malformedHeader) }
    return decodeWireless(bytes, at: Int(length), hasPadding: false)
  }

  /// PPI: version, flags, length (2 bytes), DLT (4), fields; all little-endian.
  mutating func decodePPI(_ bytes: RawSpan) -> LinkPayload {
    guard bytes.holds(8, at: 0) else { return .skipped(.truncatedHeaders) }
    let length = Int(bytes.uint16(at: 2, .little))
    guard length >= 8 else { return .skipped(.malformedHeader) }
    switch Int32(truncatingIfNeeded: bytes.uint32(at: 4, .little)) {
    case LinkType.wireless: return decodeWireless(bytes, at: length, hasPadding: false)
    case LinkType.ethernet: return decodeEthernet(bytes, at: length)
    default: return .skipped(.unknownEtherType)
    }
  }
}
