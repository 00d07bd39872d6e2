import Measurements
import PacketCapture
import Reporting
import TCPAnalysis

/// The readings of a report: all connections, then what the sections measure and findings cite, then packets around the findings.
struct ReportReadings {
  private let session: CaptureSession
  private let sections: [any Section]

  /// Makes the readings of one capture.
  init(session: CaptureSession, sections: [any Section]) {
    self.session = session
    self.sections = sections
  }

  /// Reads the capture, at most three times.
  ///
  /// - Parameters:
  ///   - chosen: Flows that the user named; empty takes those with most payload.
  ///   - limit: Connections at most if the user named none.
  ///   - time: The time axis of the charts.
  /// - Returns: What a report is made of.
  /// - Throws: ``CommandFailure``.
  func material(
    chosen: [FlowID], limit: Int, time: TimeOptions
  ) throws(CommandFailure) -> ReportMaterial {
    var analysis = try session.analyze(
      sampledRetransmissions: FindingSearch.retransmissionSamples, label: "1 of 3: connections")
    try session.addDigests(to: &analysis.capture)
    session.warn(of: analysis)
    try FlowChoice.check(chosen, in: analysis.connections)
    let requests = ReportPlan.flows(of: analysis.connections, chosen: chosen, limit: limit).compactMap {
      flow in
      analysis.connections[flow.connection].map { connection in
        FlowRequest(
          flow: flow, connection: connection,
          axis: time.axis(connection: connection, captureStart: analysis.capture.firstTime ?? 0))
      }
    }
    let sparklines = SparklineMetric(leading(analysis))
    let observer = ObservationMetric(FindingSearch.watched(of: analysis.connections, chosen: chosen))
    let series = try measure(requests, besides: [sparklines, observer])
    let findings = FindingSearch(analysis: analysis, observations: observer.observations, chosen: chosen)
      .findings()
    let windows = try packets(requests, findings: findings.findings)
    let capture = ReportMaterial.captureName(analysis)
    let flows = zip(requests, series).map { request, series in
      FlowMaterial(
        request: request, capture: capture, series: series,
        windows: windows.filter { $0.connection == request.flow.connection })
    }
    return ReportMaterial(
      analysis: analysis, flows: flows, findings: findings, dataJSON: numbers(of: requests, analysis),
      payloadSparklines: analysis.connections.count > 1 ? sparklines.values : nil)
  }

  /// The connections that the table of the report can hold.
  private func leading(_ analysis: Analysis) -> [ConnectionSummary] {
    ReportPlan.flows(of: analysis.connections, limit: ReportOptions().connectionRows).compactMap {
      analysis.connections[$0.connection]
    }
  }

  /// Results of the sections' measurements, in the order of the requests.
  private func measure(
    _ requests: [FlowRequest], besides others: [any Metric]
  ) throws(CommandFailure) -> [[any Sendable]] {
    var measurements: [String: Measurement] = [:]
    var keys: [[String]] = []
    var metrics = others
    for request in requests {
      let own = sections.flatMap { $0.measurements(of: request) }
      keys.append(own.map(\.key))
      for measurement in own where measurements[measurement.key] == nil {
        measurements[measurement.key] = measurement
        metrics.append(measurement.metric)
      }
    }
    _ = try session.analyze(metrics: metrics, label: "2 of 3: series")
    return keys.map { $0.compactMap { measurements[$0]?.series() } }
  }

  private func packets(
    _ requests: [FlowRequest], findings: [Finding]
  ) throws(CommandFailure) -> [PacketWindow] {
    var places: [(connection: Int, frame: UInt64)] = []
    for connection in Set(requests.map(\.connection.id)).sorted() {
      places += ReportPlan.packetPlaces(for: findings, connection: connection)
    }
    guard !places.isEmpty else { return [] }
    let metric = PacketWindowMetric(
      around: places, before: ReportPlan.packetsBefore, after: ReportPlan.packetsAfter)
    _ = try session.analyze(metrics: [metric], label: "3 of 3: packets")
    return metric.windows
  }

  /// The numbers of the drawn connections as `statistic --format json` gives them.
  private func numbers(of requests: [FlowRequest], _ analysis: Analysis) -> String {
    var selection = StatisticSelection()
    selection.flows = requests.map { FlowID(connection: $0.flow.connection) }
    guard !selection.flows.isEmpty else { return "" }
    var bytes: [UInt8] = []
    let material = StatisticMaterial(analysis: analysis, selection: selection, tool: Version.tool)
    StatisticJSON(material).write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
