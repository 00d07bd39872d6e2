import Glibc

/// A file with given bytes that is removed when its owner goes away.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8]) {
    var template = Array("\(Self.folder)/capture-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    close(descriptor)
    replace(with: bytes)
  }

  deinit {
    unlink(path)
  }

  static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  func replace(with bytes: [UInt8]) {
    let file = fopen(path, "wb")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
