public import Charts
import Measurements
import TCPAnalysis

/// Makes the data of a chart that compares flows.
public struct CompareBuilder {
  /// One flow with what was measured of it.
  public struct Flow: Sendable {
    /// The flow; the zero of its axis is where its own time begins.
    public var material: FlowMaterial
    /// What its line is called.
    public var name: String

    /// Makes a flow.
    public init(_ material: FlowMaterial, name: String) {
      self.material = material
      self.name = name
    }
  }

  /// What is drawn over time.
  public var metric: CompareData.Metric
  /// What the distribution is of.
  public var distribution: CompareData.Metric
  /// Which panels there are.
  public var form: CompareData.Form
  /// How the flows are laid over each other.
  public var alignment: CompareData.Alignment
  /// Length of a bin in nanoseconds.
  public var binNanoseconds: Int64

  /// Makes a builder.
  public init(
    metric: CompareData.Metric, distribution: CompareData.Metric, form: CompareData.Form,
    alignment: CompareData.Alignment, binNanoseconds: Int64
  ) {
    self.metric = metric
    self.distribution = distribution
    self.form = form
    self.alignment = alignment
    self.binNanoseconds = max(1, binNanoseconds)
  }

  /// The bin of a range unless told otherwise: the 1-2-5 value nearest to a thirtieth of it, at least 10 ms.
  ///
  /// Steps of several flows cross each other; five times as many as a single flow has would be a thicket.
  public static func defaultBin(range nanoseconds: Int64) -> Int64 {
    let (range, overflow) = max(0, nanoseconds).multipliedReportingOverflow(by: 5)
    return ThroughputMetric.defaultBin(range: overflow ? .max : range)
  }

  /// The metrics that a flow needs, to be handed to an analyzer.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let scope = SeriesScope(flow: request.flow)
    let flow = request.connection.flow(request.flow.direction ?? 1)
    var result: [Measurement] = []
    for layer in Set([metric, distribution].compactMap(\.layer)) {
      let first = flow.firstTime ?? request.connection.firstTime
      let metric = ThroughputMetric(
        flow: request.flow, layer: layer, binNanoseconds: binNanoseconds,
        start: ThroughputSection.binStart(containing: first, zero: request.axis.zero, bin: binNanoseconds))
      result.append(Measurement(key: "compare \(layer)", metric: metric) { metric.series })
    }
    let roundTrips = RTTMetric(scope)
    result.append(Measurement(key: "compare rtt", metric: roundTrips) { roundTrips.series })
    if metric == .inflight || distribution == .inflight {
      let flight = InflightMetric(scope)
      result.append(Measurement(key: "compare inflight", metric: flight) { flight.series })
    }
    return result
  }

  /// The data of the chart.
  ///
  /// - Parameters:
  ///   - flows: Two flows at least, measured by ``measurements(of:)``.
  ///   - captures: Names of the captures as they stand in the subtitle.
  ///   - axis: Zero and zoom of the time axis; the flows' own zeros may differ.
  /// - Returns: Bins and samples relative to each flow's own zero.
  public func chartData(_ flows: [Flow], captures: [String], axis: TimeAxis) -> CompareData {
    var data = CompareData(
      metric: metric, distribution: distribution, alignment: alignment, axis: axis,
      binNanoseconds: binNanoseconds, series: flows.map(series), captures: captures)
    data.form = form
    data.notes = flows.flatMap(notes).uniqued
    return data
  }

  private func series(_ flow: Flow) -> CompareData.Series {
    let material = flow.material
    let summary = material.summary
    var series = CompareData.Series(name: flow.name, identity: material.identity)
    let bins = CompareBinning(material, length: binNanoseconds)
    series.firstBinStart = bins.start
    series.lastBinNanoseconds = bins.lastLength
    series.values = bins.values(metric)
    let roundTrips = material.series(RTTSeries.self)
    if distribution == .rtt {
      series.sampleTimes = roundTrips?.times.map { $0 &- material.axis.zero } ?? []
      series.samples = roundTrips?.samples.map(Double.init) ?? []
    } else {
      (series.sampleTimes, series.samples) = bins.samples(distribution)
    }
    if let first = summary.firstTime, let last = summary.lastTime {
      series.durationNanoseconds = max(0, last &- first)
    }
    series.payloadBytes = summary.uniquePayloadBytes
    series.goodputBitsPerSecond = Self.goodput(summary)
    series.dataSegments = summary.dataPackets
    series.retransmittedSegments = summary.retransmittedPackets
    let samples = Distribution(roundTrips?.samples.map(Double.init) ?? [])
    series.roundTripSamples = Int64(samples.count)
    series.medianRTTNanoseconds = samples.median
    series.tailRTTNanoseconds = samples.count >= 20 ? samples.quantile(0.95) : nil
    if summary.dataPackets == 0 {
      series.emptyReason = FlowNotes.emptyReason(
        flow: summary, opposite: material.connection.flow(3 - material.direction))
    }
    return series
  }

  private static func goodput(_ flow: FlowSummary) -> Double? {
    guard let first = flow.firstDataTime, let last = flow.lastDataTime, last > first else { return nil }
    return 8e9 * Double(flow.uniquePayloadBytes) / Double(last &- first)
  }

  /// What a capture's place and faults mean for a comparison.
  private func notes(_ flow: Flow) -> [String] {
    let material = flow.material
    var notes = FlowNotes.sentences(
      [.captureDrop, .oneSided, .offload], flow: material.summary, connection: material.connection
    ).map { "\(flow.name): \($0)" }
    let showsRTT = form != .overlay && distribution == .rtt || form != .cdf && metric == .rtt
    let showsFlight = form != .overlay && distribution == .inflight || form != .cdf && metric == .inflight
    switch CaptureSide(material.connection, direction: material.direction) {
    case .receiver where showsRTT:
      notes.append("\(flow.name) was taken beside the receiver: its RTT is no more than the ACK delay.")
    case .receiver where showsFlight:
      notes.append(
        "\(flow.name) was taken beside the receiver: in flight means received, not yet acknowledged.")
    case .middle where showsRTT:
      notes.append("\(flow.name) was taken between the hosts: its RTT is that to the receiver and back only.")
    default: break
    }
    return notes
  }
}

extension CompareData.Metric {
  /// The bytes that it counts; `nil` if it counts none.
  var layer: ThroughputSeries.Layer? {
    switch self {
    case .goodput: .goodput
    case .throughput: .linkLayer
    case .rtt, .inflight: nil
    }
  }
}
