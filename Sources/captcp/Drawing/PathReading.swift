import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// The readings of `compare --peer`: both captures of a connection, packet by packet.
struct PathReading {
  /// What the first capture holds.
  let analysis: Analysis
  private let material: PathMaterial

  /// Reads both captures.
  ///
  /// - Throws: ``CommandFailure``.
  init(
    _ arguments: CaptureArguments, peer: String, flows: [FlowID], options: CompareOptions, hash: Bool,
    knowledge: KnowledgeOptions, common: CommonOptions
  ) throws(CommandFailure) {
    let session = try CaptureSession(arguments, knowledge: knowledge, common: common, isReadTwice: true)
    var analysis = try session.analyze(label: "finding connections")
    if hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let flow = try FlowChoice.dataFlows(flows, in: analysis.connections, console: session.console)[0]
    guard let connection = analysis.connections[flow.connection] else {
      throw CommandFailure(.badInput, "there is no connection \(flow.connection)")
    }
    let other = try PeerCapture(
      anonymization: session.options.anonymization, common: common, connection: connection,
      number: PeerCapture.ordinal(of: connection, in: analysis)
    ).find(in: peer)
    let first = try Self.side(session, analysis, connection, label: "reading connection \(connection.id)")
    let second = try Self.side(other.session, other.analysis, other.connection, label: "reading the peer")
    let choice = TimeChoice(time: options.time, origin: nil, referenceTime: false)
    material = PathMaterial(
      first: first, second: second,
      direction: flow.direction ?? (connection.isForwardFromInitiator ? 1 : 2),
      axis: choice.axis(
        connection: connection, captureStart: analysis.capture.firstTime ?? 0, usual: options.pathOrigin))
    self.analysis = analysis
  }

  private static func side(
    _ session: CaptureSession, _ analysis: Analysis, _ connection: ConnectionSummary, label: String
  ) throws(CommandFailure) -> PathMaterial.Side {
    let metric = TapPacketsMetric(connection: connection.id)
    _ = try session.analyze(metrics: [metric], label: label)
    let first = analysis.capture.firstTime ?? 0
    return PathMaterial.Side(
      connection: connection, packets: metric.packets, capture: ReportMaterial.captureName(analysis),
      covered: first...max(first, analysis.capture.lastTime ?? first), hasMore: metric.hasMore)
  }

  /// The data of the chart.
  func data() -> PathData { PathBuilder(material).chartData() }
}
