import CCrypto
import Glibc

/// How addresses, and on request ports, are replaced by pseudonyms: the same key gives the same pseudonyms.
public struct Anonymization: Sendable, Equatable {
  /// Whether ports are replaced too.
  public var mapsPorts = false
  /// 32 bytes: the first 16 are the key of the cipher, the others make the padding.
  let key: [UInt8]

  /// Takes a key.
  ///
  /// - Parameter secret: 32 bytes are the key as they are, in the form of Crypto-PAn; of anything else the SHA-256 is
  ///   taken (FIPS 180-4).
  ///
  /// It fails if the secret is empty, or libcrypto does.
  public init?(secret: [UInt8]) {
    guard !secret.isEmpty else { return nil }
    if secret.count == 32 {
      key = secret
      return
    }
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_Digest(secret, secret.count, &digest, &length, EVP_sha256(), nil) == 1, length == 32 else {
      return nil
    }
    key = Array(digest.prefix(32))
  }

  /// Makes a key that nobody knows.
  ///
  /// - Returns: `nil` if the system gives no random numbers.
  public static func random() -> Anonymization? {
    var secret = [UInt8](repeating: 0, count: 32)
    let count = secret.count
    guard getentropy(&secret, count) == 0 else { return nil }
    return Anonymization(secret: secret)
  }
}

/// AES-128, a block at a time or several (FIPS 197), by libcrypto.
final class BlockCipher {
  private let context: OpaquePointer?
  private var block = [UInt8](repeating: 0, count: 16)

  /// Takes a key of 16 bytes.
  init(key: ArraySlice<UInt8>) {
    context = EVP_CIPHER_CTX_new()
    let isReady = EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nil, Array(key), nil) == 1
    // Pseudonyms that are none would give addresses away: without the cipher nothing may go on.
    precondition(context != nil && isReady && key.count == 16, "libcrypto gives no AES-128")
    EVP_CIPHER_CTX_set_padding(context, 0)
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Encrypts whole blocks in place.
  func encrypt(_ blocks: inout [UInt8]) { Self.encrypt(&blocks, context) }

  private static func encrypt(_ blocks: inout [UInt8], _ context: OpaquePointer?) {
    var length: Int32 = 0
    let count = Int32(blocks.count)
    let isDone = blocks.withUnsafeMutableBufferPointer { buffer in
      EVP_EncryptUpdate(context, buffer.baseAddress, &length, buffer.baseAddress, count) == 1
    }
    precondition(isDone && length == count, "libcrypto does not encrypt")
  }

  /// Eight bytes that depend on the key, a purpose and a value, and tell of neither.
  func number(purpose: UInt8, _ high: UInt64, _ low: UInt64 = 0) -> UInt64 {
    block[0] = purpose
    for index in 0..<8 { block[8 + index] = UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(index))) }
    for index in 0..<7 { block[1 + index] = UInt8(truncatingIfNeeded: high >> (48 - 8 * UInt64(index))) }
    Self.encrypt(&block, context)
    return block.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
