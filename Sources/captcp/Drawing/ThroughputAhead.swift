import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// What the first reading of `throughput` counts before flow and length of bins are known.
struct ThroughputAhead {
  private let candidates: CandidateMetric
  private let whole: WholeThroughputMetric?

  /// Prepares the reading.
  ///
  /// - Parameters:
  ///   - flows: What the user named.
  ///   - time: Zero of the time axis.
  ///   - options: Layer, bins, and whether the whole capture is counted.
  ///   - limits: How much is measured before it is known which flow is shown.
  init(flows: [FlowID], time: TimeOptions, options: ThroughputOptions, limits: CandidateMetric.Limits) {
    let isOne = Set(flows.map(\.connection)).count < 2
    candidates = CandidateMetric(
      wanted: flows, limits: options.all ? .none : limits,
      request: { flow, connection, start in
        FlowRequest(
          flow: flow, connection: connection,
          axis: Self.axis(time, connection: isOne ? connection : nil, captureStart: start))
      },
      measurements: { request in
        let metric = ThroughputMetric(
          ahead: request.flow, layer: options.mode, binNanoseconds: options.binNanoseconds,
          zero: request.axis.zero)
        return [Measurement(key: "throughput \(request.flow)", metric: metric) { metric.series }]
      })
    whole =
      options.all && limits != .none
      ? WholeThroughputMetric(layer: options.mode, binNanoseconds: options.binNanoseconds) : nil
  }

  /// Zero of the axis alone: the part that is shown changes no bin.
  private static func axis(
    _ time: TimeOptions, connection: ConnectionSummary?, captureStart: Int64
  ) -> TimeAxis {
    var axis = time.axis(
      connection: connection, captureStart: captureStart, usual: connection == nil ? .capture : .connection)
    (axis.zoomStart, axis.zoomStop) = (nil, nil)
    return axis
  }

  /// Takes part in the first reading.
  var metrics: [any Metric] { whole.map { [$0] } ?? [candidates] }

  /// The series of some flows, connections or the whole capture.
  ///
  /// - Returns: One for each; `nil` if they must be counted by a reading of their own.
  func take(
    _ targets: [FlowID?], analysis: Analysis, axis: TimeAxis, bin: Int64, start: Int64
  ) -> [ThroughputSeries]? {
    if let whole {
      return whole.series.flatMap { fitting($0, axis) }?.merged(bin: bin, start: start).map { [$0] }
    }
    var zero = axis
    (zero.zoomStart, zero.zoomStop) = (nil, nil)
    var requests: [FlowRequest] = []
    var parts: [(target: FlowID, count: Int)] = []
    for target in targets {
      guard let target, let connection = analysis.connections[target.connection] else { return nil }
      let directions = target.direction.map { [$0] } ?? [1, 2]
      parts.append((target, directions.count))
      requests += directions.map {
        FlowRequest(
          flow: FlowID(connection: target.connection, direction: $0), connection: connection, axis: zero)
      }
    }
    guard let taken = candidates.take(requests) else { return nil }
    var series = taken.compactMap { $0.first as? ThroughputSeries }
      .compactMap { fitting($0, axis)?.merged(bin: bin, start: start) }[...]
    guard series.count == requests.count else { return nil }
    return parts.map { target, count in
      var sum = series.removeFirst()
      for _ in 1..<count { sum.add(series.removeFirst()) }
      sum.flow = target
      return sum
    }
  }

  /// A series that counts from the zero of the axis and left nothing out.
  private func fitting(_ series: ThroughputSeries, _ axis: TimeAxis) -> ThroughputSeries? {
    series.start == axis.zero && !series.isCut ? series : nil
  }
}

/// Counts the bytes of the whole capture from its first segment on.
private final class WholeThroughputMetric: Metric {
  private let layer: ThroughputSeries.Layer
  private let bin: Int64?
  private var metric: ThroughputMetric?

  init(layer: ThroughputSeries.Layer, binNanoseconds: Int64?) {
    self.layer = layer
    bin = binNanoseconds
  }

  /// What was counted; `nil` if there was nothing.
  var series: ThroughputSeries? { metric?.series }

  func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    if metric == nil, batch.count > 0 {
      metric = ThroughputMetric(
        ahead: nil, layer: layer, binNanoseconds: bin, zero: batch[0].segment.timestamp)
    }
    metric?.observe(batch)
  }
}
