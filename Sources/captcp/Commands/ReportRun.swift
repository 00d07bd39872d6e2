import ArgumentParser
import CairoRenderer
import Charts
import PacketCapture
import Reporting

/// One run of `report` over one capture.
struct ReportRun {
  /// The spec that asks for the document.
  struct Origin {
    /// The command line as the document prints it: the same however many processes made it.
    var command: String
    /// SHA-256 of the spec.
    var digest: String
  }

  /// What the user asked for.
  let command: ReportCommand
  /// The spec, if one asks.
  let origin: Origin?

  /// Writes the document.
  ///
  /// - Throws: ``CommandFailure``.
  func run() throws(CommandFailure) {
    let destination = try command.output.destination()
    try command.report.check(destination.formats(ofFolder: [.html, .markdown, .text, .json]))
    if command.report.data == .files, case .standardOutput = destination {
      throw CommandFailure(.usage, "--data files writes files beside the report: name it with -o")
    }
    let sections = try command.report.sections()
    let lookup = try TemplateLookup(folder: command.report.templates)
    let session = try CaptureSession(
      command.arguments, knowledge: command.knowledge, common: command.common, isReadTwice: true)
    let material = try ReportReadings(session: session, sections: sections).material(
      chosen: command.flows.ids, limit: command.report.maxConnections, time: command.time)
    let isFolder = if case .folder = destination { true } else { false }
    let builder = ReportBuilder(
      material: material,
      options: command.report.reportOptions(
        origin: command.time.origin(usual: .connection), writesData: isFolder),
      provenance: provenance(lookup.replacements), sections: sections, templates: lookup.templates)
    let maker = PictureMaker(
      settings: PictureMaker.Settings(metrics: command.report.metrics),
      origin: PictureMaker.Origin(material.analysis), console: session.console)
    let delivery = ReportDelivery(builder: builder, maker: maker, console: session.console)
    let files = try delivery.deliver(to: destination)
    try command.output.writeDependencies(of: files, captures: command.arguments.captures)
  }

  private func provenance(_ replacements: [TemplateLookup.Replacement]) -> Provenance {
    let libraries = LoadedLibraries.all.map { "\($0.name) \($0.version)" }
    return Provenance(
      tool: Version.tool,
      libraries: libraries + ["cairo \(CairoVersions.cairo)", "pango \(CairoVersions.pango)"],
      command: commandLine, parameters: parameters,
      templates: replacements.map { Provenance.Entry($0.name, $0.digest) })
  }

  /// The command line, unless it would tell names.
  private var commandLine: String {
    if command.knowledge.anonymity.anonymize {
      return CommandLineText.anonymous(module: ReportCommand.configuration.commandName ?? "")
    }
    return origin?.command ?? CommandLineText.text(CommandLine.arguments)
  }

  /// A value that may name hosts.
  private func shown(_ value: String?) -> String? {
    command.knowledge.anonymity.anonymize ? value.map { _ in "not shown" } : value
  }

  /// All parameters with their values, those that were not given too.
  private var parameters: [Provenance.Entry] {
    let flows = command.flows.ids
    let entries = [
      Provenance.Entry("filter", shown(command.arguments.filter) ?? "none"),
      Provenance.Entry(
        "flows", flows.isEmpty ? "findings, then payload" : flows.map(\.description).joined(separator: ", ")),
      Provenance.Entry("connections at most", String(command.report.maxConnections)),
      Provenance.Entry("charts", command.report.charts?.names.joined(separator: ", ") ?? "by what happened"),
      Provenance.Entry("data of charts", command.report.data.rawValue),
      Provenance.Entry("time axis", command.time.origin(usual: .connection).rawValue),
      Provenance.Entry("capture point", command.knowledge.capturePoint?.rawValue ?? "inferred"),
      Provenance.Entry("interface", shown(command.knowledge.interface) ?? "all"),
      Provenance.Entry("text metrics", command.report.metrics.rawValue),
    ]
    return entries + (origin.map { [Provenance.Entry("spec SHA-256", $0.digest)] } ?? [])
  }
}
