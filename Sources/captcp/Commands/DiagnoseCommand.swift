import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp diagnose`: what is worth a look, with the packets that show it.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "What is wrong, with the frames that show it and the command that proves it.",
    usage: "captcp diagnose [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Lists facts above a threshold, the most serious first: loss, timeouts, needless retransmissions, stalls, zero and \
      full windows, RTT inflation, small writes that wait for delayed ACKs, resets, refused and unanswered connections, \
      signs of middleboxes, and faults of the capture itself. Each comes with its time, its frames, a command and a \
      Wireshark display filter that show them, how sure it is, and what would prove it wrong. No cause is named that \
      the packets do not show.

      EXAMPLES:
        captcp diagnose trace.pcap
        captcp diagnose -f 2 trace.pcap
        captcp diagnose --format json trace.pcap host 10.0.0.1
        captcp diagnose --quiet --fail-on high trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Findings") var diagnose: DiagnoseOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<TableForms>
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let destination = try output.destination()
    let session = try CaptureSession(arguments, knowledge: knowledge, common: common, isReadTwice: true)
    let material = try material(session)
    let delivery = PieceDelivery(name: "findings", folderForms: [.text, .csv, .json]) {
      format, isFile, sink throws(CommandFailure) in
      switch format {
      case .csv: try sink(DiagnoseCSV(material).csv())
      case .json: try sink(DiagnoseJSON(material).json())
      default:
        let style = isFile ? TerminalStyle(usesColor: false) : session.console.outputStyle
        try sink(DiagnoseText(material, style: style).text())
      }
    }
    let files = try delivery.deliver(to: destination)
    try output.writeDependencies(of: files, captures: arguments.captures)
    try check(material)
  }

  /// Reads the capture twice: all connections, then the packets that findings cite.
  private func material(_ session: CaptureSession) throws(CommandFailure) -> DiagnoseMaterial {
    var analysis = try session.analyze(
      sampledRetransmissions: FindingSearch.retransmissionSamples, label: "1 of 2: connections")
    if digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    try FlowChoice.check(flows.ids, in: analysis.connections)
    let metric = ObservationMetric(FindingSearch.watched(of: analysis.connections, chosen: flows.ids))
    _ = try session.analyze(metrics: [metric], label: "2 of 2: packets")
    let search = FindingSearch(analysis: analysis, observations: metric.observations, chosen: flows.ids)
    var material = DiagnoseMaterial(
      analysis: analysis, list: search.findings(),
      captures: knowledge.anonymity.anonymize ? analysis.capture.files.map(\.name) : arguments.captures,
      origin: time.origin(usual: .connection), tool: Version.tool)
    material.top = diagnose.top
    if let range = time.time {
      material.isShown = { finding, axis in
        guard let start = finding.evidence.start else { return true }
        return range.absolute(zero: axis.zero).overlaps(start...max(start, finding.evidence.stop ?? start))
      }
    }
    return material
  }

  /// Ends with a status of its own if something is as serious as the user said.
  private func check(_ material: DiagnoseMaterial) throws(CommandFailure) {
    guard let level = diagnose.failOn else { return }
    let count =
      time.time == nil
      ? material.list.count(from: level) : material.inTime.count { $0.severity >= level }
    guard count > 0 else { return }
    let words = level == .high ? "high" : level == .info ? "info or above" : "medium or above"
    throw CommandFailure(
      .checkFailed,
      "\(count) finding\(count == 1 ? "" : "s") of severity \(words) (--fail-on \(level.rawValue))")
  }
}
