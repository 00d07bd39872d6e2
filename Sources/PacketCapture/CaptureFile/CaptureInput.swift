/// The capture files of one run, opened and recognised, that can be read from the start as often as needed.
public final class CaptureInput {
  private let files: [CaptureFile]
  private let options: CaptureOptions

  /// Opens all files and recognises their formats by magic bytes.
  ///
  /// - Parameters:
  ///   - paths: Files, or `-` for standard input (once).
  ///   - options: How to read.
  /// - Throws: ``CaptureFileError`` if a file is unreadable or no capture, or the filter does not compile.
  public init(paths: [String], options: CaptureOptions) throws(CaptureFileError) {
    self.options = options
    if let filter = options.filter { try PacketFilter.check(filter) }
    if paths.count(where: { $0 == "-" }) > 1 {
      throw .unreadable(file: "-", reason: "standard input can be named only once")
    }
    // The index of a packet's file has 16 bits.
    if paths.count > 1 << 16 {
      throw .unreadable(file: paths[1 << 16], reason: "more than \(1 << 16) capture files")
    }
    var files: [CaptureFile] = []
    for (index, path) in paths.enumerated() {
      let file = try CaptureFile(
        path: path, isReadTwice: options.isReadTwice,
        pseudonym: options.anonymization.map { _ in "capture-\(index + options.firstPseudonym)" })
      files.append(file)
    }
    self.files = files
  }

  /// Bytes of all files on disk, for progress; `nil` if unknown (standard input).
  public var totalBytes: UInt64? {
    var total: UInt64 = 0
    for file in files {
      guard let size = file.size else { return nil }
      total &+= size
    }
    return total
  }

  /// A reader that starts at the first packet.
  ///
  /// Files can be read again and again; pipes once, but for `isReadTwice`.
  ///
  /// - Throws: ``CaptureFileError``.
  public func makeReader() throws(CaptureFileError) -> CaptureReader {
    CaptureReader(merge: try PacketMerge(files: files), options: options)
  }

  /// SHA-256 of each file's bytes on disk in lower-case hexadecimal; `nil` where the bytes are gone (a pipe).
  ///
  /// Once computed, they also stand in the summaries of all readers.
  ///
  /// - Throws: ``CaptureFileError/unreadable(file:reason:)``.
  public func digests() throws(CaptureFileError) -> [String?] {
    var digests: [String?] = []
    for file in files { digests.append(try file.computeDigest()) }
    return digests
  }
}
