import CZstd

/// Decompression of whole files that zstd compressed.
enum Zstandard {
  static func decompress(_ input: [UInt8], name: String) throws(FixtureError) -> [UInt8] {
    let size = input.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    // Both error values of the library are above any size that a fixture may have.
    guard size <= 64 << 20 else { throw .damaged(name, "no content size") }
    var output = [UInt8](repeating: 0, count: Int(size))
    let written = output.withUnsafeMutableBytes { target in
      input.withUnsafeBytes { source in
        ZSTD_decompress(target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    guard ZSTD_isError(written) == 0 else {
      throw .damaged(name, String(cString: ZSTD_getErrorName(written)))
    }
    return output
  }
}
