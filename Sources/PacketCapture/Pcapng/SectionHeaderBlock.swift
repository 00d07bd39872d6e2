/// Section Header Block: byte order, version, and where the section came from
/// (draft-ietf-opsawg-pcapng, section 4.1).
struct SectionHeaderBlock {
  static let type: UInt32 = 0x0a0d_0d0a

  let order: ByteOrder
  let majorVersion: UInt16
  /// Comment, hardware, system and program, as far as the section names them.
  private(set) var origin: [String] = []

  /// The byte order that the magic number at offset 8 of a block tells; `nil` if it is no magic number.
  static func order(of block: RawSpan) -> ByteOrder? {
    switch block.uint32(at: 8) {
    case 0x1a2b_3c4d: .big
    case 0x4d3c_2b1a: .little
    default: nil
    }
  }

  /// Reads a whole block; `nil` if it is too short.
  init?(_ block: RawSpan, order: ByteOrder) {
    guard block.byteCount >= 28 else { return nil }
    self.order = order
    majorVersion = block.uint16(at: 12, order)
    var options = OptionReader(at: 24, order: order)
    while let option = options.next(in: block), origin.count < 16 {
      // opt_comment, shb_hardware, shb_os, shb_userappl
      if (1...4).contains(option.code), option.length > 0 { origin.append(block.text(option)) }
    }
  }
}
