/// Compressed files made by hand: their blocks are stored, not squeezed.
enum Compression {
  /// One gzip member with one stored block (RFC 1951, section 3.2.4; RFC 1952).
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let order = Order.little
    var result: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
    result += [1] + order.u16(bytes.count) + order.u16(~bytes.count & 0xffff) + bytes
    return result + order.u32(crc32(bytes)) + order.u32(UInt32(bytes.count))
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    return ~crc
  }

  /// One zstd frame with one raw block (RFC 8878, section 3.1.1).
  static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    let order = Order.little
    let header = UInt32(bytes.count) << 3 | 1
    return [0x28, 0xb5, 0x2f, 0xfd, 0xa0] + order.u32(UInt32(bytes.count)) + order.u32(header).dropLast()
      + bytes
  }
}
