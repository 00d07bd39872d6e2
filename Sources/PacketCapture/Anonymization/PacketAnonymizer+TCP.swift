// TCP: header and options that the analysis reads; a word of the payload that makes the checksum right.
extension PacketAnonymizer {
  /// Rewrites a segment (RFC 9293, section 3.1).
  func rewriteTCP(_ bytes: RawSpan, at cursor: IPCursor, _ pair: AnonymizedPair) {
    let offset = cursor.offset
    let length = cursor.end - offset
    guard length >= 20, bytes.holds(20, at: offset) else { return }
    mapPort(bytes, at: offset)
    mapPort(bytes, at: offset + 2)
    keep(bytes, offset + 4, 12)
    keep(bytes, offset + 18, 2)
    let headerLength = Int(bytes.byte(at: offset + 12) >> 4) * 4
    guard headerLength >= 20, headerLength <= length else { return }
    let header = TCPHeaderPlace(
      offset: offset, headerLength: headerLength, payloadLength: length - headerLength)
    rewriteTCPOptions(bytes, from: offset + 20, to: min(header.payload, bytes.byteCount))
    keepHeader(to: header.payload)
    // Without all of the header nothing is known of the checksum; it would be wrong whatever stood there.
    guard bytes.holds(headerLength, at: offset) else { return }
    setTCPChecksum(bytes, header, pair)
  }

  /// Where the parts of a segment lie.
  private struct TCPHeaderPlace {
    let offset: Int
    let headerLength: Int
    let payloadLength: Int

    var payload: Int { offset + headerLength }
    /// What the pseudo-header adds to the sum of the addresses.
    var pseudo: UInt64 { UInt64(IPProtocol.tcp) &+ UInt64(headerLength + payloadLength) }
  }

  private func setTCPChecksum(_ bytes: RawSpan, _ header: TCPHeaderPlace, _ pair: AnonymizedPair) {
    let field = bytes.uint16(at: header.offset + 16)
    let partial = (pair.sum &+ header.pseudo) % 65_535
    let told = (bytes.wordSum(from: header.offset, to: header.payload) &+ partial) % 65_535
    // What the checksum says that the payload sums up to, as the decoder has it.
    let payloadSum = UInt16((65_535 - told) % 65_535)
    let isWhole = header.payloadLength > 0 && bytes.holds(header.payloadLength, at: header.payload)
    let real = isWhole ? bytes.wordSum(from: header.payload, to: header.payload + header.payloadLength) : nil
    let isRight = header.payloadLength == 0 ? payloadSum == 0 : real.map { $0 == UInt64(payloadSum) }
    if isRight != true {
      // The sum of the pseudo-header alone: the network device was to do the rest.
      if field != 0, UInt64(field) % 65_535 == partial {
        let new = UInt16((pair.newSum &+ header.pseudo) % 65_535)
        return set(new == 0 ? 0xffff : new, at: header.offset + 16)
      }
      if field == 0 { return }
    }
    let flow = pair.source.low &* 31 &+ pair.destination.low &+ UInt64(bytes.uint32(at: header.offset)) << 20
    let newPayload = pseudonyms.payloadSum(
      payloadSum, flow: flow, sequenceNumber: bytes.uint32(at: header.offset + 4),
      isOneByte: header.payloadLength == 1)
    if isRight != false {
      setPayload(newPayload, at: header.payload, length: header.payloadLength)
    } else if newPayload == 0 {
      // The checksum claims zeros that were none: with zeros it would become right.
      setPayload(0x0101, at: header.payload, length: header.payloadLength)
    }
    let headerSum = sum(from: header.offset, to: header.payload) &+ pair.newSum &+ header.pseudo
    set(ChecksumState.right.field(sum: headerSum &+ UInt64(newPayload)), at: header.offset + 16)
  }

  /// Kinds and lengths stay, and the values of options that say how the connection works; cookies, keys, tokens and
  /// signatures stay zero, and what stands behind a length that cannot be.
  private func rewriteTCPOptions(_ bytes: RawSpan, from start: Int, to end: Int) {
    walkOptions(bytes, from: start, to: end) { kind, offset, length in
      keep(bytes, offset + 2, min(Self.keptBytes(kind, length: length), end - offset - 2))
      return true
    }
  }

  /// Bytes of an option's value that are kept.
  private static func keptBytes(_ kind: UInt8, length: Int) -> Int {
    switch kind {
    // Maximum segment size, window scale, SACK permitted, SACK, timestamps, user timeout, accurate ECN.
    case 2, 3, 4, 5, 8, 28, 172, 174: length - 2
    // Multipath TCP: subtype and its flags.
    case 30: min(1, length - 2)
    // Experiments: which one.
    case 253, 254: min(2, length - 2)
    default: 0
    }
  }
}
