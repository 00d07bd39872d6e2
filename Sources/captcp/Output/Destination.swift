@preconcurrency import Glibc

/// Where a result goes.
enum Destination: Equatable {
  /// Standard output, in one form.
  case standardOutput(OutputFormat)
  /// One file in one form.
  case file(path: String, format: OutputFormat)
  /// A folder that takes all files of the module; its path ends in `/`.
  case folder(path: String)
  /// Several files.
  case several([Destination])

  /// Reads the words of the user.
  ///
  /// - Parameters:
  ///   - path: The argument of `--output`; `nil` and `-` are standard output.
  ///   - format: The argument of `--format`, which wins over the ending.
  ///   - supported: What the module can write, its usual form for standard output first.
  /// - Throws: ``CommandFailure`` that names the forms the module knows.
  init(path: String?, format: OutputFormat?, supported: [OutputFormat]) throws(CommandFailure) {
    if let format, !supported.contains(format) {
      throw Self.unknown(format.rawValue, supported, option: "--format")
    }
    guard let path, path != "-" else {
      let chosen = format ?? supported[0]
      if chosen.isBinary, StandardOutput.isTerminal {
        throw CommandFailure(.usage, "a \(chosen.rawValue) would spoil the terminal: name a file with -o")
      }
      self = .standardOutput(chosen)
      return
    }
    if path.hasSuffix("/") || Self.isFolder(path) {
      self = .folder(path: path.hasSuffix("/") ? path : path + "/")
      return
    }
    let name = path.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    let named = OutputFormat(ending: ending)
    guard let chosen = format ?? named, supported.contains(chosen) else {
      if let named, named.isPicture, !supported.contains(named) {
        throw CommandFailure(
          .usage, "--output \(path): this module draws no chart, it writes \(Self.endings(supported))")
      }
      throw Self.unknown(path, supported, option: "--output")
    }
    self = .file(path: path, format: chosen)
  }

  /// Whether it is one picture.
  var isPicture: Bool {
    switch self {
    case .standardOutput(let format), .file(_, let format): format.isPicture
    case .folder: false
    case .several(let parts): parts.contains { $0.isPicture }
    }
  }

  /// Whether it is pictures and nothing else, beside which no data are written.
  var isOnlyPictures: Bool {
    guard case .several(let parts) = self else { return isPicture }
    return parts.allSatisfy { $0.isOnlyPictures }
  }

  /// Whether it is the data of a chart for gnuplot.
  var isChartData: Bool {
    switch self {
    case .standardOutput(let format), .file(_, let format): format == .dat
    case .folder: false
    case .several(let parts): parts.contains { $0.isChartData }
    }
  }

  /// Whether it takes all files of the module.
  var isFolder: Bool {
    if case .folder = self { true } else { false }
  }

  /// The forms that are written.
  ///
  /// - Parameter folder: Those that a folder takes.
  /// - Returns: Each once.
  func formats(ofFolder folder: Set<OutputFormat>) -> Set<OutputFormat> {
    switch self {
    case .standardOutput(let format), .file(_, let format): [format]
    case .folder: folder
    case .several(let parts): parts.reduce(into: []) { $0.formUnion($1.formats(ofFolder: folder)) }
    }
  }

  /// What of it meets a condition; `nil` if nothing does.
  func part(where condition: (Destination) -> Bool) -> Destination? {
    guard case .several(let parts) = self else { return condition(self) ? self : nil }
    let chosen = parts.filter(condition)
    return chosen.isEmpty ? nil : chosen.count == 1 ? chosen[0] : .several(chosen)
  }

  /// Delivers to each of several files, one after the other; `nil` if this is a single place.
  ///
  /// - Throws: ``CommandFailure``.
  func each(
    _ deliver: (Destination) throws(CommandFailure) -> OutputFiles
  ) throws(CommandFailure) -> OutputFiles? {
    guard case .several(let parts) = self else { return nil }
    var files = OutputFiles()
    for part in parts { files.add(try deliver(part)) }
    return files
  }

  /// Fails now if the file could not be written later.
  ///
  /// - Throws: ``CommandFailure``.
  func checkWritable() throws(CommandFailure) {
    switch self {
    case .standardOutput: break
    case .file(let path, _):
      // No module but those that write captures puts anything into the place of one.
      guard !CaptureGuard.isCapture(path) else {
        throw CommandFailure(.usage, "\(path): is a capture, which stays as it is: name another file")
      }
      _ = try AtomicFile(path: path)
    case .several(let parts): for part in parts { try part.checkWritable() }
    case .folder(let path):
      let existing = Self.isFolder(path) ? path : AtomicFile.folder(of: String(path.dropLast()))
      guard access(existing, W_OK | X_OK) == 0 else { throw AtomicFile.failure(path, errno) }
    }
  }

  /// Fails before the work if the file for make could not be written after it.
  ///
  /// - Parameters:
  ///   - path: Its path; `nil` passes.
  ///   - folder: A folder that is going to be made, if it is not there.
  /// - Throws: ``CommandFailure``.
  static func checkDepfile(_ path: String?, beside folder: String? = nil) throws(CommandFailure) {
    guard let path else { return }
    guard !CaptureGuard.isCapture(path) else {
      throw CommandFailure(.usage, "\(path): is a capture, which stays as it is: name another file")
    }
    if let folder, !isFolder(folder), AtomicFile.folder(of: path) + "/" == folder { return }
    _ = try AtomicFile(path: path)
  }

  /// Makes the folder if there is none yet.
  ///
  /// - Throws: ``CommandFailure``.
  static func makeFolder(_ path: String) throws(CommandFailure) {
    guard !isFolder(path) else { return }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw AtomicFile.failure(path, errno) }
  }

  /// A path without the ending of its last part: what files beside it are named after.
  static func withoutEnding(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return path }
    return String(path.dropLast(name.distance(from: point, to: name.endIndex)))
  }

  /// Whether a folder has this name.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func unknown(_ word: String, _ supported: [OutputFormat], option: String) -> CommandFailure {
    let known =
      option == "--format" ? supported.map(\.rawValue).joined(separator: ", ") : endings(supported)
    return CommandFailure(.usage, "\(option) \(word): expected \(known)")
  }

  private static func endings(_ supported: [OutputFormat]) -> String {
    (supported.map { ".\($0.ending)" } + ["a folder"]).joined(separator: ", ")
  }
}
