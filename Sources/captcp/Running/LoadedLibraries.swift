@preconcurrency import Glibc

/// Versions of the libraries that captures are read with, as loaded in this process.
enum LoadedLibraries {
  /// Name and version, in the order of their use; a library that does not tell its version is left out.
  static var all: [(name: String, version: String)] {
    let functions: [(String, String)] = [
      ("libpcap", "pcap_lib_version"), ("zlib", "zlibVersion"), ("zstd", "ZSTD_versionString"),
    ]
    var result = functions.compactMap { name, symbol in text(symbol).map { (name: name, version: $0) } }
    if let crypto = cryptoVersion { result.append((name: "libcrypto", version: crypto)) }
    return result
  }

  private typealias VersionFunction = @convention(c) () -> UnsafePointer<CChar>?
  private typealias CryptoFunction = @convention(c) (Int32) -> UnsafePointer<CChar>?

  private static func text(_ symbol: String) -> String? {
    guard let address = dlsym(nil, symbol) else { return nil }
    let function = unsafeBitCast(address, to: VersionFunction.self)
    return function().map { number(in: String(cString: $0)) }
  }

  private static var cryptoVersion: String? {
    guard let address = dlsym(nil, "OpenSSL_version") else { return nil }
    return unsafeBitCast(address, to: CryptoFunction.self)(0).map { number(in: String(cString: $0)) }
  }

  /// The first word that starts with a digit: `libpcap version 1.10.3 (with …)` is `1.10.3`.
  private static func number(in text: String) -> String {
    text.split(separator: " ").first { $0.first?.isNumber == true }.map(String.init) ?? text
  }
}
