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

  /// Reads the other capture.
  ///
  /// - Throws: ``CommandFailure`` if it cannot be read or does not hold the connection.
  func side(_ path: String) throws(CommandFailure) -> FlowGraphMaterial.Side {
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
    let metric = ConnectionPacketsMetric(connection: found.id)
    _ = try session.analyze(metrics: [metric], label: "reading the peer")
    return FlowGraphMaterial.Side(
      connection: found, segments: metric.segments, capture: ReportMaterial.captureName(analysis))
  }

  /// Whether two connections have the same endpoints.
  static func isSame(_ first: ConnectionSummary, _ second: ConnectionSummary) -> Bool {
    Set([first.forward.source, first.forward.destination])
      == Set([second.forward.source, second.forward.destination])
  }
}
