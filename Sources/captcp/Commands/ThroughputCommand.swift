import ArgumentParser
import Charts
import Measurements
import Reporting
import TCPAnalysis

/// `captcp throughput`: bytes over time of flows, connections or the whole capture.
struct ThroughputCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throughput",
    abstract: "Chart of bytes over time, goodput beside throughput.",
    usage: "captcp throughput [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Counts bytes in bins of equal length; silent bins are zero, the last bin keeps its true length. Without -f it is \
      the flow with most payload; several flows are drawn in one chart; a connection (-f 3) counts both directions. \
      Without -o the data are printed as text.

      EXAMPLES:
        captcp throughput -o rate.png trace.pcap
        captcp throughput -f 1.1,2.1,4.1 -s 0.1 -o rates.pdf trace.pcap
        captcp throughput --all -m network-layer -u megabit -o all.svg trace.pcap
        captcp throughput -f 2.1 --stdio trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Throughput") var throughput: ThroughputOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ChartForms>
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    let mean = OptionUse(
      name: "--mean", isGiven: throughput.mean != ThroughputOptions.usualMean,
      formats: OptionUse.pictures.union([.text]))
    try output.refuseUnused(
      chart.uses + (throughput.stdio ? [] : [mean]), isInit: initOption.isWanted)
    try chart.refuse([.xLog: "axes of time are linear"])
    if throughput.all, !flows.ids.isEmpty { throw ValidationError("--all and --flow exclude each other") }
    if throughput.stdio, output.output != nil || output.format != nil {
      throw ValidationError("--stdio writes to standard output: --output and --format do not apply")
    }
    if throughput.stdio, chart.strict {
      throw ValidationError("--stdio draws nothing that --strict could check")
    }
    if throughput.stdio, flows.ids.count > 1 {
      throw ValidationError("--stdio prints one flow: name one with -f")
    }
  }

  func run() throws { try run(limits: CandidateMetric.Limits()) }

  /// Runs it; the limits say how much is measured before it is known which flow is shown.
  func run(limits: CandidateMetric.Limits) throws {
    let destination = try initOption.destination(
      output, captures: arguments.captures, anonymity: knowledge.anonymity)
    let style = try chart.style()
    let session = try CaptureSession(arguments, knowledge: knowledge, common: common, isReadTwice: true)
    let ahead = ThroughputAhead(flows: flows.ids, time: time, options: throughput, limits: limits)
    var analysis = try session.analyze(metrics: ahead.metrics, label: "finding flows")
    if digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let reading = ThroughputReading(
      flows: try chosenFlows(analysis, console: session.console), analysis: analysis, time: time,
      options: throughput)
    let data = try reading.data(session, ahead)
    if throughput.stdio { return try StandardOutput().write(lines(data)) }
    let delivery = ChartDelivery(
      chart: ThroughputChart(data: data), style: style, name: reading.fileName,
      maker: PictureMaker(
        settings: chart.pictureSettings, origin: PictureMaker.Origin(analysis), console: session.console))
    var files = try delivery.deliver(to: destination)
    let initRun = InitRun(
      option: initOption, captures: arguments.captures, furtherInputs: [chart.annotate],
      console: session.console)
    try initRun.write(delivery, to: destination, &files)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  /// Flows and connections as asked for; the one with most payload if none was; none for the whole capture.
  private func chosenFlows(_ analysis: Analysis, console: Console) throws(CommandFailure) -> [FlowID] {
    if throughput.all { return [] }
    guard flows.ids.isEmpty else {
      try FlowChoice.check(flows.ids, in: analysis.connections)
      return flows.ids
    }
    return try FlowChoice.dataFlows([], in: analysis.connections, console: console)
  }

  /// Start of each bin in seconds and the amount in it, as the original captcp printed them.
  private func lines(_ data: ThroughputData) -> [UInt8] {
    var text = TextBuffer()
    let bits = (throughput.unit ?? .bit).bits
    for (index, bytes) in (data.series.first?.bytes ?? []).enumerated() {
      let start = data.firstBinStart &+ Int64(index) &* data.binNanoseconds
      if let zoom = data.axis.zoomStart, start &+ data.binNanoseconds <= zoom { continue }
      if let zoom = data.axis.zoomStop, start >= zoom { break }
      text.appendSeconds(start, decimals: 6)
      text.append(" ")
      text.append(8 * Double(bytes) / bits, decimals: 6, trimmingZeros: true)
      text.append("\n")
    }
    return text.bytes
  }
}
