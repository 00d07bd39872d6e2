import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp flowgraph`: the packets of one connection as arrows between its ends.
struct FlowGraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowgraph",
    abstract: "Sequence diagram of one connection: an arrow a packet, losses as crosses.",
    usage: "captcp flowgraph [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Draws two life lines and an arrow for each packet; runs of like packets are one row, silence is marked. With \
      the other end's capture (--peer) both times are shown, and what was lost ends in a cross. More than 120 rows are \
      set on pages: of a PDF, or of pictures NAME-1.png, NAME-2.png. Without -f it is the connection with most payload. \
      Without -o the diagram is printed as text.

      EXAMPLES:
        captcp flowgraph -f 3 -o graph.pdf trace.pcap
        captcp flowgraph -f 3 -t 0..0.2 --no-fold -o start.png trace.pcap
        captcp flowgraph --peer receiver.pcap -o both.svg sender.pcap
        captcp flowgraph -f 3 --to-scale -g -p client -q server -o scale.pdf trace.pcap
        captcp flowgraph -f 3 --format mermaid trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Flow graph") var graph: FlowGraphOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: LongTimeOptions
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<FlowGraphForms>
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    try output.refuseUnused(chart.uses + graph.uses, isInit: initOption.isWanted)
    guard flows.ids.count <= 1 else {
      throw ValidationError("one diagram shows one connection: name one with -f")
    }
    try chart.refuse([
      .xLog: "a flow graph has no such axis", .yLog: "a flow graph has no such axis",
      .xRange: "-t chooses the time", .yRange: "-t chooses the time",
      .annotate: "rows of a flow graph are not to scale", .data: "a row is a packet",
    ])
    if graph.shortSize != nil, chart.size != nil { throw ValidationError("-s is --size: give it once") }
  }

  func run() throws {
    let destination = try initOption.destination(
      output, captures: arguments.captures, anonymity: knowledge.anonymity)
    let style = try style()
    let session = try CaptureSession(arguments, knowledge: knowledge, common: common, isReadTwice: true)
    var analysis = try session.analyze(label: "finding connections")
    if digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let flow = try FlowChoice.dataFlows(flows.ids, in: analysis.connections, console: session.console)[0]
    guard let connection = analysis.connections[flow.connection] else { return }
    let axis = time.choice.axis(connection: connection, captureStart: analysis.capture.firstTime ?? 0)
    let metric = ConnectionPacketsMetric(connection: connection.id)
    _ = try session.analyze(metrics: [metric], label: "reading connection \(connection.id)")
    var material = FlowGraphMaterial(
      main: .init(
        connection: connection, segments: metric.segments, capture: ReportMaterial.captureName(analysis)),
      axis: axis)
    material.frames = graph.frames
    material.roundTrip = graph.roundTrip
    material.leftLabel = graph.localLabel
    material.rightLabel = graph.remoteLabel
    if let local = graph.local { material.direction = try direction(from: local, connection) }
    if let peer = graph.peer {
      let reading = PeerCapture(
        anonymization: session.options.anonymization, common: common, connection: connection,
        number: PeerCapture.ordinal(of: connection, in: analysis))
      material.peer = try reading.side(peer)
    }
    let delivery = FlowGraphDelivery(
      charts: ChartDelivery(
        chart: FlowGraphChart(data: FlowGraphSection.chartData(material), options: graph.chartOptions),
        style: style,
        name: "flowgraph-\(connection.id)",
        maker: PictureMaker(
          settings: chart.pictureSettings, origin: PictureMaker.Origin(analysis), console: session.console)),
      isFolding: !graph.isUnfolded)
    var files = try delivery.deliver(to: destination)
    let initRun = InitRun(
      option: initOption, captures: arguments.captures, furtherInputs: [graph.peer], console: session.console)
    try initRun.write(delivery.charts, to: destination, &files)
    let captures = arguments.captures + [graph.peer].compactMap(\.self)
    try output.writeDependencies(of: files, captures: captures)
  }

  private func style() throws(CommandFailure) -> ChartStyle {
    var style = try chart.style()
    if let size = graph.shortSize { (style.width, style.height) = (size.width.points, size.height.points) }
    return style
  }

  /// Direction of the packets that a host sends.
  private func direction(from host: HostName, _ connection: ConnectionSummary) throws(CommandFailure) -> Int {
    if host.matches(connection.forward.source) { return 1 }
    if host.matches(connection.forward.destination) { return 2 }
    throw CommandFailure(
      .usage,
      "--local: connection \(connection.id) is between \(connection.forward.source) and "
        + "\(connection.forward.destination)")
  }
}
