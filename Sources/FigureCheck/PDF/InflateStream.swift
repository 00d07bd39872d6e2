import CZlib

/// Expands bytes in the zlib format (RFC 1950), up to a bound.
enum InflateStream {
  /// The bytes that some compressed ones hold.
  ///
  /// What stands behind the end is left alone, as readers do. Data that break off are damaged.
  ///
  /// - Parameters:
  ///   - bytes: The compressed bytes.
  ///   - limit: Most bytes that may come out.
  /// - Returns: The expanded bytes.
  /// - Throws: ``PDFError/damaged(reason:)``, or ``PDFError/tooComplex`` beyond the bound.
  static func expanded(_ bytes: ArraySlice<UInt8>, limit: Int) throws(PDFError) -> [UInt8] {
    var state = z_stream()
    guard inflateInit_(&state, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .unsupported(reason: "zlib cannot be used")
    }
    defer { inflateEnd(&state) }
    let capacity = 1 << 16
    var output: [UInt8] = []
    var status = Z_OK
    bytes.withUnsafeBufferPointer { input in
      // zlib reads its input only, though its interface does not say so.
      state.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      state.avail_in = UInt32(truncatingIfNeeded: input.count)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { space in
        repeat {
          state.next_out = space.baseAddress
          state.avail_out = UInt32(capacity)
          status = inflate(&state, Z_NO_FLUSH)
          output.append(contentsOf: space[..<(capacity - Int(state.avail_out))])
        } while status == Z_OK && output.count <= limit
      }
    }
    guard output.count <= limit else { throw .tooComplex }
    guard status == Z_STREAM_END else { throw .damaged(reason: "compressed data end too early or are wrong") }
    return output
  }
}
