import Glibc

/// A copy of a pipe in an unlinked temporary file: gone with its last descriptor, whatever happens.
enum Spool {
  /// Copies everything up to the end of `source` into `$TMPDIR`, or `/tmp`.
  static func copy(
    _ source: Int32, named name: String
  ) throws(CaptureFileError) -> (descriptor: Int32, size: UInt64) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array("\(folder.isEmpty ? "/tmp" : folder)/captcp-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw .unreadable(file: name, reason: "no temporary file can be made: \(systemMessage(errno))")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 4096)
    defer { buffer.deallocate() }
    let stream = FileStream(descriptor: source, isSeekable: false, closesDescriptor: false)
    var size: UInt64 = 0
    while true {
      let count = stream.read(buffer)
      if count == 0 { break }
      guard writeAll(buffer, count: count, to: descriptor) else {
        let reason = systemMessage(errno)
        close(descriptor)
        throw .unreadable(file: name, reason: "the temporary copy cannot be written: \(reason)")
      }
      size += UInt64(count)
    }
    if let failure = stream.failure {
      close(descriptor)
      throw .unreadable(file: name, reason: failure)
    }
    return (descriptor, size)
  }

  private static func writeAll(_ buffer: UnsafeMutableRawBufferPointer, count: Int, to descriptor: Int32)
    -> Bool
  {
    var done = 0
    while done < count {
      let written = write(descriptor, buffer.baseAddress?.advanced(by: done), count - done)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      done += written
    }
    return true
  }
}
