import CZlib

/// The bytes that a gzip file holds, with all its members one behind the other (RFC 1952, section 2.2).
final class GzipStream: ByteStream {
  private let source: ByteStream
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4096)
  private let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isBetweenMembers = false
  private var isFinished = false

  /// Decompresses what `source` gives.
  init(source: ByteStream) {
    self.source = source
    state.initialize(to: z_stream())
    super.init()
    // 15 bits of window, the greatest; + 16: a gzip header is expected.
    let status = inflateInit2_(state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK { finish("zlib cannot be used (error \(status))") }
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
    input.deallocate()
  }

  override var consumedBytes: UInt64 { source.consumedBytes &- UInt64(state.pointee.avail_in) }

  override func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard !isFinished, !buffer.isEmpty else { return 0 }
    let wanted = min(buffer.count, Int(UInt32.max))
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(wanted)
    while !isFinished, Int(state.pointee.avail_out) == wanted {
      if state.pointee.avail_in == 0, !refill() { break }
      if isBetweenMembers, !startMember() { break }
      step()
    }
    return wanted - Int(state.pointee.avail_out)
  }

  private func refill() -> Bool {
    let count = source.read(input)
    if count == 0 {
      finish(source.failure ?? (isBetweenMembers ? nil : "compressed data (gzip) end too early"))
      return false
    }
    state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_in = UInt32(count)
    return true
  }

  /// Begins a further member; anything else behind the last one (padding, as on tapes) is left alone, as gzip(1) does.
  private func startMember() -> Bool {
    guard state.pointee.next_in.pointee == 0x1f, inflateReset(state) == Z_OK else {
      finish(nil)
      return false
    }
    isBetweenMembers = false
    return true
  }

  private func step() {
    switch inflate(state, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      let detail = state.pointee.msg.map { String(cString: $0) } ?? "unknown damage"
      finish("compressed data (gzip) are damaged: \(detail)")
    }
  }

  private func finish(_ reason: String?) {
    isFinished = true
    failure = reason
  }
}
