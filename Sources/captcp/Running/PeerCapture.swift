import PacketCapture
import Reporting
import TCPAnalysis

/// Reads a connection from the other end's capture.
struct PeerCapture {
  /// How names and addresses are shown.
  let anonymization: Anonymization?
  /// How much is said.
  let common: CommonOptions
  /// The connection in the first capture.
  let connection: ConnectionSummary
  /// How many connections between the same endpoints came before it.
  let number: Int

  /// The other end's capture with the connection found in it.
  struct Found {
    let session: CaptureSession
    let analysis: Analysis
    let connection: ConnectionSummary
  }

  /// Finds the connection in the other capture.
  ///
  /// - Throws: ``CommandFailure`` if it cannot be read or does not hold the connection.
  func find(in path: String) throws(CommandFailure) -> Found {
    // What was told holds for the first capture.
    var options = CaptureOptions(isReadTwice: true)
    options.anonymization = anonymization
    options.firstPseudonym = 2
    let session = try CaptureSession(
      captures: [path], options: options, knowledge: AnalysisOptions(), common: common)
    let analysis = try session.analyze(label: "finding connections of the peer")
    let candidates = analysis.connections.filter { Self.isSame($0, connection) }
    guard let found = candidates.dropFirst(min(number, max(0, candidates.count - 1))).first else {
      throw CommandFailure(
        .badInput, "\(path) holds no connection between \(connection.initiator) and \(connection.responder)")
    }
    return Found(session: session, analysis: analysis, connection: found)
  }

  /// Reads the connection's packets from the other capture.
  ///
  /// - Throws: ``CommandFailure`` if it cannot be read or does not hold the connection.
  func side(_ path: String) throws(CommandFailure) -> FlowGraphMaterial.Side {
    let found = try find(in: path)
    let metric = ConnectionPacketsMetric(connection: found.connection.id)
    _ = try found.session.analyze(metrics: [metric], label: "reading the peer")
    return FlowGraphMaterial.Side(
      connection: found.connection, segments: metric.segments,
      capture: ReportMaterial.captureName(found.analysis))
  }

  /// The how-manieth connection between its endpoints one is, from 0: ports are used again.
  static func ordinal(of connection: ConnectionSummary, in analysis: Analysis) -> Int {
    analysis.connections.lazy.prefix { $0.id < connection.id }.count { isSame($0, connection) }
  }

  /// Whether two connections have the same endpoints.
  static func isSame(_ first: ConnectionSummary, _ second: ConnectionSummary) -> Bool {
    Set([first.forward.source, first.forward.destination])
      == Set([second.forward.source, second.forward.destination])
  }
}
