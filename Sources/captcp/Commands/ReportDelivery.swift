import Reporting

/// Writes a report where the user wants it, with the files beside it.
struct ReportDelivery {
  /// Makes the report.
  let builder: ReportBuilder
  /// Draws its charts.
  let maker: PictureMaker
  /// Speaks to the user.
  let console: Console

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
      let output = try make(format, pictureFolder: "report-files")
      if !output.companions.isEmpty {
        console.warn(
          "the pictures of a Markdown report have no place beside standard output: name a file with -o")
      }
      try StandardOutput().write(output.bytes)
    case .file(let path, let format): try write(format, to: path, files: &files)
    case .folder(let path):
      try Destination.makeFolder(path)
      for format in [OutputFormat.html, .markdown, .text, .json] {
        try write(format, to: "\(path)report.\(format.ending)", files: &files)
      }
    case .several: break
    }
    return files
  }

  private func write(_ format: OutputFormat, to path: String, files: inout OutputFiles) throws(CommandFailure)
  {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let folder = String(path.dropLast(name.count))
    let output = try make(format, pictureFolder: "\(stem)-files")
    for companion in output.companions {
      try makeFolders(of: companion.path, in: folder)
      try files.write(companion.bytes, to: folder + companion.path)
    }
    // Last, so that a report never names a picture that is not there.
    try files.write(output.bytes, to: path)
    if format == .markdown, !output.companions.isEmpty {
      console.tell(
        "attach to the ticket: " + output.companions.map { folder + $0.path }.joined(separator: ", "))
    }
  }

  private func makeFolders(of path: String, in folder: String) throws(CommandFailure) {
    var built = folder
    for part in path.split(separator: "/").dropLast() {
      built += "\(part)/"
      try Destination.makeFolder(built)
    }
  }

  private func make(_ format: OutputFormat, pictureFolder: String) throws(CommandFailure) -> ReportOutput {
    let output: ReportOutput
    do {
      switch format {
      case .html: output = try builder.html(renderer: maker, dataFolder: pictureFolder)
      case .markdown: output = try builder.markdown(renderer: maker, pictureFolder: pictureFolder)
      case .json: output = builder.json()
      default: output = builder.text()
      }
    } catch {
      throw CommandFailure(.missing, "\(error)")
    }
    for warning in output.warnings { console.warn(warning) }
    return output
  }
}
