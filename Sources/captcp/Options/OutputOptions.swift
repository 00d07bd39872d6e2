import ArgumentParser

/// The forms that a module can write, as the argument of `--format`.
protocol OutputForms: CaseIterable, RawRepresentable<String>, ExpressibleByArgument, Sendable {}

extension OutputForms {
  /// The forms in order; the first one is what standard output gets.
  static var formats: [OutputFormat] { allCases.compactMap { OutputFormat(rawValue: $0.rawValue) } }
}

/// The forms of tables.
enum TableForms: String, OutputForms {
  case text, csv, json
}

/// The forms of listings: tables and one JSON object a line.
enum ListingForms: String, OutputForms {
  case text, csv, json, jsonl
}

/// The forms of listings that have a chart too.
enum ListingChartForms: String, OutputForms {
  case text, csv, json, jsonl, dat, png, pdf, svg
}

/// The forms of charts and of their data.
enum ChartForms: String, OutputForms {
  case text, csv, json, dat, png, pdf, svg
}

/// The forms of reports.
enum ReportForms: String, OutputForms {
  case text, html, markdown, json
}

/// Options for where the result goes.
struct OutputOptions<Forms: OutputForms>: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "File, whose ending tells the form; a folder (ends in /, or exists) takes all forms; - is standard output. Several "
        + "files come of one reading: -o a.pdf -o a.csv.", valueName: "path"), completion: .file())
  var outputs: [String] = []

  @Option(help: ArgumentHelp("Form of the result, whatever the file is called.", valueName: "form"))
  var format: Forms?

  @Option(
    help: ArgumentHelp("Write what the output depends on, for make.", valueName: "file"), completion: .file())
  var depfile: String?

  /// Where the names of the written files go, each with a zero byte behind it, for another run of this program.
  @Option(help: .private)
  var listFiles: String?

  /// The first file or folder; `nil` for standard output.
  var output: String? {
    get { outputs.first }
    set { outputs = newValue.map { [$0] } ?? [] }
  }

  /// Where the result goes.
  ///
  /// - Throws: ``CommandFailure`` if the module cannot write this form, or the place cannot be written to.
  func destination() throws(CommandFailure) -> Destination {
    let destination = outputs.count > 1 ? try severalFiles() : try place(output)
    if depfile != nil, case .standardOutput = destination {
      throw CommandFailure(.usage, "--depfile needs a file or folder that it can name: give one with -o")
    }
    try destination.checkWritable()
    try Destination.checkDepfile(depfile, beside: output)
    return destination
  }

  /// The same options with a folder as their output.
  static func folder(_ path: String, depfile: String?) -> Self {
    var options = Self()
    options.output = path.hasSuffix("/") ? path : path + "/"
    options.format = nil
    options.depfile = depfile
    options.listFiles = nil
    return options
  }

  /// What a path stands for.
  ///
  /// - Throws: ``CommandFailure`` if the module cannot write this form.
  func place(_ path: String?) throws(CommandFailure) -> Destination {
    try Destination(
      path: path, format: format.flatMap { OutputFormat(rawValue: $0.rawValue) }, supported: Forms.formats)
  }

  /// Several files of one reading, each of the form that its ending tells.
  private func severalFiles() throws(CommandFailure) -> Destination {
    guard format == nil else {
      throw CommandFailure(
        .usage, "--format tells the form of one result, and -o names \(outputs.count) files")
    }
    var parts: [Destination] = []
    for path in outputs {
      let part = try place(path)
      guard case .file = part else {
        throw CommandFailure(.usage, "-o \(path): beside other files only files can be named")
      }
      parts.append(part)
    }
    return .several(parts)
  }

  /// Writes the dependency file if there should be one.
  ///
  /// - Throws: ``CommandFailure``.
  func writeDependencies(of files: OutputFiles, captures: [String]) throws(CommandFailure) {
    if let depfile { try files.writeDependencies(to: depfile, captures: captures) }
    guard let listFiles else { return }
    let list = try AtomicFile(path: listFiles)
    try list.write(files.paths.flatMap { Array($0.utf8) + [0] })
    try list.commit()
  }
}

/// Digests of the captures, for modules that do not compute them anyway.
struct DigestOption: ParsableArguments {
  @Flag(help: "Compute the SHA-256 of the captures and write it into the result.")
  var hash = false
}
