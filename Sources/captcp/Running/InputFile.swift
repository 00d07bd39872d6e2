@preconcurrency import Glibc

/// Small files that are read whole.
enum InputFile {
  /// The bytes of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: Most bytes that are read.
  /// - Returns: The bytes.
  /// - Throws: ``CommandFailure`` of the system's words, or for a file beyond the limit.
  static func bytes(of path: String, limit: Int) throws(CommandFailure) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while bytes.count <= limit {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      bytes += piece[..<count]
    }
    throw CommandFailure(.badInput, "\(path): larger than \(limit >> 20) MiB, which is no figure")
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.badInput, "\(path): \(SystemError.text(errno))")
  }
}
