import Charts
import Measurements
import TCPAnalysis

/// What a flow had sent and not yet got acknowledged, beside the window of its receiver.
public struct InflightSection: SeriesSection {
  /// What is counted first.
  public enum Mode: String, Sendable, CaseIterable {
    /// Bytes.
    case bytes
    /// Segments that no acknowledgment covers.
    case packets
  }

  /// Name of the module.
  public static let module = "inflight"

  private let mode: Mode

  /// Makes the section.
  public init(mode: Mode = .bytes) {
    self.mode = mode
  }

  /// Asks for what the flow had in flight.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = InflightMetric(request.scope, countsSegments: mode == .packets)
    return [Measurement(key: "inflight \(request.flow) \(mode.rawValue)", metric: metric) { metric.series }]
  }

  /// What is in flight.
  public var methods: [Definition] {
    [
      Definition(
        "In flight",
        "Highest byte sent less highest byte acknowledged (RFC 5681: FlightSize), after every segment with data and "
          + "every ACK. It is the sender's own only in a capture beside the sender."),
      Definition(
        "Pipe",
        "Bytes in flight less what SACK reported and what counts as lost, plus what was sent again since (RFC 6675, "
          + "section 4, SetPipe)."),
    ]
  }

  /// Bytes in flight, pipe and window after every event, and their means over time.
  public func result(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(InflightSeries.self), var result = outline(of: flow) else { return nil }
    result.facts = facts(series)
    result.tables = [
      mainTable(series, zero: flow.axis.zero),
      .periods("window-full", series.fullWindows, zero: flow.axis.zero),
      .periods("zero-window", series.zeroWindows, zero: flow.axis.zero, hasProbes: true),
    ]
    result.shownTables = ["window-full", "zero-window"]
    return result
  }

  /// What is said of it in words.
  public func outline(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(InflightSeries.self) else { return nil }
    var result = SeriesResult(of: flow, title: "In flight", parameters: [mode.rawValue])
    result.notes = notes(flow)
    result.addNotes([.windowScaleUnknown, .oneSided, .captureDrop, .offload, .gapsOverflowed, .clockStep])
    if flow.summary.isCaptureIncomplete {
      result.notes.append(.incomplete("what was missed is not in flight here"))
    }
    result.addEmptyReason(isEmpty: series.times.isEmpty)
    return result
  }

  private func facts(_ series: InflightSeries) -> [SeriesFact] {
    let flight = Self.overTime(series.times, series.flightBytes)
    let pipe = Self.overTime(series.times, series.pipeBytes)
    let windows = series.windowBytes.filter { $0 >= 0 }
    let duration = (series.times.last ?? 0) &- (series.times.first ?? 0)
    var facts: [SeriesFact] = []
    if mode == .packets {
      let segments = Self.overTime(series.times, series.segments)
      facts = [
        .count("maxSegmentsInFlight", series.segments.max().map { Int64($0) }, "most segments in flight"),
        SeriesFact(
          "meanSegmentsInFlight", .number(segments.mean, decimals: 3), label: "mean over time",
          text: segments.mean.map { Quantity.significant($0) } ?? SeriesFact.unknown),
      ]
    }
    facts += [
      .bytes("maxBytesInFlight", Self.greatest(series.flightBytes), "most bytes in flight"),
      .bytes("meanBytesInFlight", mean: flight.mean, "mean over time"),
      .bytes("medianBytesInFlight", mean: flight.quantile(0.5), "median over time"),
      .bytes("p95BytesInFlight", mean: flight.quantile(0.95), "95th percentile over time"),
      .bytes("maxPipeBytes", Self.greatest(series.pipeBytes), "greatest pipe (RFC 6675)"),
      .bytes("meanPipeBytes", mean: pipe.mean, "mean pipe over time"),
      .bytes("windowMinBytes", windows.min().map { Int64($0) }, "smallest window"),
      .bytes("windowMaxBytes", windows.max().map { Int64($0) }, "largest window"),
    ]
    let full = windows.isEmpty ? nil : series.fullWindows
    facts += SeriesFact.periods("windowFull", full, "window full")
    facts += [
      .percent(
        "windowFullPercent", duration > 0 ? full.map { Self.share($0, of: duration) } : nil,
        "share of time with window full"),
      .percent(
        "zeroWindowPercent", duration > 0 ? Self.share(series.zeroWindows, of: duration) : nil,
        "share of time with zero window"),
      .count("retransmissions", Int64(series.events.count { $0 == .retransmission }), "retransmissions"),
      .seconds("durationSeconds", series.times.isEmpty ? nil : duration, "time covered"),
    ]
    return facts
  }

  private static func greatest(_ values: [Int32]) -> Int64? {
    values.max().flatMap { $0 >= 0 ? Int64($0) : nil }
  }

  private static func share(_ periods: [WindowSeries.Period], of duration: Int64) -> Double {
    Double(periods.reduce(0) { $0 &+ $1.length }) / Double(duration)
  }

  /// The values with the times that they held; those that are unknown are left out.
  private static func overTime(_ times: [Int64], _ values: [Int32]) -> WeightedDistribution {
    WeightedDistribution(
      zip(values, zip(times, times.dropFirst())).compactMap { value, times in
        value >= 0 ? (Double(value), Double(max(0, times.1 &- times.0))) : nil
      })
  }

  private func notes(_ flow: FlowMaterial) -> [SeriesNote] {
    switch CaptureSide(flow.connection, direction: flow.direction) {
    case .sender: []
    case .receiver:
      [
        SeriesNote(
          "notTheSendersFlight",
          "Taken beside the receiver: this is what arrived and was not yet acknowledged, not the sender's flight."
        )
      ]
    case .middle:
      [
        SeriesNote(
          "flightUnderestimated",
          "Taken between the hosts: the sender has more in flight, by its rate times the RTT between it and the "
            + "capture point.")
      ]
    case .unknown:
      [
        SeriesNote(
          "capturePointUnknown",
          "The capture point is unknown: only beside the sender is this the sender's flight (tell it with "
            + "--capture-point).")
      ]
    }
  }

  private func mainTable(_ series: InflightSeries, zero: Int64) -> DataTable {
    var columns: [DataTable.Column] = [
      .init("time_s", .seconds(series.times.map { $0 &- zero }, decimals: 9)),
      .init("frame", .unsigned(series.frames)), .init("flight_B", .compact(series.flightBytes)),
      .init("pipe_B", .compact(series.pipeBytes)), .init("window_B", .compact(series.windowBytes)),
      .init("event", .text(series.events.map(\.outputName))),
    ]
    if mode == .packets { columns.insert(.init("flight_packets", .compact(series.segments)), at: 2) }
    return DataTable(name: "", columns: columns)
  }
}

extension InflightSeries.Event {
  private static let names = allCases.map(\.name)

  /// The name, without the cost of finding it each time.
  fileprivate var outputName: String { Self.names[Int(rawValue)] }
}
