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
      24 have plots of their own with common axes. Without -o the numbers are printed as text.

      EXAMPLES:
        captcp compare -f 1.1,2.1,4.1 -o flows.png trace.pcap
        captcp compare --labels before,after -o change.pdf before.pcap after.pcap
        captcp compare -m rtt --as cdf --preset paper-column -o rtt.pdf a.pcap b.pcap
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
    let reading = try CompareReading(
      arguments, flows: flows.ids, options: compare, hash: digest.hash, knowledge: knowledge, common: common)
    let drawn = CompareChart(data: try reading.data())
    let charts = ChartDelivery(
      chart: drawn, style: style, name: "compare-\(compare.metric.rawValue)",
      maker: PictureMaker(
        settings: chart.pictureSettings, origin: PictureMaker.Origin(reading.analyses),
        console: common.console))
    var files = try CompareDelivery(charts: charts, chart: drawn).deliver(to: destination)
    let initRun = InitRun(
      option: initOption, captures: arguments.captures, furtherInputs: [chart.annotate],
      console: common.console)
    try initRun.write(charts, to: destination, &files)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }
}
