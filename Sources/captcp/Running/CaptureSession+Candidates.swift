import Reporting
import TCPAnalysis

extension CaptureSession {
  /// What was measured of some flows: during the reading that found them, or else by one more.
  ///
  /// - Parameters:
  ///   - requests: The flows as they are shown.
  ///   - candidates: What took part in the first reading.
  ///   - label: What the progress bar calls a second one.
  ///   - measurements: Makes what is measured of a flow.
  /// - Returns: The results for each request, in the order of its measurements.
  /// - Throws: ``CommandFailure``.
  func series(
    of requests: [FlowRequest], _ candidates: CandidateMetric, label: String,
    _ measurements: (FlowRequest) -> [Measurement]
  ) throws(CommandFailure) -> [[any Sendable]] {
    if let series = candidates.take(requests) { return series }
    console.debug("reading a second time: \(label)")
    let measured = requests.map(measurements)
    _ = try analyze(metrics: measured.flatMap { $0.map(\.metric) }, label: label)
    return measured.map { $0.map { $0.series() } }
  }
}
