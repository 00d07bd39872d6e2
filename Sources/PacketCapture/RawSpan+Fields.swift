// Big-endian fields of packet headers. The span checks every position; callers check lengths before, as a
// position beyond the end stops the program.
extension RawSpan {
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func uint16(at offset: Int) -> UInt16 {
    UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  @inline(__always)
  func uint32(at offset: Int) -> UInt32 {
    UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  func uint64(at offset: Int) -> UInt64 {
    UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether `count` bytes lie at `offset`.
  @inline(__always)
  func holds(_ count: Int, at offset: Int) -> Bool {
    offset <= byteCount && count <= byteCount - offset
  }
}

/// Byte order of a file or a section of it.
enum ByteOrder {
  case big
  case little
}

extension RawSpan {
  @inline(__always)
  func uint16(at offset: Int, _ order: ByteOrder) -> UInt16 {
    let value = uint16(at: offset)
    return order == .big ? value : value.byteSwapped
  }

  @inline(__always)
  func uint32(at offset: Int, _ order: ByteOrder) -> UInt32 {
    let value = uint32(at: offset)
    return order == .big ? value : value.byteSwapped
  }

  @inline(__always)
  func uint64(at offset: Int, _ order: ByteOrder) -> UInt64 {
    let value = uint64(at: offset)
    return order == .big ? value : value.byteSwapped
  }
}
