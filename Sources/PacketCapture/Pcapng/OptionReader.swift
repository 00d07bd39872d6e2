/// Walks through the options of a block: code and length of 16 bits each, value, padding to 32 bits.
struct OptionReader {
  /// Where an option's value lies.
  struct Option {
    var code: UInt16
    var offset: Int
    var length: Int
  }

  private var position: Int
  private let order: ByteOrder

  /// Begins at `offset` of the block.
  init(at offset: Int, order: ByteOrder) {
    position = offset
    self.order = order
  }

  /// The next option that lies wholly within the block; `nil` at the end, or where a length is wrong.
  mutating func next(in block: RawSpan) -> Option? {
    guard block.holds(4, at: position) else { return nil }
    let code = block.uint16(at: position, order)
    let length = Int(block.uint16(at: position + 2, order))
    guard code != 0, block.holds(length, at: position + 4) else { return nil }
    let option = Option(code: code, offset: position + 4, length: length)
    position += 4 + (length + 3) & ~3
    return option
  }
}

extension RawSpan {
  /// The text of an option, without a closing zero byte and cut after 1024 bytes; wrong UTF-8 is repaired.
  func text(_ option: OptionReader.Option) -> String {
    var bytes: [UInt8] = []
    for offset in option.offset..<option.offset + min(option.length, 1024) {
      let byte = self.byte(at: offset)
      if byte == 0 { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
