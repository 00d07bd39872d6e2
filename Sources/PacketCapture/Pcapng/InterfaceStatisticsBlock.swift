/// Interface Statistics Block: what an interface had dropped when the block was written
/// (draft-ietf-opsawg-pcapng, section 4.6).
struct InterfaceStatisticsBlock {
  static let type: UInt32 = 5

  /// Number of the interface within the section.
  let interface: UInt32
  /// Packets that the interface (isb_ifdrop) and the system (isb_osdrop) dropped; `nil` if neither is told.
  private(set) var drops: UInt64?

  /// Reads a whole block; `nil` if it is too short.
  init?(_ block: RawSpan, order: ByteOrder) {
    guard block.byteCount >= 24 else { return nil }
    interface = block.uint32(at: 8, order)
    var options = OptionReader(at: 20, order: order)
    while let option = options.next(in: block) {
      guard option.code == 5 || option.code == 7, option.length == 8 else { continue }
      drops = (drops ?? 0) &+ block.uint64(at: option.offset, order)
    }
  }
}
