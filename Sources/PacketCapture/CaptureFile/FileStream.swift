import Glibc

/// The bytes of an open file; of a regular file at a position of its own, so that one descriptor serves many readers.
final class FileStream: ByteStream {
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private let isSeekable: Bool
  private var position: off_t = 0

  /// Reads from a descriptor.
  ///
  /// - Parameters:
  ///   - descriptor: The open file.
  ///   - isSeekable: Whether to read from the file's start with pread(2), not from where the descriptor stands.
  ///   - closesDescriptor: Whether the stream closes the descriptor when it goes away.
  init(descriptor: Int32, isSeekable: Bool, closesDescriptor: Bool) {
    self.descriptor = descriptor
    self.isSeekable = isSeekable
    self.closesDescriptor = closesDescriptor
    // A pipe that holds 1 MiB (F_SETPIPE_SZ, a macro that Swift does not import) spares both ends from waiting for each
    // other every 64 KiB; anything else refuses it, and that is as well.
    if !isSeekable { _ = fcntl(descriptor, 1031, 1 << 20) }
  }

  deinit {
    if closesDescriptor { close(descriptor) }
  }

  override var consumedBytes: UInt64 { deliveredBytes }

  override func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count =
        isSeekable
        ? pread(descriptor, buffer.baseAddress, buffer.count, position)
        : Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        position += count
        return count
      }
      if errno == EINTR { continue }
      failure = systemMessage(errno)
      return 0
    }
  }
}

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String {
  guard let text = strerror(number) else { return "error \(number)" }
  return String(cString: text)
}
