/// Enhanced Packet Block (draft-ietf-opsawg-pcapng, section 4.3).
enum EnhancedPacketBlock {
  static let type: UInt32 = 6

  /// Reads a whole block; `nil` if it is too short.
  @inline(__always)
  static func read(_ block: RawSpan, order: ByteOrder) -> PacketRecord? {
    guard block.byteCount >= 32 else { return nil }
    var record = PacketRecord()
    record.interface = block.uint32(at: 8, order)
    record.ticks = UInt64(block.uint32(at: 12, order)) << 32 | UInt64(block.uint32(at: 16, order))
    record.capturedLength = block.uint32(at: 20, order)
    record.originalLength = block.uint32(at: 24, order)
    record.dataOffset = 28
    record.end = block.byteCount - 4
    record.readOptions(block, order: order)
    return record
  }
}
