import Charts
import Measurements
import PacketCapture
import Reporting
import TCPAnalysis

/// The readings of a report: all connections, then what findings cite, then what the sections measure of the chosen flows
/// and the packets around their findings.
struct ReportReadings {
  private let session: CaptureSession
  private let sections: [any Section]

  /// Makes the readings of one capture.
  init(session: CaptureSession, sections: [any Section]) {
    self.session = session
    self.sections = sections
  }

  /// Reads the capture three times.
  ///
  /// - Parameters:
  ///   - chosen: Flows that the user named; empty takes those with the most serious findings, then most payload.
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
    let capture = ReportMaterial.captureName(analysis)
    let isOne = analysis.connections.count(where: \.isShown) < 2
    let sparklines = SparklineMetric(leading(analysis))
    let observer = ObservationMetric(FindingSearch.watched(of: analysis.connections, chosen: chosen))
    let overview = TimelineBuilder(
      analysis, capture: capture,
      axis: time.axis(connection: nil, captureStart: analysis.capture.firstTime ?? 0, usual: .capture),
      order: .first, maximumRows: ReportPlan.timelineRows)
    let timeline = overview.metric()
    _ = try session.analyze(
      metrics: [sparklines, observer] + (isOne ? [] : [timeline]), label: "2 of 3: findings")
    let seen = observer.observations
    let findings = FindingSearch(analysis: analysis, observations: seen, chosen: chosen).findings()
    let flows = ReportPlan.flows(
      of: analysis.connections, chosen: chosen, limit: limit,
      severities: ReportPlan.severities(of: findings.findings))
    let requests = requests(flows, analysis, seen, time: time)
    return ReportMaterial(
      analysis: analysis, flows: try measure(requests, findings: findings.findings, capture: capture),
      findings: findings, dataJSON: numbers(of: requests, analysis),
      payloadSparklines: analysis.connections.count > 1 ? sparklines.values : nil,
      overview: isOne ? nil : TimelineChart(data: overview.chartData(timeline.series)))
  }

  /// The connections that the table of the report can hold.
  private func leading(_ analysis: Analysis) -> [ConnectionSummary] {
    ReportPlan.flows(of: analysis.connections, limit: ReportOptions().connectionRows).compactMap {
      analysis.connections[$0.connection]
    }
  }

  private func requests(
    _ flows: [FlowID], _ analysis: Analysis, _ seen: Observations, time: TimeOptions
  ) -> [FlowRequest] {
    flows.compactMap { flow in
      guard let connection = analysis.connections[flow.connection] else { return nil }
      var request = FlowRequest(
        flow: flow, connection: connection,
        axis: time.axis(connection: connection, captureStart: analysis.capture.firstTime ?? 0))
      request.observations = seen.connections[flow.connection]?.flow(flow.direction ?? 1)
      return request
    }
  }

  /// The third reading: results of the sections' measurements, and packets, in the order of the requests.
  private func measure(
    _ requests: [FlowRequest], findings: [Finding], capture: String
  ) throws(CommandFailure) -> [FlowMaterial] {
    var measurements: [String: Measurement] = [:]
    var keys: [[String]] = []
    var metrics: [any Metric] = []
    for request in requests {
      let own = sections.flatMap { $0.measurements(of: request) }
      keys.append(own.map(\.key))
      for measurement in own where measurements[measurement.key] == nil {
        measurements[measurement.key] = measurement
        metrics.append(measurement.metric)
      }
    }
    let places = Set(requests.map(\.connection.id)).sorted().flatMap {
      ReportPlan.packetPlaces(for: findings, connection: $0)
    }
    let packets = PacketWindowMetric(
      around: places.map { ($0.connection, $0.frame) },
      times: session.captures.count > 1 ? places.map(\.time) : [], before: ReportPlan.packetsBefore,
      after: ReportPlan.packetsAfter)
    if !places.isEmpty { metrics.append(packets) }
    let reading = try session.analyze(
      metrics: metrics,
      keepsRetransmissions: measurements.values.contains(where: \.needsRetransmissions),
      label: "3 of 3: series and packets")
    let verdicts = Dictionary(grouping: reading.retransmissions, by: \.flow)
    return zip(requests, keys).map { request, keys in
      let own = keys.compactMap { measurements[$0] }
      return FlowMaterial(
        request: request, capture: capture, series: own.map { $0.series() },
        windows: packets.windows.filter { $0.connection == request.flow.connection },
        retransmissions: own.contains(where: \.needsRetransmissions) ? verdicts[request.flow] ?? [] : [])
    }
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
