import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp timesequence`: sequence numbers of one flow over time.
struct TimeSequenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timesequence",
    abstract: "Chart of segments, acknowledgments, windows and retransmissions over time.",
    usage: "captcp timesequence [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Draws what one flow sent (bars from first to last byte), what its receiver acknowledged, the advertised window, \
      SACK blocks and what was sent again. Without -f it is the flow with most payload. Without -o the data are \
      printed as text.

      EXAMPLES:
        captcp timesequence -o sequence.png trace.pcap
        captcp timesequence -f 2.1 -t 0.3..0.8 -o zoom.svg trace.pcap
        captcp timesequence --preset paper-column -o sequence.pdf trace.pcap
        captcp timesequence -f 2.1 --format csv trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Time sequence") var sequence: TimeSequenceOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ChartForms>
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    try output.refuseUnused(chart.uses + sequence.uses, isInit: initOption.isWanted)
    try chart.refuse([.xLog: "axes of time are linear", .yLog: "sequence numbers have a linear axis"])
    guard flows.ids.count <= 1 else { throw ValidationError("one chart shows one flow: name one with -f") }
  }

  func run() throws { try run(limits: CandidateMetric.Limits()) }

  /// Whether all of the flow is shown, and by the extremes of its columns: neither a part of it in detail, nor differences
  /// from its mean rate.
  private var showsAllAlike: Bool {
    time.time == nil && chart.xRange == nil && sequence.inset == nil && !sequence.detrend
  }

  /// Runs it; the limits say how much is measured before it is known which flow is shown.
  func run(limits: CandidateMetric.Limits) throws {
    let destination = try initOption.destination(
      output, captures: arguments.captures, anonymity: knowledge.anonymity)
    let style = try chart.style()
    // A flow that the user names needs no reading to be found; of standard input nothing is put aside then.
    let session = try CaptureSession(
      arguments, knowledge: knowledge, common: common,
      isReadTwice: flows.ids.isEmpty || digest.hash || limits == .none)
    // The whole flow is kept, whatever part of it is shown.
    let isForPicture = destination.isOnlyPictures && showsAllAlike
    let request: CandidateMetric.RequestMaker = { flow, connection, start in
      var request = FlowRequest(
        flow: flow, connection: connection, axis: TimeAxis(origin: .capture, zero: start))
      request.isForPicture = isForPicture
      return request
    }
    let candidates = CandidateMetric(
      wanted: flows.ids, limits: limits, request: request, measurements: TimeSequenceSection().measurements)
    var analysis = try session.analyze(metrics: [candidates])
    if digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let flow = try FlowChoice.dataFlows(flows.ids, in: analysis.connections, console: session.console)[0]
    guard let connection = analysis.connections[flow.connection] else { return }
    let axis = time.axis(connection: connection, captureStart: analysis.capture.firstTime ?? 0)
    let measured = try session.series(
      of: [request(flow, connection, axis.zero)], candidates, label: "reading flow \(flow)",
      TimeSequenceSection().measurements)
    guard let series = measured.first?.first as? TimeSequenceSeries else { return }
    let data = TimeSequenceSection.chartData(
      series: series, connection: connection, capture: ReportMaterial.captureName(analysis), axis: axis)
    let delivery = ChartDelivery(
      chart: TimeSequenceChart(data: data, options: sequence.chartOptions), style: style,
      name: "timesequence-\(flow.connection)-\(flow.direction ?? 1)",
      maker: PictureMaker(
        settings: chart.pictureSettings, origin: PictureMaker.Origin(analysis), console: session.console))
    var files = try delivery.deliver(to: destination)
    let initRun = InitRun(
      option: initOption, captures: arguments.captures, furtherInputs: [chart.annotate],
      console: session.console)
    try initRun.write(delivery, to: destination, &files)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }
}
