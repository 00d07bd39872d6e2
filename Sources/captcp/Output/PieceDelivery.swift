import Reporting

/// Writes one result in the form and at the place that the user wants, piece by piece.
struct PieceDelivery {
  /// Writes the result in a form; told whether it goes into a file.
  typealias Writer = (OutputFormat, Bool, ByteSink<CommandFailure>) throws(CommandFailure) -> Void

  /// Name of the files in a folder, without ending.
  let name: String
  /// The forms that a folder takes.
  let folderForms: [OutputFormat]
  /// Writes the result.
  let write: Writer

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    if let files = try destination.each({ part throws(CommandFailure) in try deliver(to: part) }) {
      return files
    }
    var files = OutputFiles()
    switch destination {
    case .standardOutput(let format):
      let output = StandardOutput()
      try write(format, false) { bytes throws(CommandFailure) in try output.write(bytes) }
    case .file(let path, let format): try file(path, format, &files)
    case .folder(let path):
      try Destination.makeFolder(path)
      for format in folderForms { try file("\(path)\(name).\(format.ending)", format, &files) }
    case .several: break
    }
    return files
  }

  private func file(_ path: String, _ format: OutputFormat, _ files: inout OutputFiles) throws(CommandFailure)
  {
    try files.write(to: path) { sink throws(CommandFailure) in try write(format, true, sink) }
  }
}

extension OutputFiles {
  /// Writes a file piece by piece: whole, or not at all.
  ///
  /// - Throws: ``CommandFailure``.
  mutating func write(
    to path: String, _ body: (ByteSink<CommandFailure>) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    let file = try AtomicFile(path: path)
    try body { bytes throws(CommandFailure) in try file.write(bytes) }
    try file.commit()
    add(path)
  }
}
