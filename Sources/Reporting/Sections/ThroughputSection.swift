public import Charts
import Measurements
public import TCPAnalysis

/// Bytes over time at the link layer, and new payload beside it.
public struct ThroughputSection: Section {
  /// Name of the module.
  public static let module = "throughput"
  /// Bins that the moving mean is over unless told otherwise.
  public static let defaultMeanBins = 10

  private let layer: ThroughputSeries.Layer
  private let meanBins: Int

  /// Makes the section.
  ///
  /// - Parameters:
  ///   - layer: Which bytes the thin line counts.
  ///   - meanBins: Bins that the moving mean is over.
  public init(layer: ThroughputSeries.Layer = .linkLayer, meanBins: Int = ThroughputSection.defaultMeanBins) {
    self.layer = layer
    self.meanBins = meanBins
  }

  /// Asks for the bytes of the flow in bins that start at the zero of the axis.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let flow = request.connection.flow(request.flow.direction ?? 1)
    let first = flow.firstTime ?? request.connection.firstTime
    let last = flow.lastTime ?? first
    let bin = max(1, request.binNanoseconds ?? ThroughputMetric.defaultBin(range: max(0, last &- first)))
    let metric = ThroughputMetric(
      flow: request.flow, layer: layer, binNanoseconds: bin,
      start: Self.binStart(containing: first, zero: request.axis.zero, bin: bin))
    return [
      Measurement(key: "throughput \(request.flow) \(layer.rawValue)", metric: metric) { metric.series }
    ]
  }

  /// The chart of the flow.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    guard let series = flow.series(ThroughputSeries.self) else { return nil }
    let source = Source(name: "", series: series, flows: [flow.summary])
    var data = Self.chartData(sources: [source], identity: flow.identity, axis: flow.axis, meanBins: meanBins)
    if series.packets.allSatisfy({ $0 == 0 }) {
      data.emptyReason = FlowNotes.emptyReason(
        flow: flow.summary, opposite: flow.connection.flow(3 - flow.direction))
    }
    data.notes = FlowNotes.sentences(Self.captionNotes, flow: flow.summary, connection: flow.connection)
    return SectionContent(title: "Throughput and goodput", chart: ThroughputChart(data: data))
  }

  /// What throughput and goodput count.
  public var methods: [Definition] {
    [
      Definition(
        "Throughput",
        "Bytes of the frames as captured (link header and IP packet; no preamble, check sequence or gap), repeats "
          + "included, in bins of equal length that start at the zero of the time axis. Silent bins are zero. The "
          + "last bin keeps its true length and is not drawn."),
      Definition(
        "Goodput",
        "Bytes of payload, each counted once when it is first seen, over the time from the first to the last "
          + "segment with data (RFC 2647, section 3.17)."),
    ]
  }

  /// What one line of a throughput chart is made of.
  public struct Source: Sendable {
    /// What it is called beside its line; empty if there is one only.
    public var name: String
    /// The bins.
    public var series: ThroughputSeries
    /// The flows whose bytes the series counts.
    public var flows: [FlowSummary]

    /// Makes a source.
    public init(name: String, series: ThroughputSeries, flows: [FlowSummary]) {
      self.name = name
      self.series = series
      self.flows = flows
    }
  }

  /// The start of the bin that holds a time, where bins start at the zero of the axis.
  public static func binStart(containing time: Int64, zero: Int64, bin: Int64) -> Int64 {
    zero &+ (time &- zero).flooredDivision(by: max(1, bin)) &* max(1, bin)
  }

  /// The data of a throughput chart; series that start or end apart are filled up with silent bins.
  ///
  /// - Parameters:
  ///   - sources: The series, all of one bin length and layer, their starts whole bins apart.
  ///   - identity: Who talks.
  ///   - axis: The time axis.
  ///   - meanBins: Bins that the moving mean is over; 1 for none.
  /// - Returns: The data with times relative to the axis' zero.
  public static func chartData(
    sources: [Source], identity: FlowIdentity, axis: TimeAxis, meanBins: Int = defaultMeanBins
  ) -> ThroughputData {
    let bin = max(1, sources.first?.series.binNanoseconds ?? 1)
    let start = sources.map(\.series.start).min() ?? axis.zero
    let ends = sources.map { offset($0.series, from: start, bin: bin) + $0.series.bytes.count }
    let count = ends.max() ?? 0
    let lastTime = sources.map(\.series.lastTime).max() ?? start
    let lastBin = max(0, min(bin, lastTime &- (start &+ Int64(max(0, count - 1)) &* bin)))
    var data = ThroughputData(
      identity: identity, axis: axis, layer: layer(sources.first?.series.layer ?? .linkLayer),
      binNanoseconds: bin,
      firstBinStart: start &- axis.zero, lastBinNanoseconds: lastBin, meanBins: max(1, meanBins),
      series: sources.map { series(of: $0, start: start, count: count, bin: bin, zero: axis.zero) })
    data.packets = sources.reduce(0) { $0 &+ $1.series.packets.reduce(0, &+) }
    data.retransmittedSegments = sources.reduce(0) { sum, source in
      sum &+ source.flows.reduce(0) { $0 &+ $1.retransmittedPackets }
    }
    data.dataSegments = sources.reduce(0) { sum, source in
      sum &+ source.flows.reduce(0) { $0 &+ $1.dataPackets }
    }
    return data
  }

  private static let captionNotes: Set<AnalysisNote.Code> = [
    .captureDrop, .offload, .fragments, .gapsOverflowed,
  ]

  private static func series(
    of source: Source, start: Int64, count: Int, bin: Int64, zero: Int64
  ) -> ThroughputData.Series {
    let before = offset(source.series, from: start, bin: bin)
    func filled(_ values: [Int64]) -> [Int64] {
      [Int64](repeating: 0, count: before) + values
        + [Int64](repeating: 0, count: max(0, count - before - values.count))
    }
    let first = source.flows.compactMap(\.firstDataTime).min()
    let last = source.flows.compactMap(\.lastDataTime).max()
    let span = first.flatMap { first in last.map { $0 &- first } } ?? 0
    let unique = source.flows.reduce(Int64(0)) { $0 &+ $1.uniquePayloadBytes }
    return ThroughputData.Series(
      name: source.name, bytes: filled(source.series.bytes), goodputBytes: filled(source.series.goodputBytes),
      retransmissionTimes: source.series.retransmissionTimes.map { $0 &- zero },
      totalBytes: source.series.bytes.reduce(0, &+),
      totalGoodputBytes: source.series.goodputBytes.reduce(0, &+),
      dataNanoseconds: max(0, span),
      goodputBitsPerSecond: span > 0 ? 8e9 * Double(unique) / Double(span) : nil)
  }

  /// Bins in front of a series; bounded, since a capture with broken clocks can lie centuries apart.
  private static func offset(_ series: ThroughputSeries, from start: Int64, bin: Int64) -> Int {
    Int(min(1 << 24, max(0, (series.start &- start).flooredDivision(by: bin))))
  }

  private static func layer(_ layer: ThroughputSeries.Layer) -> ThroughputData.Layer {
    ThroughputData.Layer(rawValue: layer.rawValue) ?? .linkLayer
  }
}
