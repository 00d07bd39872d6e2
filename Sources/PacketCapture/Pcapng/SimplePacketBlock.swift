/// Simple Packet Block: a packet of the section's first interface, without time
/// (draft-ietf-opsawg-pcapng, section 4.4).
enum SimplePacketBlock {
  static let type: UInt32 = 3

  /// Reads a whole block, given the snap length of the first interface (0 is unlimited); `nil` if it is too short.
  static func read(_ block: RawSpan, order: ByteOrder, snapLength: UInt32) -> PacketRecord? {
    guard block.byteCount >= 16 else { return nil }
    var record = PacketRecord()
    record.originalLength = block.uint32(at: 8, order)
    record.dataOffset = 12
    record.end = block.byteCount - 4
    let limit = snapLength == 0 ? UInt32.max : snapLength
    // The captured length is not stated: the least of what the packet had, the snap length and the room.
    record.capturedLength = min(record.originalLength, limit, UInt32(clamping: record.room))
    return record
  }
}
