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
    let words = { (list: [String]) in list.map(Self.escaped).joined(separator: " ") }
    var text = "\(words(paths)): \(words(sources + program))\n"
    for source in sources + program { text += "\n\(Self.escaped(source)):\n" }
    let file = try AtomicFile(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  private static func escaped(_ path: String) -> String {
    var result = ""
    for character in path {
      switch character {
      case " ", "#", ":": result += "\\\(character)"
      case "$": result += "$$"
      default: result.append(character)
      }
    }
    return result
  }
}
