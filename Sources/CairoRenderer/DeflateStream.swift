import CZlib

/// Compresses bytes in the zlib format (RFC 1950); owns the state of zlib.
final class DeflateStream {
  private let state: UnsafeMutablePointer<z_stream>
  private(set) var output: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// Starts a stream with fixed parameters, so that the same bytes come out each time.
  init(level: Int32) throws(RendererError) {
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    let status = deflateInit2_(
      state, level, Z_DEFLATED, 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .compression(status: status) }
  }

  deinit {
    deflateEnd(state)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Compresses more bytes.
  func append(_ bytes: [UInt8]) throws(RendererError) { try run(bytes, flush: Z_NO_FLUSH) }

  /// Ends the stream; `output` is complete then.
  func finish() throws(RendererError) { try run([], flush: Z_FINISH) }

  private func run(_ bytes: [UInt8], flush: Int32) throws(RendererError) {
    let status = bytes.withUnsafeBufferPointer { input -> Int32 in
      // zlib reads its input only, though its interface does not say so.
      state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      state.pointee.avail_in = UInt32(truncatingIfNeeded: input.count)
      return drain(flush: flush)
    }
    state.pointee.next_in = nil
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw .compression(status: status)
    }
  }

  private func drain(flush: Int32) -> Int32 {
    var status = Z_OK
    repeat {
      let written = buffer.withUnsafeMutableBufferPointer { space -> Int in
        state.pointee.next_out = space.baseAddress
        state.pointee.avail_out = UInt32(truncatingIfNeeded: space.count)
        status = deflate(state, flush)
        return space.count - Int(state.pointee.avail_out)
      }
      output.append(contentsOf: buffer.prefix(written))
    } while (status == Z_OK || status == Z_BUF_ERROR) && state.pointee.avail_out == 0
    return status
  }
}
