import Charts
import Measurements
import TCPAnalysis

/// Payload sizes of the segments of a flow over time, and how they are distributed.
public struct SegmentSizeSection: SeriesSection {
  /// Name of the module.
  public static let module = "segmentsize"
  /// Width of a class of sizes in bytes.
  static let binBytes: UInt32 = 50

  /// Makes the section.
  public init() {}

  /// Asks for the sizes of the flow.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = SegmentSizeMetric(request.scope)
    return [Measurement(key: "segmentsize \(request.flow)", metric: metric) { metric.series }]
  }

  /// How sizes are counted.
  public var methods: [Definition] {
    [
      Definition(
        "Segment size",
        "Payload of each segment with data as captured, repeats included. With segmentation offload a captured "
          + "segment becomes several on the wire: their number is estimated by the MSS.")
    ]
  }

  /// Sizes, their distribution, and how they stand to the MSS.
  public func result(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(SegmentSizeSeries.self), var result = outline(of: flow) else { return nil }
    let limits = Limits(flow)
    result.facts = facts(series, limits)
    result.tables = [
      DataTable(
        name: "",
        columns: [
          .init("time_s", .seconds(series.times.map { $0 &- flow.axis.zero }, decimals: 9)),
          .init("frame", .unsigned(series.frames)), .init("payload_B", .unsigned(series.payloadBytes)),
          .init("class", .text(series.classes.map(\.outputName))),
        ], form: .dots(column: "payload_B", isLogarithmic: false)),
      distribution(series),
    ]
    result.shownTables = ["distribution"]
    return result
  }

  /// What is said of them in words.
  public func outline(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(SegmentSizeSeries.self) else { return nil }
    var result = SeriesResult(of: flow, title: "Segment sizes")
    result.addNotes([.offload, .noHandshake, .noSyn, .fragments, .oneSided])
    result.addEmptyReason(isEmpty: series.times.isEmpty)
    return result
  }

  /// What bounds a segment.
  struct Limits {
    /// The receiver's MSS option; `nil` if its SYN was not captured.
    let mss: Int64?
    /// That less the option bytes that ride on data (12 with time stamps).
    let effective: Int64?

    init(_ flow: FlowMaterial) {
      let receiver = flow.connection.flow(3 - flow.direction)
      mss = receiver.maximumSegmentSize
      let isTimed = flow.summary.timestamps == true && receiver.timestamps == true
      effective = mss.map { max(1, $0 - (isTimed ? 12 : 0)) }
    }

    /// Segments with more payload than the MSS that the receiver announced; `nil` if it announced none.
    func oversize(_ series: SegmentSizeSeries) -> Int64? {
      mss.map { mss in Int64(series.payloadBytes.count { Int64($0) > mss }) }
    }
  }

  private func facts(_ series: SegmentSizeSeries, _ limits: Limits) -> [SeriesFact] {
    let sizes = Distribution(series.payloadBytes.map(Double.init))
    let count = Int64(sizes.count)
    let payload = series.payloadBytes.reduce(Int64(0)) { $0 &+ Int64($1) }
    func whole(_ value: Double?) -> Int64? { value.map { Int64($0) } }
    var facts: [SeriesFact] = [
      .count("dataSegments", count, "segments with data"), .bytes("payloadBytes", payload, "payload"),
      .bytes("payloadSizeMinBytes", whole(sizes.minimum), "smallest"),
      .bytes("payloadSizeMedianBytes", mean: sizes.median, "median"),
      .bytes("payloadSizeMeanBytes", mean: sizes.mean, "mean"),
      .bytes("payloadSizeMaxBytes", whole(sizes.maximum), "largest"),
      .bytes("mostFrequentBytes", mostFrequent(sizes.sorted), "most frequent"),
      .bytes("mss", limits.mss, "MSS that the receiver announced"),
      .bytes("mssEffectiveBytes", limits.effective, "MSS less options on data"),
    ]
    let full = limits.effective.map { effective in
      Int64(series.payloadBytes.count { Int64($0) >= effective })
    }
    let oversize = limits.oversize(series)
    let wire = limits.effective.map { effective in
      series.payloadBytes.reduce(Int64(0)) { $0 &+ (Int64($1) &+ effective &- 1) / effective }
    }
    facts += [
      .count("fullSegments", full, "full segments"),
      .percent(
        "fullSegmentsPercent", count > 0 ? full.map { Double($0) / Double(count) } : nil,
        "share of full segments"),
      .count("oversizeSegments", oversize, "larger than the MSS"),
      .count("wireSegmentsEstimated", wire, "segments on the wire (estimate)"),
    ]
    return facts
  }

  /// The size that most segments have; the larger one of two.
  private func mostFrequent(_ sorted: [Double]) -> Int64? {
    var best: (value: Double, count: Int)?
    var index = 0
    while index < sorted.count {
      var end = index
      while end < sorted.count, sorted[end] == sorted[index] { end += 1 }
      if end - index >= best?.count ?? 0 { best = (sorted[index], end - index) }
      index = end
    }
    return best.map { Int64($0.value) }
  }

  /// Classes of 50 bytes that have segments.
  private func distribution(_ series: SegmentSizeSeries) -> DataTable {
    var counts: [UInt32: (segments: Int64, bytes: Int64)] = [:]
    for size in series.payloadBytes {
      let bin = size / Self.binBytes
      let old = counts[bin] ?? (0, 0)
      counts[bin] = (old.segments + 1, old.bytes &+ Int64(size))
    }
    let bins = counts.sorted { $0.key < $1.key }
    let total = Double(max(1, series.payloadBytes.count))
    return DataTable(
      name: "distribution",
      columns: [
        .init("from_B", .integers(bins.map { Int64($0.key) * Int64(Self.binBytes) })),
        .init("below_B", .integers(bins.map { (Int64($0.key) + 1) * Int64(Self.binBytes) })),
        .init("segments", .integers(bins.map(\.value.segments))),
        .init("share_percent", .numbers(bins.map { 100 * Double($0.value.segments) / total }, decimals: 3)),
        .init("payload_B", .integers(bins.map(\.value.bytes))),
      ])
  }
}
