extension SegmentScript {
  /// The decimals of a second that a classic pcap file keeps.
  public enum Resolution: Sendable {
    /// Microseconds, magic number 0xA1B2C3D4.
    case microseconds
    /// Nanoseconds, magic number 0xA1B23C4D.
    case nanoseconds
  }

  /// The script as a classic pcap file.
  ///
  /// - Parameters:
  ///   - resolution: Decimals kept; further ones are cut.
  ///   - bigEndian: Writes all numbers of the file with the most significant byte first.
  /// - Returns: The bytes of the file.
  public func pcap(resolution: Resolution = .nanoseconds, bigEndian: Bool = false) -> [UInt8] {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      bigEndian ? value.bigEndianBytes : value.littleEndianBytes
    }
    let magic: UInt32 = resolution == .nanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4
    let divisor: Int64 = resolution == .nanoseconds ? 1 : 1000
    var file = bytes(magic) + bytes(UInt16(2)) + bytes(UInt16(4)) + bytes(UInt64(0))
    file += bytes(UInt32(262_144)) + bytes(linkType)
    for frame in frames {
      file += bytes(UInt32(truncatingIfNeeded: frame.nanoseconds / 1_000_000_000))
      file += bytes(UInt32(frame.nanoseconds % 1_000_000_000 / divisor))
      file += bytes(UInt32(frame.bytes.count)) + bytes(UInt32(frame.originalLength)) + frame.bytes
    }
    return file
  }
}
