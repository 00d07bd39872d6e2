import Glibc

/// One capture file of the command line, which can be opened as often as its kind allows.
final class CaptureFile {
  /// How its bytes are reached.
  private enum Access {
    /// Opened anew for each reading.
    case path
    /// Standard input that is a file or was spooled into one; each reading has its own position.
    case shared(descriptor: Int32)
    /// A pipe; its bytes come once.
    case once
  }

  /// The path as the user gave it.
  let path: String
  /// Last path component, or `-`.
  let name: String
  /// Bytes on disk; `nil` for a pipe.
  private(set) var size: UInt64?
  /// SHA-256 of the file, once it was computed.
  var digest: String?

  private var access = Access.path
  /// A pipe's packets, opened with the input, until the one reader takes them.
  private var unreadSource: PacketSource?

  /// Opens the file, recognises its format and reads its header.
  ///
  /// - Parameters:
  ///   - path: The path, or `-` for standard input.
  ///   - isReadTwice: Whether it must be readable more than once.
  ///   - pseudonym: What stands for its name in results.
  /// - Throws: ``CaptureFileError``.
  init(path: String, isReadTwice: Bool, pseudonym: String? = nil) throws(CaptureFileError) {
    self.path = path
    name = pseudonym ?? Self.name(of: path)
    let descriptor = path == "-" ? STDIN_FILENO : try Self.openForReading(path)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(file: path, reason: systemMessage(errno))
    }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    if isRegular, path == "-", lseek(descriptor, 0, SEEK_CUR) == 0 {
      // Standard input that is a whole file needs no copy to be read again.
      size = UInt64(max(status.st_size, 0))
      access = .shared(descriptor: dup(descriptor))
      _ = try open(makeStream())
    } else if isRegular, path != "-" {
      size = UInt64(max(status.st_size, 0))
      _ = try open(FileStream(descriptor: descriptor, isSeekable: true, closesDescriptor: true))
    } else if path != "-", status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw .unreadable(file: path, reason: systemMessage(EISDIR))
    } else if isReadTwice {
      let spool = try Spool.copy(descriptor, named: path)
      if path != "-" { close(descriptor) }
      access = .shared(descriptor: spool.descriptor)
      size = spool.size
      _ = try open(makeStream())
    } else {
      access = .once
      unreadSource = try open(
        FileStream(descriptor: descriptor, isSeekable: false, closesDescriptor: path != "-"))
    }
  }

  private static func name(of path: String) -> String {
    path == "-" ? "-" : path.split(separator: "/").last.map(String.init) ?? path
  }

  deinit {
    if case .shared(let descriptor) = access { close(descriptor) }
  }

  /// Whether the file can be opened again after it was read.
  var isReopenable: Bool {
    if case .once = access { return false }
    return true
  }

  /// The packets of the file from its first one on.
  func makeSource() throws(CaptureFileError) -> PacketSource {
    if let source = unreadSource {
      unreadSource = nil
      return source
    }
    return try open(makeStream())
  }

  /// SHA-256 of the bytes on disk, kept after the first time; `nil` for a pipe.
  func computeDigest() throws(CaptureFileError) -> String? {
    guard isReopenable else { return nil }
    if let digest { return digest }
    let stream = try makeStream()
    digest = FileDigest.sha256(of: stream)
    if let failure = stream.failure { throw .unreadable(file: path, reason: failure) }
    return digest
  }

  private func makeStream() throws(CaptureFileError) -> FileStream {
    switch access {
    case .path:
      FileStream(descriptor: try Self.openForReading(path), isSeekable: true, closesDescriptor: true)
    case .shared(let descriptor):
      FileStream(descriptor: descriptor, isSeekable: true, closesDescriptor: false)
    case .once: throw .unreadable(file: path, reason: "can be read only once")
    }
  }

  private static func openForReading(_ path: String) throws(CaptureFileError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemMessage(errno)) }
    return descriptor
  }

  /// Recognises compression and format, and reads the file's header.
  private func open(_ file: FileStream) throws(CaptureFileError) -> PacketSource {
    var stream: ByteStream = file
    var compression: String?
    var format = FileFormat.recognise(stream.peek(FileFormat.lookahead))
    switch format {
    case .gzip:
      stream = GzipStream(source: stream)
      compression = "gzip"
      format = FileFormat.recognise(stream.peek(FileFormat.lookahead))
    case .zstd:
      stream = ZstdStream(source: stream)
      compression = "zstd"
      format = FileFormat.recognise(stream.peek(FileFormat.lookahead))
    default: break
    }
    if stream.waitingBytes < 4, let failure = stream.failure {
      if compression == nil { throw .unreadable(file: path, reason: failure) }
      throw .notACapture(file: path, reason: failure, offset: file.consumedBytes)
    }
    var summary = CaptureFileSummary(name: name)
    summary.compression = compression
    summary.bytes = size ?? 0
    switch format {
    case .pcap: return try ClassicSource(stream: stream, path: path, summary: summary)
    case .pcapng: return try PcapngSource(stream: stream, path: path, summary: summary)
    case .empty: throw .notACapture(file: path, reason: "the file is empty", offset: 0)
    case .gzip, .zstd: throw .notACapture(file: path, reason: "compressed more than once", offset: 0)
    case .foreign(let reason): throw .notACapture(file: path, reason: reason, offset: 0)
    }
  }
}
