@preconcurrency import Glibc

/// A file that fits into memory: a spec, a table of the cache.
enum SmallFile {
  /// Its content; `nil` if it cannot be read (`errno` says why) or is longer than the limit.
  static func content(_ path: String, limit: Int) -> [UInt8]? {
    errno = 0
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return ferror(file) == 0 ? bytes : nil }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { return nil }
    }
  }

  /// Its content as text; empty if there is none.
  static func text(_ path: String, limit: Int = 1 << 24) -> String {
    content(path, limit: limit).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
