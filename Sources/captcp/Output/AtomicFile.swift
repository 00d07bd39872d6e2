@preconcurrency import Glibc

/// A file that appears under its name only when it is complete.
///
/// The content goes to an unnamed file in the same folder (`O_TMPFILE`), which the system removes however the
/// process ends; where the file system has none, to a temporary file while interrupts are held back. If the file
/// of that name has the same content already, it is left alone with its time.
final class AtomicFile {
  /// The path, as the user wrote it.
  let path: String
  private let target: String
  private var descriptor: Int32 = -1
  private var temporaryPath: String?
  private var isDirect = false
  private var hold: InterruptHold?

  /// Opens the file for writing; nothing is seen of it before `commit()`.
  ///
  /// - Throws: ``CommandFailure`` if the folder does not exist or cannot be written to.
  init(path: String) throws(CommandFailure) {
    self.path = path
    target = Self.resolved(path)
    var status = stat()
    if stat(target, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw CommandFailure(.usage, "\(path): is a folder") }
      if status.st_mode & S_IFMT != S_IFREG {
        isDirect = true
        descriptor = open(target, O_WRONLY | O_CLOEXEC)
        if descriptor < 0 { throw Self.failure(path, errno) }
        return
      }
      if access(target, W_OK) != 0 { throw Self.failure(path, errno) }
    }
    let folder = Self.folder(of: target)
    // O_TMPFILE of Linux, whose macro Swift does not import: a bit of its own and O_DIRECTORY.
    descriptor = open(folder, O_RDWR | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o666)
    if descriptor < 0 { try openTemporaryFile() }
  }

  deinit { discard() }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    if let number = DescriptorWriter.write(bytes, to: descriptor) { throw Self.failure(path, number) }
    if hold != nil, InterruptHold.isPending {
      discard()
      throw CommandFailure(.interrupted, "interrupted")
    }
  }

  /// Gives the file its name.
  ///
  /// - Returns: Whether the content is another than before.
  /// - Throws: ``CommandFailure``.
  @discardableResult
  func commit() throws(CommandFailure) -> Bool {
    defer { discard() }
    guard !isDirect else { return true }
    guard !hasSameContent() else { return false }
    copyMode()
    holdInterrupts()
    let temporary = temporaryPath ?? Self.temporaryName(target)
    if temporaryPath == nil {
      // The unnamed file gets a name by its entry below /proc (open(2), O_TMPFILE).
      guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0
      else {
        throw Self.failure(path, errno)
      }
    }
    guard rename(temporary, target) == 0 else {
      let number = errno
      unlink(temporary)
      throw Self.failure(path, number)
    }
    temporaryPath = nil
    return true
  }

  private func discard() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    if let temporaryPath { unlink(temporaryPath) }
    temporaryPath = nil
    hold?.end()
    hold = nil
  }

  private func openTemporaryFile() throws(CommandFailure) {
    let name = Self.temporaryName(target)
    holdInterrupts()
    descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let number = errno
      discard()
      throw Self.failure(path, number)
    }
    temporaryPath = name
  }

  private func holdInterrupts() {
    if hold == nil { hold = InterruptHold() }
  }

  private func copyMode() {
    var status = stat()
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  private func hasSameContent() -> Bool {
    let old = open(target, O_RDONLY | O_CLOEXEC)
    guard old >= 0 else { return false }
    defer { close(old) }
    var oldStatus = stat()
    var newStatus = stat()
    guard fstat(old, &oldStatus) == 0, fstat(descriptor, &newStatus) == 0,
      oldStatus.st_size == newStatus.st_size
    else { return false }
    let size = 1 << 16
    var left = [UInt8](repeating: 0, count: size)
    var right = left
    var offset: off_t = 0
    while offset < newStatus.st_size {
      let leftCount = pread(old, &left, size, offset)
      let rightCount = pread(descriptor, &right, size, offset)
      guard leftCount > 0, leftCount == rightCount, left[..<leftCount] == right[..<rightCount] else {
        return false
      }
      offset += off_t(leftCount)
    }
    return true
  }

  /// The file that a chain of symbolic links ends at, so that the link stays.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func temporaryName(_ target: String) -> String {
    let name = target.split(separator: "/").last.map(String.init) ?? target
    return "\(folder(of: target))/.\(name).captcp-\(getpid())"
  }

  /// A missing folder is wrong use; a permission or room on the disk is something outside that is missing.
  static func failure(_ path: String, _ number: Int32) -> CommandFailure {
    let isUsage = [ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG].contains(number)
    return CommandFailure(isUsage ? .usage : .missing, "\(path): \(SystemError.text(number))")
  }
}
