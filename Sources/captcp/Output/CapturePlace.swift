import PacketCapture

/// Where a capture is written.
enum CapturePlace: Equatable {
  case standardOutput
  case file(path: String)
  case folder(path: String)

  /// Reads the words of the user; a folder must end in `/` or exist.
  ///
  /// - Parameters:
  ///   - path: What stands behind `--output`.
  ///   - allowsFolder: Whether the module writes several captures.
  /// - Throws: ``CommandFailure`` for endings of other forms, and for places that cannot be written to.
  init(path: String, allowsFolder: Bool) throws(CommandFailure) {
    if path == "-" {
      guard !StandardOutput.isTerminal else {
        throw CommandFailure(.usage, "a capture would spoil the terminal: name a file")
      }
      self = .standardOutput
    } else if path.hasSuffix("/") || Destination.isFolder(path) {
      guard allowsFolder else { throw CommandFailure(.usage, "\(path): is a folder") }
      self = .folder(path: path.hasSuffix("/") ? path : path + "/")
    } else {
      let name = path.split(separator: "/").last ?? ""
      let ending = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]).lowercased() } ?? ""
      if ["gz", "zst"].contains(ending) {
        throw CommandFailure(.usage, "\(path): captures are written plain; compress the file afterwards")
      }
      guard OutputFormat(ending: ending) == nil else {
        throw CommandFailure(
          .usage,
          "\(path): captures are written as .pcap or .pcapng" + (allowsFolder ? ", or into a folder" : ""))
      }
      self = .file(path: path)
    }
    switch self {
    case .standardOutput: break
    case .file(let path): _ = try AtomicFile(path: path)
    case .folder(let path): try Destination.folder(path: path).checkWritable()
    }
  }

  /// The format that the place asks for.
  var form: CaptureEncoder.Form {
    if case .file(let path) = self, path.lowercased().hasSuffix(".pcapng") { .pcapng } else { .fitting }
  }

  /// Fails if packets that need pcapng are to go into a file that is called `.pcap`.
  ///
  /// - Throws: ``CommandFailure``.
  func check(_ encoder: CaptureEncoder) throws(CommandFailure) {
    guard case .file(let path) = self, path.lowercased().hasSuffix(".pcap"), encoder.classicHeader == nil
    else {
      return
    }
    throw CommandFailure(
      .usage,
      "\(path): these packets need the pcapng format (they come from it, or differ in link type or resolution): "
        + "call the file .pcapng")
  }
}
