import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// The further reading of `spurious-retransmissions` that collects what its chart shows.
struct RecoveryReading {
  /// What the user named; empty draws the flow with most retransmissions.
  let flows: [FlowID]
  /// Frames whose events are shown; `nil` for all.
  let frames: FrameRanges?
  /// Time shown and its zero.
  let time: TimeChoice
  /// The first reading, with all retransmissions.
  let analysis: Analysis
  /// Reads the captures.
  let session: CaptureSession
  /// What was measured by the first reading.
  let candidates: CandidateMetric

  /// Draws the flows: one where one file is wanted, else each in files of its own.
  ///
  /// - Parameters:
  ///   - style: How they are drawn.
  ///   - settings: What else pictures are made with.
  ///   - destination: Where they go.
  /// - Returns: The files written, and the figures.
  /// - Throws: ``CommandFailure``.
  func deliver(
    style: ChartStyle, settings: PictureMaker.Settings, to destination: Destination
  ) throws(CommandFailure) -> (files: OutputFiles, figures: [ChartDelivery]) {
    var files = OutputFiles()
    var figures: [ChartDelivery] = []
    let maker = PictureMaker(
      settings: settings, origin: PictureMaker.Origin(analysis), console: session.console)
    for (flow, data) in try data() {
      let delivery = ChartDelivery(
        chart: RecoveryChart(data: data), style: style,
        name: "recovery-\(flow.connection)-\(flow.direction ?? 1)", maker: maker)
      for path in try delivery.deliver(to: destination).paths { files.add(path) }
      figures.append(delivery)
    }
    return (files, figures)
  }

  private func data() throws(CommandFailure) -> [(FlowID, RecoveryData)] {
    let requests = try chosen().compactMap { flow in
      analysis.connections[flow.connection].map { connection in
        FlowRequest(
          flow: flow, connection: connection,
          axis: time.axis(connection: connection, captureStart: analysis.capture.firstTime ?? 0))
      }
    }
    let measurements = Self.measurements(frames: frames)
    let label = requests.count == 1 ? "reading flow \(requests[0].flow)" : "reading \(requests.count) flows"
    // All of a flow is measured: the zero of its axis changes nothing.
    let whole = requests.map { Self.request($0.flow, $0.connection, start: 0) }
    let measured = try session.series(of: whole, candidates, label: label, measurements)
    let capture = ReportMaterial.captureName(analysis)
    return zip(requests, measured).compactMap { request, series in
      let material = FlowMaterial(request: request, capture: capture, series: series)
      return RecoveryBuilder.chartData(of: material, retransmissions: analysis.retransmissions)
        .map { (request.flow, $0) }
    }
  }

  /// Takes part in the first reading, so that mostly no further one is needed.
  ///
  /// - Parameters:
  ///   - flows: What the user named.
  ///   - frames: Frames whose events are shown; `nil` for all.
  ///   - limits: How much is measured before it is known which flow is shown.
  /// - Returns: The metric of the first reading.
  static func candidates(
    flows: [FlowID], frames: FrameRanges?, limits: CandidateMetric.Limits
  ) -> CandidateMetric {
    CandidateMetric(
      wanted: flows, limits: limits, request: request, measurements: measurements(frames: frames))
  }

  private static func request(_ flow: FlowID, _ connection: ConnectionSummary, start: Int64) -> FlowRequest {
    FlowRequest(flow: flow, connection: connection, axis: TimeAxis(origin: .capture, zero: start))
  }

  private static func measurements(frames: FrameRanges?) -> (FlowRequest) -> [Measurement] {
    { request in
      let metric = RecoveryMetric(SeriesScope(flow: request.flow, frames: frames))
      return [Measurement(key: "recovery \(request.flow)", metric: metric) { metric.series }]
    }
  }

  private func chosen() throws(CommandFailure) -> [FlowID] {
    guard flows.count > 1 else {
      return [
        try FlowChoice.retransmittingFlow(flows.first, in: analysis.connections, console: session.console)
      ]
    }
    var seen: Set<FlowID> = []
    return flows.map { RecoveryBuilder.retransmittingFlow(of: $0, in: analysis.connections) }
      .filter { seen.insert($0).inserted }
  }
}
