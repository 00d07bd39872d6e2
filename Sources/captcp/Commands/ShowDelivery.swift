import Reporting
import TCPAnalysis

/// Writes the segments where the user wants them, while the captures are read a second time.
final class ShowDelivery {
  private let session: CaptureSession
  private let analysis: Analysis
  private let settings: ShowSettings
  private let spurious: SpuriousSettings?
  /// Segments written.
  private(set) var writtenCount: Int64 = 0

  /// Makes a delivery of what `show` prints, or, with settings of its own, `spurious-retransmissions`.
  init(
    session: CaptureSession, analysis: Analysis, settings: ShowSettings, spurious: SpuriousSettings? = nil
  ) {
    self.session = session
    self.analysis = analysis
    self.settings = settings
    self.spurious = spurious
  }

  /// Writes them.
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
      try write([listing(format, isFile: false) { bytes throws(CommandFailure) in try output.write(bytes) }])
    case .file(let path, let format): try write([(path, format)], files: &files)
    case .folder(let path):
      try Destination.makeFolder(path)
      let formats: [OutputFormat] = [.text, .csv, .json, .jsonl]
      try write(formats.map { ("\(path)\(name).\($0.ending)", $0) }, files: &files)
    case .several: break
    }
    return files
  }

  private var name: String { spurious == nil ? "show" : "spurious-retransmissions" }

  private func write(
    _ places: [(path: String, format: OutputFormat)], files: inout OutputFiles
  ) throws(CommandFailure) {
    var opened: [AtomicFile] = []
    var listings: [ShowListing<CommandFailure>] = []
    for place in places {
      let file = try AtomicFile(path: place.path)
      opened.append(file)
      listings.append(
        listing(place.format, isFile: true) { bytes throws(CommandFailure) in try file.write(bytes) })
    }
    try write(listings)
    for file in opened {
      try file.commit()
      files.add(file.path)
    }
  }

  private func write(_ listings: [ShowListing<CommandFailure>]) throws(CommandFailure) {
    let metrics = listings.map { FileOrderMetric(receiver: $0) }
    try session.stream(to: metrics) { listings.allSatisfy(\.isDone) }
    for metric in metrics { metric.finish() }
    for listing in listings {
      listing.finish()
      if let failure = listing.failure { throw failure }
      writtenCount = listing.writtenCount
    }
  }

  private func listing(
    _ format: OutputFormat, isFile: Bool, sink: @escaping ByteSink<CommandFailure>
  ) -> ShowListing<CommandFailure> {
    var settings = settings
    if isFile { settings.usesColor = false }
    return ShowListing(form(format), settings: settings, analysis: analysis, tool: Version.tool, sink: sink)
  }

  private func form(_ format: OutputFormat) -> ShowListing<CommandFailure>.Form {
    guard let spurious else {
      return switch format {
      case .csv: .csv
      case .json: .json
      case .jsonl: .jsonLines
      default: .text
      }
    }
    return switch format {
    case .csv: .spurious(.csv, spurious)
    case .json: .spurious(.json, spurious)
    case .jsonl: .spurious(.jsonLines, spurious)
    default: .spurious(.text, spurious)
    }
  }
}
