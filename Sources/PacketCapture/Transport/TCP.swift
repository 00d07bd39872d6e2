extension PacketDecoder {
  /// Decodes a TCP header (RFC 9293, section 3.1).
  ///
  /// Twenty captured bytes are enough. Options that were cut off are marked; a header length that cannot be is
  /// marked, and ports, numbers and flags are given as they stand.
  @inline(__always)
  mutating func decodeTCP(_ bytes: RawSpan, at cursor: IPCursor, into segment: inout Segment) -> Bool {
    counters.transportLayer.tcp &+= 1
    let offset = cursor.offset
    let length = cursor.end - offset
    guard length >= 20 else { return skip(.malformedHeader) }
    guard bytes.holds(20, at: offset) else { return skip(.truncatedHeaders) }
    counters.tcpPackets &+= 1
    // Ports; sequence number; acknowledgment number; data offset (4 bits), flags (12), window; checksum, urgent.
    let header = bytes.extracting(offset..<offset + 20)
    let ports = header.uint32(at: 0)
    let sequenceNumber = header.uint32(at: 4)
    let acknowledgmentNumber = header.uint32(at: 8)
    let control = header.uint32(at: 12)
    let checks = header.uint32(at: 16)
    segment.networkHeaderLength = UInt16(clamping: offset - cursor.start)
    segment.sourcePort = UInt16(truncatingIfNeeded: ports >> 16)
    segment.destinationPort = UInt16(truncatingIfNeeded: ports)
    segment.sequenceNumber = sequenceNumber
    segment.acknowledgmentNumber = acknowledgmentNumber
    segment.flags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: control >> 16) & 0x0fff)
    segment.window = UInt16(truncatingIfNeeded: control)
    segment.checksum = UInt16(truncatingIfNeeded: checks >> 16)
    segment.urgentPointer = UInt16(truncatingIfNeeded: checks)
    let headerLength = Int(control >> 28) * 4
    segment.transportHeaderLength = UInt8(truncatingIfNeeded: headerLength)
    segment.optionsHash = 0
    segment.payloadChecksum = 0
    segment.options.present = []
    segment.options.sackBlockCount = 0
    segment.options.cutSackBlockCount = 0
    guard headerLength >= 20, headerLength <= length else {
      segment.payloadLength = 0
      segment.marks.insert(.headerMalformed)
      return true
    }
    segment.payloadLength = UInt32(clamping: length - headerLength)
    var sum = UInt64(ports) &+ UInt64(sequenceNumber) &+ UInt64(acknowledgmentNumber)
    sum &+= UInt64(control) &+ UInt64(checks)
    if headerLength > 20 {
      sum &+= decodeOptions(bytes, at: offset + 20, count: headerLength - 20, into: &segment)
    }
    if !segment.marks.contains(.optionsTruncated) { setPayloadChecksum(headerSum: sum, in: &segment) }
    return true
  }

  /// What the checksum says about the payload alone.
  ///
  /// The checksum makes the one's complement sum of pseudo-header, header and payload 0xffff (RFC 9293,
  /// section 3.1). Modulo 65535, where all sums are taken as 2^16 is 1 there, the payload's own sum is therefore
  /// minus that of pseudo-header and header, checksum included. Without payload it must be 0: that is a check
  /// which costs nothing, and what it finds is nearly always a checksum left to the sending device.
  @inline(__always)
  private func setPayloadChecksum(headerSum: UInt64, in segment: inout Segment) {
    var sum = headerSum &+ UInt64(IPProtocol.tcp) &+ UInt64(segment.transportLength)
    sum &+= segment.source.wordSum &+ segment.destination.wordSum
    segment.payloadChecksum = UInt16(truncatingIfNeeded: (65_535 - sum % 65_535) % 65_535)
    if segment.payloadLength == 0, segment.payloadChecksum != 0, !segment.marks.contains(.firstFragment) {
      segment.marks.insert(.badChecksum)
    }
  }
}

extension IPAddress {
  /// Sum of its 32-bit words; modulo 65535 the same as that of its 16-bit words.
  @inline(__always)
  var wordSum: UInt64 {
    high >> 32 &+ high & 0xffff_ffff &+ low >> 32 &+ low & 0xffff_ffff
  }
}
