import CZstd

/// The bytes that a zstd file holds, with all its frames one behind the other (RFC 8878, section 3).
final class ZstdStream: ByteStream {
  /// Greatest window, as a power of two: what `zstd -d` accepts without being told.
  private static let windowLogarithm: Int32 = 27

  private let source: ByteStream
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4096)
  private var pending = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
  private let context: OpaquePointer?
  private var isBetweenFrames = true
  // A full output buffer may leave decoded bytes inside the context, so a used-up input is no end by itself.
  private var hasBufferedOutput = false
  private var isFinished = false

  /// Decompresses what `source` gives.
  init(source: ByteStream) {
    self.source = source
    context = ZSTD_createDStream()
    super.init()
    if context == nil {
      finish("zstd cannot be used (no memory)")
    } else {
      _ = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogarithm)
    }
  }

  deinit {
    _ = ZSTD_freeDStream(context)
    input.deallocate()
  }

  override var consumedBytes: UInt64 { source.consumedBytes &- UInt64(pending.size - pending.pos) }

  override func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard !isFinished, !buffer.isEmpty else { return 0 }
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while !isFinished, output.pos == 0 {
      if pending.pos == pending.size, !hasBufferedOutput, !refill() { break }
      let status = ZSTD_decompressStream(context, &output, &pending)
      if ZSTD_isError(status) != 0 {
        finish("compressed data (zstd) are damaged: \(String(cString: ZSTD_getErrorName(status)))")
        break
      }
      isBetweenFrames = status == 0
      hasBufferedOutput = output.pos == output.size && !isBetweenFrames
    }
    return output.pos
  }

  private func refill() -> Bool {
    let count = source.read(input)
    if count == 0 {
      finish(source.failure ?? (isBetweenFrames ? nil : "compressed data (zstd) end too early"))
      return false
    }
    pending = ZSTD_inBuffer(src: input.baseAddress, size: count, pos: 0)
    return true
  }

  private func finish(_ reason: String?) {
    isFinished = true
    failure = reason
  }
}
