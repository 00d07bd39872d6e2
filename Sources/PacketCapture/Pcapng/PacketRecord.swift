/// What the packet blocks have in common: where the data lie and when and where they were captured.
struct PacketRecord {
  /// Number of the interface within the section.
  var interface: UInt32 = 0
  /// Time in ticks of the interface's clock; `nil` if the block carries none.
  var ticks: UInt64?
  /// Bytes captured, as the block says.
  var capturedLength: UInt32 = 0
  /// Bytes on the wire, as the block says.
  var originalLength: UInt32 = 0
  /// Offset of the data within the block.
  var dataOffset = 0
  /// Offset of the block's trailer: neither data nor options lie beyond it.
  var end = 0
  /// Whether the capturing host sent the packet.
  var isOutgoing = false
  /// Packets lost just before this one, as the block says; `nil` if it does not.
  var drops: UInt64?

  /// Bytes between the data's begin and the trailer.
  var room: Int { end - dataOffset }

  /// Reads direction and drop count from the options behind the data.
  mutating func readOptions(_ block: RawSpan, order: ByteOrder) {
    let padded = Int(capturedLength) + 3 & ~3
    guard padded + 4 <= room else { return }
    var options = OptionReader(at: dataOffset + padded, order: order)
    while let option = options.next(in: block) {
      switch (option.code, option.length) {
      // epb_flags, pack_flags: the lowest two bits are 1 for inbound, 2 for outbound.
      case (2, 4): isOutgoing = block.uint32(at: option.offset, order) & 3 == 2
      // epb_dropcount
      case (4, 8): drops = block.uint64(at: option.offset, order)
      default: break
      }
    }
  }
}
