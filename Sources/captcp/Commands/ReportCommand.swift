import ArgumentParser
import CairoRenderer
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp report`: one document of a capture or of chosen flows.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "HTML or Markdown report of a capture: summary, findings, tables, charts.",
    usage: "captcp report [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Writes one self-contained HTML file, or a Markdown file with pictures beside it, of the connections with most \
      payload or of those named with -f. Without -o a short form is printed as text. The same capture and options give \
      the same bytes.

      EXAMPLES:
        captcp report -o report.html trace.pcap
        captcp report -f 2.1 -o ticket.md trace.pcap
        captcp report --flavour jira -o ticket.md trace.pcap host 10.0.0.1
        captcp report trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Report") var report: ReportCommandOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ReportForms>
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let destination = try output.destination()
    let session = try CaptureSession(arguments, knowledge: knowledge, common: common, isReadTwice: true)
    let sections = Modules.sections
    let material = try ReportReadings(session: session, sections: sections).material(
      chosen: flows.ids, limit: report.maxConnections, time: time)
    let isFolder = if case .folder = destination { true } else { false }
    let builder = ReportBuilder(
      material: material,
      options: report.reportOptions(origin: time.origin(usual: .connection), writesData: isFolder),
      provenance: provenance, sections: sections)
    let maker = PictureMaker(
      settings: PictureMaker.Settings(metrics: report.metrics),
      origin: PictureMaker.Origin(material.analysis), console: session.console)
    let delivery = ReportDelivery(builder: builder, maker: maker, console: session.console)
    let files = try delivery.deliver(to: destination)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  private var provenance: Provenance {
    let libraries = LoadedLibraries.all.map { "\($0.name) \($0.version)" }
    return Provenance(
      tool: Version.tool,
      libraries: libraries + ["cairo \(CairoVersions.cairo)", "pango \(CairoVersions.pango)"],
      command: knowledge.anonymity.anonymize
        ? CommandLineText.anonymous(module: Self.configuration.commandName ?? "")
        : CommandLineText.text(CommandLine.arguments), parameters: parameters)
  }

  /// A value that may name hosts.
  private func shown(_ value: String?) -> String? {
    knowledge.anonymity.anonymize ? value.map { _ in "not shown" } : value
  }

  /// All parameters with their values, those that were not given too.
  private var parameters: [Provenance.Entry] {
    [
      Provenance.Entry("filter", shown(arguments.filter) ?? "none"),
      Provenance.Entry(
        "flows", flows.ids.isEmpty ? "most payload" : flows.ids.map(\.description).joined(separator: ", ")),
      Provenance.Entry("connections at most", String(report.maxConnections)),
      Provenance.Entry("time axis", time.origin(usual: .connection).rawValue),
      Provenance.Entry("capture point", knowledge.capturePoint?.rawValue ?? "inferred"),
      Provenance.Entry("interface", shown(knowledge.interface) ?? "all"),
      Provenance.Entry("text metrics", report.metrics.rawValue),
    ]
  }
}
