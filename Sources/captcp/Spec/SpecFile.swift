@preconcurrency import Glibc
import PacketCapture
import Reporting

/// A spec that was read from its file.
///
/// All paths in it are relative to its folder, and so is what it makes: the program works there.
struct SpecFile {
  /// The file, as the user named it.
  let path: String
  /// Name of the file without its folder.
  let name: String
  /// What it says.
  let spec: ReportSpec
  /// SHA-256 of the file's bytes in lower-case hexadecimal.
  let digest: String

  /// Whether a word of the command line names a spec and not a capture.
  static func isSpec(_ path: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
  }

  /// Reads a spec and goes to its folder.
  ///
  /// - Throws: ``CommandFailure``, for a mistake in the spec with its place.
  static func open(_ path: String) throws(CommandFailure) -> SpecFile {
    guard isSpec(path) else {
      throw CommandFailure(.usage, "\(path): is no spec: its name ends in .yaml, .yml or .json")
    }
    guard let bytes = SmallFile.content(path, limit: 1 << 20) else {
      throw CommandFailure(.badInput, "\(path): \(SystemError.text(errno == 0 ? EFBIG : errno))")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let spec: ReportSpec
    do {
      spec = try ReportSpec(text, file: path, vocabulary: try SpecVocabulary.modules())
    } catch let error as SpecError {
      throw CommandFailure(spec: error)
    } catch {
      throw CommandFailure(.missing, "\(error)")
    }
    let folder = AtomicFile.folder(of: path)
    guard chdir(folder) == 0 else { throw AtomicFile.failure(folder, errno) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return SpecFile(path: path, name: name, spec: spec, digest: FileDigest.sha256(bytes) ?? "")
  }

  /// The capture of a name.
  func capture(_ name: String) -> ReportSpec.Capture? { spec.captures.first { $0.name == name } }

  /// The flow of a name.
  func flow(_ name: String) -> ReportSpec.Flow? { spec.flows.first { $0.name == name } }

  /// A mistake at a place of the spec.
  func failure(_ place: SpecPlace, _ message: String, _ status: ExitStatus = .usage) -> CommandFailure {
    CommandFailure(spec: SpecError(file: path, place: place, message: message), status)
  }
}

extension CommandFailure {
  /// A mistake in a spec: the line begins with its place, so that editors jump there.
  init(spec error: SpecError, _ status: ExitStatus = .usage) {
    self.init(status, "error: \(error.message)")
    place = "\(error.file):\(error.place.line):\(error.place.column)"
  }
}

extension SpecVocabulary {
  /// Options that say where a result goes or how much is said: the spec says that itself, or nobody does.
  private static let reserved: Set<String> = [
    "output", "format", "depfile", "init", "force", "stdio", "flow", "data-flow", "help", "version",
    "verbose",
    "quiet", "color", "no-progress", "check", "dry-run", "explain", "keep-going", "jobs", "touch", "always",
    "templates",
  ]

  /// Whether an option can stand in a spec.
  static func isOfSpecs(_ name: String) -> Bool { !reserved.contains(name) }

  /// What the modules of this program can be told.
  ///
  /// - Throws: ``CommandFailure`` if the parser's description of them cannot be read.
  static func modules() throws(CommandFailure) -> SpecVocabulary {
    let commands = try CommandDescription.program().subcommands ?? []
    var charts: [String: [Option]] = [:]
    var report: [Option] = []
    for command in commands {
      if command.commandName == "report" { report = options(command) }
      let forms = command.arguments?.first { $0.isNamed("format") }?.allValues ?? []
      if forms.contains("pdf") { charts[command.commandName] = options(command) }
    }
    return SpecVocabulary(
      charts: charts, report: report, formats: FigureForm.allCases.map(\.rawValue),
      sections: Modules.choices.map(\.name),
      uses: ChartOptions.formats.mapValues { Set($0.map(\.rawValue)) },
      widening: .init(
        option: "data", value: ChartOptions.DataRows.reduced.rawValue, names: ChartOptions.pageOptions,
        formats: Set(ChartOptions.dataFormats.map(\.rawValue))))
  }

  private static func options(_ command: CommandDescription) -> [Option] {
    (command.arguments ?? []).filter { $0.shouldDisplay && $0.kind != "positional" }.flatMap { argument in
      (argument.names ?? []).filter { $0.kind == "long" && isOfSpecs($0.name) }
        .map { Option(name: $0.name, isFlag: argument.kind == "flag") }
    }
  }
}

extension CommandDescription.Argument {
  /// Whether it has a long name.
  func isNamed(_ name: String) -> Bool { names?.contains { $0.kind == "long" && $0.name == name } ?? false }
}
