/// Source and final destination of an IP packet before and after.
struct AnonymizedPair {
  let source: IPAddress
  let destination: IPAddress
  let newSource: IPAddress
  let newDestination: IPAddress

  init(_ source: IPAddress, _ destination: IPAddress, _ pseudonyms: Pseudonyms) {
    self.source = source
    self.destination = destination
    newSource = pseudonyms.address(source)
    newDestination = pseudonyms.address(destination)
  }

  /// Sum of the words of both addresses.
  var sum: UInt64 { (source.wordSum &+ destination.wordSum) % 65_535 }
  /// Sum of the words of both pseudonyms.
  var newSum: UInt64 { (newSource.wordSum &+ newDestination.wordSum) % 65_535 }
}

// IPv4 and IPv6: headers stay but for addresses, and for options that nobody needs.
extension PacketAnonymizer {
  /// Rewrites an IP packet by its version nibble.
  func rewriteIP(_ bytes: RawSpan, at offset: Int, isQuoted: Bool = false) {
    guard bytes.holds(1, at: offset) else { return }
    switch bytes.byte(at: offset) >> 4 {
    case 4: rewriteIPv4(bytes, at: offset, isQuoted: isQuoted)
    case 6: rewriteIPv6(bytes, at: offset, isQuoted: isQuoted)
    // The nibble says that it is no IP packet; the rest may be anything.
    default: set(bytes.byte(at: offset) & 0xf0, at: offset)
    }
  }

  /// Everything up to the addresses is harmless (RFC 791, section 3.1).
  private func rewriteIPv4(_ bytes: RawSpan, at start: Int, isQuoted: Bool) {
    // The checksum is made anew: the old one tells of the addresses.
    keep(bytes, start, 10)
    guard bytes.holds(20, at: start) else { return }
    mapIPv4(bytes, at: start + 12)
    mapIPv4(bytes, at: start + 16)
    let headerLength = Int(bytes.byte(at: start) & 15) * 4
    var length = Int(bytes.uint16(at: start + 2))
    if length == 0 { length = max(originalLength, bytes.byteCount) - start }
    length = min(length, linkEnd - start)
    guard headerLength >= 20 else { return setHeaderChecksum(bytes, at: start, length: 20) }
    rewriteIPv4Options(bytes, from: start + 20, to: min(start + headerLength, bytes.byteCount))
    keepHeader(to: start + headerLength)
    setHeaderChecksum(bytes, at: start, length: headerLength)
    guard length >= headerLength || isQuoted, bytes.holds(headerLength, at: start) else { return }
    let fragment = bytes.uint16(at: start + 6)
    guard fragment & 0x1fff == 0 else { return }
    let cursor = IPCursor(start: start, offset: start + headerLength, end: start + length)
    let pair = AnonymizedPair(
      IPAddress(ipv4: bytes.uint32(at: start + 12)), IPAddress(ipv4: bytes.uint32(at: start + 16)), pseudonyms
    )
    rewriteTransport(bytes.byte(at: start + 9), bytes, at: cursor, pair, isQuoted: isQuoted)
  }

  private func setHeaderChecksum(_ bytes: RawSpan, at start: Int, length: Int) {
    let isWhole = bytes.holds(length, at: start)
    let state = ChecksumState(
      field: bytes.uint16(at: start + 10),
      sum: isWhole ? bytes.wordSum(from: start, to: start + length) : nil)
    set(0 as UInt16, at: start + 10)
    set(state.field(sum: sum(from: start, to: start + length)), at: start + 10)
  }

  /// Kinds and lengths stay; of the values only addresses on the way, and router alert (RFC 2113).
  private func rewriteIPv4Options(_ bytes: RawSpan, from start: Int, to end: Int) {
    walkOptions(bytes, from: start, to: end) { kind, offset, length in
      guard offset + length <= end else { return false }
      switch kind {
      // Record route, loose and strict source route: a pointer, then addresses.
      case 7, 131, 137:
        if length > 2 { keep(bytes, offset + 2, 1) }
        for place in stride(from: offset + 3, through: offset + length - 4, by: 4) {
          mapIPv4(bytes, at: place)
        }
      case 148: keep(bytes, offset + 2, length - 2)
      default: break
      }
      return true
    }
  }

  /// Version, class, flow label, lengths and hop limit stay (RFC 8200, section 3).
  private func rewriteIPv6(_ bytes: RawSpan, at start: Int, isQuoted: Bool) {
    keep(bytes, start, 8)
    guard bytes.holds(40, at: start) else { return }
    mapIPv6(bytes, at: start + 8)
    mapIPv6(bytes, at: start + 24)
    var length = Int(bytes.uint16(at: start + 4)) + 40
    let next = bytes.byte(at: start + 6)
    if length == 40, next != IPProtocol.none {
      let jumbo = PacketDecoder().jumboLength(bytes, at: start)
      length = jumbo.map { $0 + 40 } ?? (max(originalLength, bytes.byteCount) - start)
    }
    length = min(length, linkEnd - start)
    guard length >= 40 || isQuoted else { return }
    var cursor = IPCursor(start: start, offset: start + 40, end: start + length)
    var destination = address6(bytes, at: start + 24)
    guard let last = rewriteExtensions(next, bytes, at: &cursor, &destination) else { return }
    guard cursor.offset <= cursor.end || isQuoted else { return }
    let pair = AnonymizedPair(address6(bytes, at: start + 8), destination, pseudonyms)
    rewriteTransport(last, bytes, at: cursor, pair, isQuoted: isQuoted)
  }

  func address6(_ bytes: RawSpan, at offset: Int) -> IPAddress {
    IPAddress(ipv6High: bytes.uint64(at: offset), low: bytes.uint64(at: offset + 8))
  }

  /// Rewrites extension headers; the protocol behind them, or `nil` if nothing can be read behind.
  private func rewriteExtensions(
    _ first: UInt8, _ bytes: RawSpan, at cursor: inout IPCursor, _ destination: inout IPAddress
  ) -> UInt8? {
    var next = first
    while true {
      switch next {
      case IPProtocol.hopByHop, IPProtocol.routing, IPProtocol.destinationOptions, IPProtocol.mobility,
        IPProtocol.hostIdentity, IPProtocol.shim6:
        guard bytes.holds(8, at: cursor.offset) else { return nil }
        let length = Int(bytes.byte(at: cursor.offset + 1)) * 8 + 8
        keep(bytes, cursor.offset, 2)
        switch next {
        case IPProtocol.hopByHop, IPProtocol.destinationOptions:
          let end = min(cursor.offset + length, bytes.byteCount)
          rewriteIPv6Options(bytes, from: cursor.offset + 2, to: end)
        case IPProtocol.routing: rewriteRouting(bytes, at: cursor.offset, &destination)
        default: break
        }
        keepHeader(to: cursor.offset + length)
        next = bytes.byte(at: cursor.offset)
        cursor.offset += length
      case IPProtocol.fragment:
        keep(bytes, cursor.offset, 8)
        guard bytes.holds(8, at: cursor.offset), bytes.uint16(at: cursor.offset + 2) & 0xfff8 == 0 else {
          return nil
        }
        next = bytes.byte(at: cursor.offset)
        cursor.offset += 8
      default: return next
      }
    }
  }

  /// Kinds and lengths stay; of the values router alert, jumbo length and the home address's pseudonym.
  private func rewriteIPv6Options(_ bytes: RawSpan, from start: Int, to end: Int) {
    var offset = start
    while offset < end {
      let kind = bytes.byte(at: offset)
      set(kind, at: offset)
      guard kind != 0 else {
        offset += 1
        continue
      }
      guard offset + 1 < end else { return }
      let length = Int(bytes.byte(at: offset + 1))
      set(UInt8(length), at: offset + 1)
      switch (kind, length) {
      case (0x05, 2), (0xc2, 4): keep(bytes, offset + 2, min(length, end - offset - 2))
      case (0xc9, 16): mapIPv6(bytes, at: offset + 2)
      default: break
      }
      offset += 2 + length
    }
  }

  /// Next header, length, type, segments left, four bytes, then addresses; the same final one as the decoder's.
  private func rewriteRouting(_ bytes: RawSpan, at offset: Int, _ destination: inout IPAddress) {
    keep(bytes, offset + 2, 2)
    let addresses = Int(bytes.byte(at: offset + 1)) / 2
    let type = bytes.byte(at: offset + 2)
    guard type == 0 || type == 2 || type == 4 else { return }
    // The type 4 header says in its fifth byte which entry is the last; optional values may follow.
    if type == 4 { keep(bytes, offset + 4, 2) }
    for index in 0..<addresses { mapIPv6(bytes, at: offset + 8 + 16 * index) }
    guard bytes.byte(at: offset + 3) > 0, addresses > 0 else { return }
    let final = type == 4 ? offset + 8 : offset + 8 + 16 * (addresses - 1)
    if bytes.holds(16, at: final) { destination = address6(bytes, at: final) }
  }
}
