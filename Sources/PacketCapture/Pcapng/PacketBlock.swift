/// The obsolete Packet Block, which old captures still hold (draft-ietf-opsawg-pcapng, appendix A).
enum PacketBlock {
  static let type: UInt32 = 2

  /// Reads a whole block; `nil` if it is too short.
  static func read(_ block: RawSpan, order: ByteOrder) -> PacketRecord? {
    guard block.byteCount >= 32 else { return nil }
    var record = PacketRecord()
    record.interface = UInt32(block.uint16(at: 8, order))
    let drops = block.uint16(at: 10, order)
    record.ticks = UInt64(block.uint32(at: 12, order)) << 32 | UInt64(block.uint32(at: 16, order))
    record.capturedLength = block.uint32(at: 20, order)
    record.originalLength = block.uint32(at: 24, order)
    record.dataOffset = 28
    record.end = block.byteCount - 4
    record.readOptions(block, order: order)
    // 0xffff: unknown
    record.drops = drops == 0xffff ? nil : UInt64(drops)
    return record
  }
}
