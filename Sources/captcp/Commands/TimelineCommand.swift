import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp timeline`: all connections over time, a row for each.
struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "All connections over time: when they were open, and when they carried how much.",
    usage: "captcp timeline [<options>] <capture> ... [<filter> ...]",
    discussion: """
      A row is a connection, from its first to its last packet; cells are payload, stronger for more. SYN, FIN and RST \
      are marked, and ends that the capture cut are dashed. Of many connections those with most payload have rows of \
      their own, the others share the last one. Without -o the data are printed as text.

      EXAMPLES:
        captcp timeline -o connections.png trace.pcap
        captcp timeline --sort loss --rows 10 -o worst.pdf trace.pcap
        captcp timeline -t 2..5 -o start.svg trace.pcap port 8080
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Timeline") var timeline: TimelineOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ChartForms>
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    try output.refuseUnused(chart.uses, isInit: initOption.isWanted)
    try chart.refuse([
      .xLog: "axes of time are linear", .yLog: "rows have no axis of values",
      .yRange: "rows have no axis of values",
      .data: "its tables are not longer than the picture shows",
    ])
  }

  func run() throws { try run(limits: CandidateMetric.Limits()) }

  /// Runs it; by limits of none captures are read twice.
  func run(limits: CandidateMetric.Limits) throws {
    let destination = try initOption.destination(
      output, captures: arguments.captures, anonymity: knowledge.anonymity)
    let style = try chart.style()
    let session = try CaptureSession(arguments, knowledge: knowledge, common: common, isReadTwice: true)
    let ahead = TimelineAheadMetric(isUsed: limits != .none)
    var analysis = try session.analyze(metrics: [ahead], label: "finding connections")
    if digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let axis = time.axis(connection: nil, captureStart: analysis.capture.firstTime ?? 0, usual: .capture)
    let builder = TimelineBuilder(
      analysis, capture: ReportMaterial.captureName(analysis), axis: axis, order: timeline.sort,
      maximumRows: timeline.rows)
    var series = builder.series(from: ahead)
    if series == nil { series = try measure(builder, session) }
    let delivery = ChartDelivery(
      chart: TimelineChart(data: builder.chartData(series ?? [])), style: style, name: "timeline",
      maker: PictureMaker(
        settings: chart.pictureSettings, origin: PictureMaker.Origin(analysis), console: session.console))
    var files = try delivery.deliver(to: destination)
    let initRun = InitRun(
      option: initOption, captures: arguments.captures, furtherInputs: [chart.annotate],
      console: session.console)
    try initRun.write(delivery, to: destination, &files)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  private func measure(
    _ builder: TimelineBuilder, _ session: CaptureSession
  ) throws(CommandFailure) -> [TimelineSeries] {
    session.console.debug("reading a second time: reading connections")
    let metric = builder.metric()
    _ = try session.analyze(metrics: [metric], label: "reading connections")
    return metric.series
  }
}
