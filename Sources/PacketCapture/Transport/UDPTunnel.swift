extension PacketDecoder {
  /// Which tunnel a UDP datagram belongs to, by its port and by whether its header makes sense.
  ///
  /// Of a datagram that was cut before its data the port alone decides.
  func tunnelInUDP(_ bytes: RawSpan, at cursor: IPCursor) -> SkipReason? {
    // Source port, destination port, length, checksum (RFC 768).
    guard bytes.holds(4, at: cursor.offset) else { return nil }
    let ports = (bytes.uint16(at: cursor.offset), bytes.uint16(at: cursor.offset + 2))
    let data = cursor.offset + 8
    let word = bytes.holds(4, at: data) ? bytes.uint32(at: data) : nil
    switch ports {
    // VXLAN: flags with bit I, reserved (RFC 7348, section 5); 8472 is Linux's own port.
    case (_, 4789), (_, 8472): return word.map { $0 & 0x0800_0000 != 0 } ?? true ? .tunnelVXLAN : nil
    // GENEVE: version 0 (2 bits), option length (6), flags (8), protocol (16) (RFC 8926, section 3.4).
    case (_, 6081): return word.map { $0 >> 30 == 0 } ?? true ? .tunnelGENEVE : nil
    // GTP-U: version 1, protocol type 1, message type 255 (3GPP TS 29.281, section 5.1).
    case (_, 2152), (2152, _): return word.map { $0 & 0xf0ff_0000 == 0x30ff_0000 } ?? true ? .tunnelGTP : nil
    // Teredo: IPv6, perhaps behind an authentication or origin header (RFC 4380, section 5.1.1).
    case (_, 3544), (3544, _):
      return word.map { $0 >> 28 == 6 || $0 >> 16 <= 1 } ?? true ? .tunnelTeredo : nil
    // L2TP: version 2 or 3 (RFC 2661, section 3.1); a set first bit means control, which tunnels nothing.
    case (_, 1701), (1701, _):
      return word.map { $0 >> 31 == 0 && 2...3 ~= $0 >> 16 & 15 } ?? true ? .tunnelL2TP : nil
    default: return nil
    }
  }
}
