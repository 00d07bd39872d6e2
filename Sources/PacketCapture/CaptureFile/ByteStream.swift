/// A stream of bytes that can look ahead: a file, a pipe, or what a decompressor makes of one.
///
/// Subclasses override `fill(_:)`; users call `read(_:)` and `peek(_:)`.
class ByteStream {
  /// Why the stream ended before its proper end, in words; `nil` while all is well.
  var failure: String?

  /// Bytes of the file on disk that were used so far.
  var consumedBytes: UInt64 { 0 }

  /// Bytes handed to the user of this stream so far.
  private(set) var deliveredBytes: UInt64 = 0

  // Invariant: bytes of `lookahead` before `lookaheadStart` were delivered.
  private var lookahead: [UInt8] = []
  private var lookaheadStart = 0

  /// Reads up to `buffer.count` bytes from the source; 0 is the end, after which `failure` may be set.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

  /// Reads at least one and up to `buffer.count` bytes; 0 is the end of the stream.
  final func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let waiting = lookahead.count - lookaheadStart
    guard waiting > 0 else {
      let count = fill(buffer)
      deliveredBytes &+= UInt64(count)
      return count
    }
    let count = min(waiting, buffer.count)
    lookahead.withUnsafeBytes { bytes in
      buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[lookaheadStart..<lookaheadStart + count]))
    }
    lookaheadStart += count
    deliveredBytes &+= UInt64(count)
    return count
  }

  /// Bytes that were read from the source but not delivered yet.
  final var waitingBytes: Int { lookahead.count - lookaheadStart }

  /// The next bytes without taking them: `count`, or fewer at the end of the stream.
  final func peek(_ count: Int) -> ArraySlice<UInt8> {
    lookahead.removeFirst(lookaheadStart)
    lookaheadStart = 0
    while lookahead.count < count {
      let missing = count - lookahead.count
      var chunk = [UInt8](repeating: 0, count: missing)
      let filled = chunk.withUnsafeMutableBytes { fill($0) }
      if filled == 0 { break }
      lookahead += chunk[..<filled]
    }
    return lookahead.prefix(count)
  }
}
