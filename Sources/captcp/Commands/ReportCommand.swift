import ArgumentParser
import Charts
import PacketCapture
import Reporting

/// `captcp report`: one document of a capture or of chosen flows.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "HTML, Markdown or JSON report of a capture: summary, findings, tables, charts.",
    usage: """
      captcp report [<options>] <capture> ... [<filter> ...]
      captcp report [<options>] <spec>
      captcp report --init -o <folder> <capture> ...
      """,
    discussion: """
      Writes one self-contained HTML file, or a Markdown file with pictures beside it, of the connections with the \
      most serious findings and most payload, or of those named with -f. Without -o a short form is printed as text. The same capture and options give \
      the same bytes. A spec (report.yaml) says which figures and documents are made of which captures and flows; \
      what is there already is not made again. --init writes a spec and a Makefile to begin with.

      EXAMPLES:
        captcp report -o report.html trace.pcap
        captcp report -f 2.1 -o ticket.md trace.pcap
        captcp report --flavour jira -o ticket.md trace.pcap host 10.0.0.1
        captcp report --charts timesequence,spacing --data inline -o full.html trace.pcap
        captcp report trace.pcap
        captcp report --init -o paper trace.pcap && make -C paper
        captcp report --check paper/report.yaml
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Report") var report: ReportCommandOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ReportForms>
  @OptionGroup(title: "Spec") var initOption: SpecInitOption
  @OptionGroup(title: "Spec") var ofSpec: SpecReportOptions
  @OptionGroup(title: "Spec") var build: SpecBuildOptions
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    guard !isOfSpec else { return }
    if initOption.isWanted, let option = givenOfOneReport.first {
      throw ValidationError("\(option) does not apply to --init: say it in the spec that is written")
    }
    if initOption.isWanted, output.outputs.count > 1 {
      throw ValidationError("--init makes one folder: name it with one -o")
    }
    if build.isUsed {
      throw ValidationError("the options of making need a spec: name a .yaml file, or write one with --init")
    }
    if ofSpec.explain || ofSpec.documents {
      throw ValidationError("--explain and --documents need a spec: name a .yaml file")
    }
  }

  /// Options that speak of one report of one capture, and were given.
  var givenOfOneReport: [String] {
    let given: [(isGiven: Bool, name: String)] = [
      (output.format != nil, "--format"), (!flows.ids.isEmpty, "--flow"), (report.title != nil, "--title"),
      (report.maxConnections != ReportPlan.defaultLimit, "--max-connections"),
      (report.flavour != .github, "--flavour"), (report.darkVariant, "--dark-variant"),
      (report.ascii, "--ascii"), (report.charts != nil, "--charts"), (report.data != .preview, "--data"),
      (report.metrics != .pango, "--metrics"), (time.time != nil, "--time"),
      (time.origin != nil, "--origin"), (time.referenceTime, "--reference-time"),
      (knowledge.capturePoint != nil, "--capture-point"), (knowledge.windowScale != nil, "--window-scale"),
      (knowledge.interface != nil, "--interface"), (knowledge.anonymity.anonymize, "--anonymize"),
    ]
    return given.filter(\.isGiven).map(\.name)
  }

  /// Whether the argument is a spec and not a capture.
  private var isOfSpec: Bool { arguments.words.count == 1 && SpecFile.isSpec(arguments.words[0]) }

  func run() throws {
    if isOfSpec { return try SpecReport(command: self, path: arguments.words[0]).run() }
    if initOption.isWanted { return try SpecScaffold(command: self).run() }
    try ReportRun(command: self, origin: nil).run()
  }
}
