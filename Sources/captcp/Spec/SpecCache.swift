@preconcurrency import Glibc
import PacketCapture
import TCPAnalysis

/// What was made before and of what, in `.captcp-cache/` beside the spec; deleting it is always safe.
///
/// Each fact is a file of its own, so that several runs at once disturb nobody.
struct SpecCache {
  /// Its name, beside the spec.
  static let folder = ".captcp-cache"
  private let folder: String
  /// Whether anything is written; a check only looks.
  private let isReadOnly: Bool

  /// Opens the cache of the current folder.
  init(folder: String = SpecCache.folder, isReadOnly: Bool = false) {
    self.folder = folder
    self.isReadOnly = isReadOnly
  }

  // MARK: Keys

  /// A key of texts, as SHA-256 in hexadecimal.
  func key(_ parts: [String]) throws(CommandFailure) -> String {
    var bytes: [UInt8] = []
    // The length in front keeps two lists apart whatever the texts hold.
    for part in parts { bytes += Array("\(part.utf8.count):\(part)\n".utf8) }
    guard let key = FileDigest.sha256(bytes) else {
      throw CommandFailure(.missing, "libcrypto does not compute SHA-256")
    }
    return key
  }

  /// Digests of the contents of files; size and time of change spare reading one again.
  func digests(of paths: [String]) throws(CommandFailure) -> String {
    var digests: [String] = []
    for path in paths { digests.append(try digest(of: path)) }
    return digests.joined(separator: " ")
  }

  private func digest(of path: String) throws(CommandFailure) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { throw AtomicFile.failure(path, errno) }
    let stamp = [
      "file", path, "\(status.st_size)", "\(status.st_mtim.tv_sec)", "\(status.st_mtim.tv_nsec)",
      "\(status.st_ino)", "\(status.st_dev)",
      // Nobody can set this one back: an edit that keeps size and time is seen.
      "\(status.st_ctim.tv_sec)", "\(status.st_ctim.tv_nsec)",
    ]
    let name = "digest-" + String(try key(stamp).prefix(32))
    let stored = read(name)
    if stored.count == 1, stored[0].utf8.count == 64 { return String(stored[0]) }
    guard let digest = FileDigest.sha256(ofFileAt: path) else {
      throw CommandFailure(.badInput, "\(path): \(SystemError.text(errno))")
    }
    try write([digest], to: name)
    return digest
  }

  /// What this program is: two builds of one version are not the same.
  func program() throws(CommandFailure) -> String {
    try Version.tool + " " + digests(of: ProgramPath.current.map { [$0] } ?? [])
  }

  // MARK: Flows

  /// Flows that were found before.
  func flows(_ key: String) -> [SpecFlows.Found]? {
    let lines = read("flows-" + key.prefix(32))
    guard !lines.isEmpty else { return nil }
    var flows: [SpecFlows.Found] = []
    for line in lines {
      let words = line.split(separator: " ")
      guard words.count == 2, let id = FlowID(String(words[0])) else { return nil }
      flows.append(SpecFlows.Found(id: id, isFromInitiator: words[1] == "initiator"))
    }
    return flows
  }

  /// Remembers flows.
  func store(_ flows: [SpecFlows.Found], _ key: String) throws(CommandFailure) {
    try write(
      flows.map { "\($0.id) \($0.isFromInitiator ? "initiator" : "responder")" },
      to: "flows-" + key.prefix(32))
  }

  // MARK: What was made

  /// The files of a figure or document, if it was made under this key and all of them are as they were then.
  func files(madeAs name: String, key: String) -> [String]? {
    let lines = read("made-" + name)
    guard let first = lines.first, first == key, lines.count > 1 else { return nil }
    var files: [String] = []
    for line in lines.dropFirst() {
      guard let space = line.firstIndex(of: " ") else { return nil }
      let file = String(line[line.index(after: space)...])
      guard let digest = FileDigest.sha256(ofFileAt: file), digest == line[..<space] else { return nil }
      files.append(file)
    }
    return files
  }

  /// The files that a figure or document wrote when it was made last.
  func notedFiles(_ name: String) -> [String] {
    read("made-" + name).dropFirst().compactMap { line in
      line.firstIndex(of: " ").map { String(line[line.index(after: $0)...]) }
    }
  }

  /// Remembers what was made.
  func noteMade(_ name: String, key: String, files: [String]) throws(CommandFailure) {
    var lines = [key]
    for file in files {
      guard !file.contains("\n"), let digest = FileDigest.sha256(ofFileAt: file) else { return }
      lines.append("\(digest) \(file)")
    }
    try write(lines, to: "made-" + name)
  }

  // MARK: Files

  private func read(_ name: String) -> [Substring] {
    SmallFile.text("\(folder)/\(name)").split(separator: "\n")
  }

  private func write(_ lines: [String], to name: String) throws(CommandFailure) {
    guard !isReadOnly else { return }
    try Destination.makeFolder(folder + "/")
    let file = try AtomicFile(path: "\(folder)/\(name)")
    try file.write(Array((lines.joined(separator: "\n") + "\n").utf8))
    try file.commit()
  }
}
