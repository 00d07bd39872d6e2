// TCP, UDP and ICMP: headers stay, with right checksums where they were right; everything else stays zero.
extension PacketAnonymizer {
  /// Rewrites what an IP packet carries.
  func rewriteTransport(
    _ first: UInt8, _ bytes: RawSpan, at start: IPCursor, _ pair: AnonymizedPair, isQuoted: Bool
  ) {
    var next = first
    var cursor = start
    while next == IPProtocol.authentication {
      guard bytes.holds(12, at: cursor.offset) else { return }
      // Next header and length; check value and security association stay zero.
      keep(bytes, cursor.offset, 2)
      next = bytes.byte(at: cursor.offset)
      cursor.offset += Int(bytes.byte(at: cursor.offset + 1)) * 4 + 8
    }
    if isQuoted { return rewriteQuoted(next, bytes, at: cursor.offset) }
    switch next {
    case IPProtocol.tcp: rewriteTCP(bytes, at: cursor, pair)
    case IPProtocol.udp: rewriteUDP(bytes, at: cursor, pair)
    case IPProtocol.icmp: rewriteICMP(bytes, at: cursor)
    case IPProtocol.icmpv6: rewriteICMPv6(bytes, at: cursor, pair)
    default: return
    }
  }

  /// Of a quoted packet the first eight bytes of the transport header are sure to be there (RFC 792).
  private func rewriteQuoted(_ number: UInt8, _ bytes: RawSpan, at offset: Int) {
    switch number {
    case IPProtocol.tcp, IPProtocol.udp:
      mapPort(bytes, at: offset)
      mapPort(bytes, at: offset + 2)
      // The sequence number of TCP; of UDP the length, without the checksum.
      keep(bytes, offset + 4, number == IPProtocol.tcp ? 4 : 2)
    case IPProtocol.icmp, IPProtocol.icmpv6:
      keep(bytes, offset, 2)
      if bytes.holds(1, at: offset), [0, 8, 128, 129].contains(bytes.byte(at: offset)) {
        keep(bytes, offset + 4, 4)
      }
    default: return
    }
  }

  // MARK: UDP

  private func rewriteUDP(_ bytes: RawSpan, at cursor: IPCursor, _ pair: AnonymizedPair) {
    let offset = cursor.offset
    mapPort(bytes, at: offset)
    mapPort(bytes, at: offset + 2)
    keep(bytes, offset + 4, 2)
    guard bytes.holds(8, at: offset) else { return keepTunnelMark(bytes, at: cursor) }
    let field = bytes.uint16(at: offset + 6)
    let stated = Int(bytes.uint16(at: offset + 4))
    let length = stated >= 8 ? stated : max(8, cursor.end - offset)
    let isWhole = bytes.holds(length, at: offset)
    let pseudo = UInt64(IPProtocol.udp) &+ UInt64(length)
    let state = ChecksumState(
      field: field,
      sum: isWhole ? bytes.wordSum(from: offset, to: offset + length) &+ pair.sum &+ pseudo : nil)
    keepTunnelMark(bytes, at: cursor)
    let new = state.field(sum: sum(from: offset, to: offset + length) &+ pair.newSum &+ pseudo)
    // Zero says that there is no checksum (RFC 768).
    set(field != 0 && new == 0 ? 0xffff : field == 0 ? 0 : new, at: offset + 6)
  }

  /// Keeps the bits by which the decoder tells a tunnel: packets stay what they were counted as.
  private func keepTunnelMark(_ bytes: RawSpan, at cursor: IPCursor) {
    let place = cursor.offset + 8
    guard bytes.holds(4, at: cursor.offset), bytes.holds(4, at: place) else { return }
    let ports = [bytes.uint16(at: cursor.offset), bytes.uint16(at: cursor.offset + 2)]
    let word = bytes.uint32(at: place)
    let mark: UInt32
    switch ports {
    case _ where ports[1] == 4789 || ports[1] == 8472: mark = word & 0x0800_0000
    case _ where ports[1] == 6081: mark = word & 0xc000_0000
    case _ where ports.contains(2152): mark = word & 0xf0ff_0000
    case _ where ports.contains(3544):
      mark = word >> 28 == 6 ? 0x6000_0000 : word >> 16 <= 1 ? word & 0x1_0000 : 0x2000_0000
    case _ where ports.contains(1701): mark = word & 0x800f_0000
    default: return
    }
    set(UInt16(truncatingIfNeeded: mark >> 16), at: place)
    set(UInt16(truncatingIfNeeded: mark), at: place + 2)
  }

  // MARK: ICMP

  /// Type, code, checksum, four bytes, and of errors the packet that caused them (RFC 792).
  private func rewriteICMP(_ bytes: RawSpan, at cursor: IPCursor) {
    let offset = cursor.offset
    keep(bytes, offset, 2)
    guard bytes.holds(4, at: offset) else { return }
    switch bytes.byte(at: offset) {
    case 0, 8, 13, 14: keep(bytes, offset + 4, 4)
    case 3, 4, 11, 12:
      keep(bytes, offset + 4, 4)
      rewriteIP(bytes, at: offset + 8, isQuoted: true)
    case 5:
      mapIPv4(bytes, at: offset + 4)
      rewriteIP(bytes, at: offset + 8, isQuoted: true)
    default: break
    }
    setControlChecksum(bytes, at: cursor, old: 0, new: 0)
  }

  /// The same for IPv6, with the addresses of neighbour discovery (RFC 4443, RFC 4861).
  private func rewriteICMPv6(_ bytes: RawSpan, at cursor: IPCursor, _ pair: AnonymizedPair) {
    let offset = cursor.offset
    keep(bytes, offset, 2)
    guard bytes.holds(4, at: offset) else { return }
    switch bytes.byte(at: offset) {
    case 1...4:
      keep(bytes, offset + 4, 4)
      rewriteIP(bytes, at: offset + 8, isQuoted: true)
    case 128, 129: keep(bytes, offset + 4, 4)
    case 133: rewriteNeighbourOptions(bytes, from: offset + 8, to: cursor.end)
    case 134:
      keep(bytes, offset + 4, 12)
      rewriteNeighbourOptions(bytes, from: offset + 16, to: cursor.end)
    case 135, 136:
      keep(bytes, offset + 4, 4)
      mapIPv6(bytes, at: offset + 8)
      rewriteNeighbourOptions(bytes, from: offset + 24, to: cursor.end)
    case 137:
      mapIPv6(bytes, at: offset + 8)
      mapIPv6(bytes, at: offset + 24)
      rewriteNeighbourOptions(bytes, from: offset + 40, to: cursor.end)
    default: break
    }
    let pseudo = UInt64(IPProtocol.icmpv6) &+ UInt64(max(0, cursor.end - offset))
    setControlChecksum(bytes, at: cursor, old: pair.sum &+ pseudo, new: pair.newSum &+ pseudo)
  }

  /// Types and lengths (in eight bytes) stay; of the values the MAC addresses' pseudonyms and the MTU.
  private func rewriteNeighbourOptions(_ bytes: RawSpan, from start: Int, to end: Int) {
    var offset = start
    while offset + 8 <= min(end, bytes.byteCount) {
      let length = Int(bytes.byte(at: offset + 1)) * 8
      keep(bytes, offset, 2)
      guard length > 0 else { return }
      switch bytes.byte(at: offset) {
      case 1, 2: if length == 8 { mapLinkAddress(bytes, at: offset + 2) }
      case 5: keep(bytes, offset + 4, 4)
      default: break
      }
      offset += length
    }
  }

  private func setControlChecksum(_ bytes: RawSpan, at cursor: IPCursor, old: UInt64, new: UInt64) {
    let offset = cursor.offset
    let isWhole = cursor.end > offset && bytes.holds(cursor.end - offset, at: offset)
    let state = ChecksumState(
      field: bytes.uint16(at: offset + 2),
      sum: isWhole ? bytes.wordSum(from: offset, to: cursor.end) &+ old : nil)
    set(0 as UInt16, at: offset + 2)
    set(state.field(sum: sum(from: offset, to: max(offset, cursor.end)) &+ new), at: offset + 2)
  }
}
