@preconcurrency import Glibc

/// Keeps captures from being overwritten by what is made of them.
enum CaptureGuard {
  /// Whether a file is a capture, or compressed as captures are: nothing that is written but captures takes its place.
  static func isCapture(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    var word: UInt32 = 0
    guard read(descriptor, &word, 4) == 4 else { return false }
    let number = UInt32(bigEndian: word)
    // Classic pcap with micro- and nanoseconds and modified, pcapng, zstd; gzip by its first three bytes.
    let known: [UInt32] = [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34, 0x0a0d_0d0a, 0x28b5_2ffd]
    return known.contains(number) || known.contains(number.byteSwapped) || number >> 8 == 0x1f8b08
  }

  /// Fails if a capture would be written over one that is read.
  ///
  /// - Throws: ``CommandFailure``.
  static func check(_ target: String, inputs: [String]) throws(CommandFailure) {
    var new = stat()
    guard target != "-", stat(target, &new) == 0, new.st_mode & S_IFMT == S_IFREG else { return }
    for input in inputs where input != "-" {
      var old = stat()
      guard stat(input, &old) == 0, old.st_dev == new.st_dev, old.st_ino == new.st_ino else { continue }
      throw CommandFailure(.usage, "\(target): is the capture that is read: name another file")
    }
  }
}
