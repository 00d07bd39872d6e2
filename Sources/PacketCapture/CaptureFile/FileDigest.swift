import CCrypto

/// SHA-256 of a stream's bytes (FIPS 180-4), by libcrypto.
enum FileDigest {
  /// Reads the stream to its end.
  ///
  /// - Returns: The digest in lower-case hexadecimal; `nil` if libcrypto fails or the stream does (`failure` is set then).
  static func sha256(of stream: ByteStream) -> String? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = stream.read(buffer)
      if count == 0 { break }
      guard EVP_DigestUpdate(context, buffer.baseAddress, count) == 1 else { return nil }
    }
    guard stream.failure == nil else { return nil }
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_DigestFinal_ex(context, &digest, &length) == 1 else { return nil }
    let digits = Array("0123456789abcdef")
    return String(digest.prefix(Int(length)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
