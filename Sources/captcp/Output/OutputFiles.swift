/// Writes complete files and remembers their names, for the dependency file.
struct OutputFiles {
  /// Paths written so far, in order.
  private(set) var paths: [String] = []

  /// Writes bytes as one file.
  ///
  /// - Throws: ``CommandFailure``.
  mutating func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
    paths.append(path)
  }

  /// Remembers a file that was written piece by piece.
  mutating func add(_ path: String) {
    paths.append(path)
  }

  /// Remembers files that were written elsewhere.
  mutating func add(_ others: OutputFiles) {
    paths += others.paths
  }

  /// Writes the dependency file: what was written depends on the captures and on the program itself.
  ///
  /// Captures get empty rules of their own, so that a removed one does not stop make (as `cc -MP`).
  ///
  /// - Throws: ``CommandFailure``.
  func writeDependencies(to path: String, captures: [String]) throws(CommandFailure) {
    let sources = captures.filter { $0 != "-" }
    let program = ProgramPath.current.map { [$0] } ?? []
    var targets: [String] = []
    var names: [String] = []
    for path in paths { targets.append(try MakeText.path(path)) }
    for source in sources + program { names.append(try MakeText.path(source)) }
    var text = "\(targets.joined(separator: " ")): \(names.joined(separator: " "))\n"
    for name in names { text += "\n\(name):\n" }
    let file = try AtomicFile(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  }
}
