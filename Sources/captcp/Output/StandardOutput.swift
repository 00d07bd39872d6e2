@preconcurrency import Glibc

/// Standard output: results go here, unbuffered, in the large pieces that writers make.
struct StandardOutput {
  /// Writes all bytes.
  ///
  /// A closed pipe ends the process by SIGPIPE, as other tools do.
  ///
  /// - Throws: ``CommandFailure`` if the output can take no more (a full disk).
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    if let number = DescriptorWriter.write(bytes, to: STDOUT_FILENO) {
      throw CommandFailure(.missing, "standard output: \(SystemError.text(number))")
    }
  }

  /// Whether it is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

/// Standard error: warnings, the progress bar and messages.
enum StandardError {
  /// Writes text; failures are not told, there is nowhere left to tell them.
  static func write(_ text: String) {
    _ = DescriptorWriter.write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Whether it is a terminal.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Writes bytes to a file descriptor.
enum DescriptorWriter {
  /// Writes all bytes and returns the error number, or `nil` if all went well.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if count > 0 {
          offset += count
        } else if count < 0, errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}

/// Messages of the system.
enum SystemError {
  /// The words for an error number.
  static func text(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
  }
}
