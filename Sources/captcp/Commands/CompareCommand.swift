import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp compare`: flows of one capture, or of several, over each other.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Flows of one capture, or of several, over each other, with their distributions.",
    usage: "captcp compare [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Lays goodput, throughput, round-trip time or bytes in flight of several flows over each other, on the same bins, \
      and draws their cumulative distributions beside it. Flows of one capture are chosen by -f; several captures, \
      before and after a change say, are compared flow against flow, one of each. Up to six flows share a plot, up to \
      24 have plots of their own with common axes. With the other end's capture (--peer) the packets of one connection \
      are followed from capture to capture instead: what was lost, overtaken or doubled in between, and how long each \
      took. Without -o the numbers are printed as text.

      EXAMPLES:
        captcp compare -f 1.1,2.1,4.1 -o flows.png trace.pcap
        captcp compare --labels before,after -o change.pdf before.pcap after.pcap
        captcp compare -m rtt --as cdf --preset paper-column -o rtt.pdf a.pcap b.pcap
        captcp compare --peer receiver.pcap -f 3 -o path.pdf sender.pcap
        captcp compare -m inflight --align start -f 1.1,2.1 -o flight.svg trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Comparison") var compare: CompareOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ChartForms>
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    try output.refuseUnused(chart.uses, isInit: initOption.isWanted)
    if let peer = compare.peer {
      guard flows.ids.count <= 1, arguments.captures.count == 1 else {
        throw ValidationError("--peer follows one connection through two captures: \(peer) and one more")
      }
      try chart.refuse([.xLog: "axes of time are linear", .data: "a row is a packet"])
      return
    }
    switch compare.form {
    case .cdf:
      try chart.refuse([
        .yLog: "shares have a linear axis", .annotate: "it marks a time axis, and a distribution has none",
      ])
    case .overlay: try chart.refuse([.xLog: "axes of time are linear"])
    case .both: break
    }
  }

  func run() throws {
    let destination = try initOption.destination(
      output, captures: arguments.captures, anonymity: knowledge.anonymity)
    let style = try chart.style()
    let (charts, delivered) =
      try compare.peer.map { peer throws(CommandFailure) in try path(peer, style, to: destination) }
      ?? flows(style, to: destination)
    var files = delivered
    let initRun = InitRun(
      option: initOption, captures: arguments.captures, furtherInputs: [chart.annotate, compare.peer],
      console: common.console)
    try initRun.write(charts, to: destination, &files)
    try output.writeDependencies(of: files, captures: arguments.captures + [compare.peer].compactMap(\.self))
  }

  private func path(
    _ peer: String, _ style: ChartStyle, to destination: Destination
  ) throws(CommandFailure) -> (ChartDelivery, OutputFiles) {
    let reading = try PathReading(
      arguments, peer: peer, flows: flows.ids, options: compare, hash: digest.hash, knowledge: knowledge,
      common: common)
    let drawn = PathChart(data: reading.data())
    let charts = ChartDelivery(
      chart: drawn, style: style, name: "path-\(drawn.data.identity.flow)",
      maker: PictureMaker(
        settings: chart.pictureSettings, origin: PictureMaker.Origin(reading.analysis),
        console: common.console))
    return (charts, try PathDelivery(charts: charts, chart: drawn).deliver(to: destination))
  }

  private func flows(
    _ style: ChartStyle, to destination: Destination
  ) throws(CommandFailure) -> (ChartDelivery, OutputFiles) {
    let reading = try CompareReading(
      arguments, flows: flows.ids, options: compare, hash: digest.hash, knowledge: knowledge, common: common)
    let drawn = CompareChart(data: try reading.data())
    let charts = ChartDelivery(
      chart: drawn, style: style, name: "compare-\(compare.metric.rawValue)",
      maker: PictureMaker(
        settings: chart.pictureSettings, origin: PictureMaker.Origin(reading.analyses),
        console: common.console))
    return (charts, try CompareDelivery(charts: charts, chart: drawn).deliver(to: destination))
  }
}
