import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp spurious-retransmissions`: which retransmissions were needless, and what says so.
struct SpuriousRetransmissionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spurious-retransmissions",
    abstract: "Which retransmissions were needless, with the packets that prove it.",
    usage: "captcp spurious-retransmissions [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Names the evidence that a retransmission was not needed, and the packet that brought it: acked (its bytes had \
      been acknowledged), dsack (RFC 2883), eifel (time stamps, RFC 3522), frto (RFC 5682), tooFast (sooner than the \
      path allows), lateOriginal. Where neither SACK nor time stamps are in use it cannot be known, and that is said. \
      Without -f it looks at all flows. A picture shows loss and recovery of one flow over time, without -f of the one \
      with most retransmissions.

      EXAMPLES:
        captcp spurious-retransmissions -m summary trace.pcap
        captcp spurious-retransmissions -m spurious -f 2.1 trace.pcap
        captcp spurious-retransmissions -m retransmissions -t relative trace.pcap
        captcp spurious-retransmissions -m retransmissions --format csv trace.pcap
        captcp spurious-retransmissions -f 2.1 -o recovery.pdf trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Retransmissions") var spurious: SpuriousOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Selection") var frames: FrameOptions
  @OptionGroup(title: "Time") var time: TimeOptionsWithoutT
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ListingChartForms>
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    try output.refuseUnused(chart.uses, isInit: initOption.isWanted)
    try chart.refuse([
      .xLog: "axes of time are linear", .yLog: "rows have no axis of values",
      .yRange: "rows have no axis of values",
      .data: "lists of retransmissions are whole",
    ])
  }

  func run() throws { try run(limits: CandidateMetric.Limits()) }

  /// Runs it; the limits say how much is measured before it is known which flow is drawn.
  func run(limits: CandidateMetric.Limits) throws {
    let destination = try initOption.destination(
      output, captures: arguments.captures, anonymity: knowledge.anonymity)
    let style = try chart.style()
    let picture = destination.part { $0.isPicture || $0.isChartData }
    let isDrawn = picture != nil
    if isDrawn, spurious.mode != nil {
      throw ValidationError("--mode chooses what is listed: a chart of recovery shows it all")
    }
    if isDrawn, flows.ids.count > 1 {
      throw ValidationError("a chart of recovery shows one flow: name one with -f, or a folder with -o")
    }
    if initOption.isWanted, flows.ids.count > 1 {
      throw ValidationError("--init makes a folder for one figure: name one flow with -f")
    }
    let session = try CaptureSession(
      arguments, knowledge: knowledge, common: spurious.shortColor.applied(to: common), isReadTwice: true)
    let candidates = RecoveryReading.candidates(flows: flows.ids, frames: frames.frames, limits: limits)
    let analysis = try session.analyze(
      metrics: isDrawn || destination.isFolder ? [candidates] : [], keepsRetransmissions: true,
      label: "judging")
    session.warn(of: analysis)
    try FlowChoice.check(flows.ids, in: analysis.connections)
    var files = OutputFiles()
    if let listing = destination.part(where: { !$0.isPicture && !$0.isChartData }) {
      files = try list(analysis, session, to: listing)
    }
    if isDrawn || destination.isFolder {
      let reading = RecoveryReading(
        flows: flows.ids, frames: frames.frames, time: time.choice, analysis: analysis, session: session,
        candidates: candidates)
      let drawn = try reading.deliver(
        style: style, settings: chart.pictureSettings, to: picture ?? destination)
      for path in drawn.files.paths { files.add(path) }
      let initRun = InitRun(
        option: initOption, captures: arguments.captures, furtherInputs: [chart.annotate],
        console: session.console)
      if let first = drawn.figures.first { try initRun.write(first, to: destination, &files) }
    }
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  /// Lists segments while the captures are read a second time.
  private func list(
    _ analysis: Analysis, _ session: CaptureSession, to destination: Destination
  ) throws -> OutputFiles {
    var settings = ShowSettings()
    settings.select(
      flows: flows.ids, frames: frames.frames, time: time.time, origin: time.choice.origin(usual: .capture),
      in: analysis)
    let condition = spurious.settings.condition
    if !condition.isEmpty {
      settings.match = try MatchExpression(condition)
      settings.showsMatchesOnly = true
    }
    settings.usesColor = session.console.outputStyle.usesColor
    let delivery = ShowDelivery(
      session: session, analysis: analysis, settings: settings, spurious: spurious.settings)
    let files = try delivery.deliver(to: destination)
    if delivery.writtenCount == 0, spurious.settings.mode != .summary {
      let reason =
        spurious.settings.mode == .list
        ? "nothing passes all conditions" : "nothing of this kind was found"
      session.console.warn("no segment is shown: \(reason)")
    }
    return files
  }
}
