/// The checksum of IP and TCP headers (RFC 1071).
enum InternetChecksum {
  /// The checksum over the parts one after another; each but the last must have an even length.
  static func of(_ parts: [UInt8]...) -> UInt16 {
    var sum: UInt64 = 0
    for part in parts {
      for (index, byte) in part.enumerated() {
        sum += index.isMultiple(of: 2) ? UInt64(byte) << 8 : UInt64(byte)
      }
    }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(sum)
  }
}

extension FixedWidthInteger {
  /// The bytes in network order.
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
  /// The bytes with the least significant first.
  var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
