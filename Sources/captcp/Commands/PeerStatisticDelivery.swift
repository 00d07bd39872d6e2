import Reporting

/// Writes the result of `statistic` by the rules of another tool where the user wants it.
struct PeerStatisticDelivery {
  /// What is written.
  let material: PeerMaterial
  /// Colours of standard output.
  let style: TerminalStyle

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
      try write(format, usesColor: style.usesColor) { bytes throws(CommandFailure) in try output.write(bytes)
      }
    case .file(let path, let format): try write(format, to: path, files: &files)
    case .folder(let path):
      try Destination.makeFolder(path)
      for format in [OutputFormat.text, .csv, .json] {
        try write(format, to: "\(path)statistic.\(format.ending)", files: &files)
      }
    case .several: break
    }
    return files
  }

  private func write(_ format: OutputFormat, to path: String, files: inout OutputFiles) throws(CommandFailure)
  {
    let file = try AtomicFile(path: path)
    try write(format, usesColor: false) { bytes throws(CommandFailure) in try file.write(bytes) }
    try file.commit()
    files.add(path)
  }

  private func write(
    _ format: OutputFormat, usesColor: Bool, to sink: ByteSink<CommandFailure>
  ) throws(CommandFailure) {
    switch format {
    case .csv: try PeerStatisticCSV(material).write(to: sink)
    case .json: try PeerStatisticJSON(material).write(to: sink)
    default: try PeerStatisticText(material, usesColor: usesColor).write(to: sink)
    }
  }
}
