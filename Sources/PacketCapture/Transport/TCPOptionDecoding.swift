extension PacketDecoder {
  /// Decodes the TCP options (RFC 9293, section 3.2).
  ///
  /// - Returns: The sum of their 32-bit words, for the checksum; meaningless if they were cut off.
  @inline(__always)
  func decodeOptions(_ bytes: RawSpan, at start: Int, count: Int, into segment: inout Segment) -> UInt64 {
    if count == 12, bytes.holds(12, at: start) {
      let words = bytes.extracting(start..<start + 12)
      // Two no-operations and a time stamp: what nearly every data segment carries.
      if words.uint32(at: 0) == 0x0101_080a { return decodeTimestamp(words, into: &segment) }
    }
    let captured = min(count, bytes.byteCount - start)
    if captured < count { segment.marks.insert(.optionsTruncated) }
    var sum: UInt64 = 0
    var hash = Self.optionsSeed
    var offset = start
    while offset + 4 <= start + captured {
      let word = UInt64(bytes.uint32(at: offset))
      sum &+= word
      hash = Self.mix(hash, word)
      offset += 4
    }
    while offset < start + captured {
      hash = (hash ^ UInt64(bytes.byte(at: offset))) &* 0xff51_afd7_ed55_8ccd
      offset += 1
    }
    segment.optionsHash = captured > 0 ? hash : 0
    walkOptions(bytes, from: start, to: start + captured, into: &segment)
    return sum
  }

  private static var optionsSeed: UInt64 { 0x9e37_79b9_7f4a_7c15 }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0xff51_afd7_ed55_8ccd
    return product ^ product >> 32
  }

  @inline(__always)
  private func decodeTimestamp(_ words: RawSpan, into segment: inout Segment) -> UInt64 {
    let value = words.uint32(at: 4)
    let echo = words.uint32(at: 8)
    segment.options.present = .timestamps
    segment.options.timestampValue = value
    segment.options.timestampEcho = echo
    let first = Self.mix(Self.optionsSeed, 0x0101_080a)
    segment.optionsHash = Self.mix(Self.mix(first, UInt64(value)), UInt64(echo))
    return 0x0101_080a &+ UInt64(value) &+ UInt64(echo)
  }

  /// Reads option after option: kind, and but for kinds 0 and 1 length and value.
  private func walkOptions(_ bytes: RawSpan, from start: Int, to end: Int, into segment: inout Segment) {
    segment.options.multipathSubtypes = 0
    var offset = start
    while offset < end {
      let kind = bytes.byte(at: offset)
      if kind == 0 { return }
      if kind == 1 {
        offset += 1
        continue
      }
      let isCut = segment.marks.contains(.optionsTruncated)
      guard offset + 2 <= end else {
        // The length was cut off, or there is no room for it.
        if !isCut { segment.marks.insert(.optionsMalformed) }
        return
      }
      let length = Int(bytes.byte(at: offset + 1))
      guard length >= 2 else {
        segment.marks.insert(.optionsMalformed)
        return
      }
      guard offset + length <= end else {
        guard isCut else {
          segment.marks.insert(.optionsMalformed)
          return
        }
        if kind == 5 {
          readCutSACK(bytes, at: offset, length: min(length, end - offset), into: &segment.options)
        }
        return
      }
      if kind == 172 || kind == 174, length == 8 || length == 11 {
        // Kind 172 has EE0B, ECEB, EE1B, kind 174 EE1B, ECEB, EE0B; what has not changed may be left out at the end.
        let counter = UInt32(bytes.byte(at: offset + 5)) << 16 | UInt32(bytes.uint16(at: offset + 6))
        segment.options.congestionMarkedBytes = counter
        segment.marks.insert(.hasCongestionCounter)
      }
      if !readOption(kind, bytes, at: offset, length: length, into: &segment.options) {
        segment.marks.insert(.optionsMalformed)
      }
      offset += length
    }
  }

  /// Reads one option, which lies wholly within the header.
  ///
  /// - Returns: `false` if a known option has a wrong length; it is then passed over, as receivers do.
  private func readOption(
    _ kind: UInt8, _ bytes: RawSpan, at offset: Int, length: Int, into options: inout TCPOptions
  ) -> Bool {
    switch (kind, length) {
    case (2, 4):
      options.present.insert(.maximumSegmentSize)
      options.maximumSegmentSize = bytes.uint16(at: offset + 2)
    case (3, 3):
      options.present.insert(.windowScale)
      options.windowScale = bytes.byte(at: offset + 2)
    case (4, 2): options.present.insert(.sackPermitted)
    case (5, 10), (5, 18), (5, 26), (5, 34): readSACK(bytes, at: offset, length: length, into: &options)
    case (8, 10):
      options.present.insert(.timestamps)
      options.timestampValue = bytes.uint32(at: offset + 2)
      options.timestampEcho = bytes.uint32(at: offset + 6)
    case (30, 3...):
      // Subtype: upper four bits of byte 2 (RFC 8684, section 3).
      options.present.insert(.multipath)
      options.multipathSubtypes |= 1 << UInt16(bytes.byte(at: offset + 2) >> 4)
    case (34, 2...):
      options.present.insert(.fastOpen)
      options.fastOpenCookieLength = UInt8(length - 2)
    case (254, 4...) where bytes.uint16(at: offset + 2) == 0xf989:
      // The experimental form (RFC 7413, section 4.1.1; RFC 6994).
      options.present.insert(.fastOpen)
      options.fastOpenCookieLength = UInt8(length - 4)
    case (172, 2), (172, 5), (172, 8), (172, 11), (174, 2), (174, 5), (174, 8), (174, 11):
      options.present.insert(.accurateECN)
    case (172, _), (174, _), (2, _), (3, _), (4, _), (5, _), (8, _), (30, _): return false
    default: break
    }
    return true
  }

  /// The blocks that stand whole in front of a cut.
  private func readCutSACK(
    _ bytes: RawSpan, at offset: Int, length: Int, into options: inout TCPOptions
  ) {
    let present = options.present
    readSACK(bytes, at: offset, length: length, into: &options)
    options.present = present
    options.cutSackBlockCount = options.sackBlockCount
    options.sackBlockCount = 0
  }

  /// Up to four blocks of two edges (RFC 2018, section 3).
  private func readSACK(_ bytes: RawSpan, at offset: Int, length: Int, into options: inout TCPOptions) {
    let count = min((length - 2) / 8, 4)
    options.present.insert(.sack)
    options.sackBlockCount = UInt8(count)
    for index in 0..<count {
      let edge = offset + 2 + 8 * index
      options.sackBlocks[index] = SackBlock(left: bytes.uint32(at: edge), right: bytes.uint32(at: edge + 4))
    }
  }
}
