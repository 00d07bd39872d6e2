/// A window on a stream that grows only as bytes arrive, never because a length field says so.
struct BlockBuffer: ~Copyable {
  private let stream: ByteStream
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4096)
  private var start = 0
  private var end = 0
  /// Offset in the uncompressed file of the first byte that was not taken.
  private(set) var offset: UInt64 = 0

  init(stream: ByteStream) {
    self.stream = stream
  }

  deinit {
    memory.deallocate()
  }

  /// Bytes at hand.
  var available: Int { end - start }

  /// Pointer to the first byte that was not taken; valid until the next `need(_:)` or `skip(_:)`.
  var pointer: UnsafeRawPointer? { memory.baseAddress.map { UnsafeRawPointer($0 + start) } }

  /// The bytes at hand.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[start..<end])
  }

  /// Reads on until `count` bytes are at hand; `false` if the stream ends before.
  @inline(__always)
  mutating func need(_ count: Int) -> Bool {
    end - start >= count ? true : fill(count)
  }

  private mutating func fill(_ count: Int) -> Bool {
    if start > 0 {
      memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[start..<end]))
      end -= start
      start = 0
    }
    while end < count {
      if end == memory.count { grow() }
      let read = stream.read(UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
      if read == 0 { return false }
      end += read
    }
    return true
  }

  private mutating func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 4096)
    larger.copyMemory(from: UnsafeRawBufferPointer(memory))
    memory.deallocate()
    memory = larger
  }

  /// Takes `count` bytes that are at hand.
  @inline(__always)
  mutating func take(_ count: Int) {
    start += count
    offset &+= UInt64(count)
  }

  /// Takes `count` bytes, at hand or not; `false` if the stream ends before.
  mutating func skip(_ count: UInt64) -> Bool {
    var left = count
    while left > 0 {
      if available == 0, !need(1) { return false }
      let step = Int(min(left, UInt64(available)))
      take(step)
      left -= UInt64(step)
    }
    return true
  }
}
