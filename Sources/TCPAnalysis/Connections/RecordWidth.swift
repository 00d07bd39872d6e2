/// How many bytes a number of a record takes, as three bits tell it.
enum RecordWidth {
  /// The least code for numbers with these bits: 0 for nothing, 1 to 6 for so many bytes, 7 for eight.
  @inline(__always)
  static func code(_ bits: UInt64) -> UInt32 {
    let bytes = (71 &- bits.leadingZeroBitCount) &>> 3
    return bytes <= 6 ? UInt32(truncatingIfNeeded: bytes) : 7
  }

  /// Bytes of a number whose code stands in the lowest three bits.
  @inline(__always)
  static func bytes(_ code: UInt32) -> Int {
    let code = Int(code & 7)
    return code == 7 ? 8 : code
  }

  /// The bits of eight bytes that belong to a number of 1 to 8 bytes.
  @inline(__always)
  static func mask(_ bytes: Int) -> UInt64 { UInt64.max &>> UInt64(64 &- 8 &* bytes) }
}
