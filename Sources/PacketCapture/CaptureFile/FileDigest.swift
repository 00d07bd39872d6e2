import CCrypto
import Glibc

/// SHA-256 of bytes (FIPS 180-4), by libcrypto.
public enum FileDigest {
  /// The digest of a file's content in lower-case hexadecimal; `nil` if it cannot be read.
  ///
  /// - Complexity: O(n) in the size of the file, in constant memory.
  public static func sha256(ofFileAt path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    return sha256(of: FileStream(descriptor: descriptor, isSeekable: true, closesDescriptor: true))
  }

  /// The digest of bytes in lower-case hexadecimal; `nil` if libcrypto fails.
  public static func sha256(_ bytes: [UInt8]) -> String? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1,
      EVP_DigestUpdate(context, bytes, bytes.count) == 1
    else { return nil }
    return digest(context)
  }

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
    return digest(context)
  }

  private static func digest(_ context: OpaquePointer) -> String? {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_DigestFinal_ex(context, &digest, &length) == 1 else { return nil }
    let digits = Array("0123456789abcdef")
    return String(digest.prefix(Int(length)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
