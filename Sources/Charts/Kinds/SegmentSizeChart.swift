public import Measurements

/// How much payload each segment carried.
public struct SegmentSizeChart: Chart, RowChart {
  /// Name of the kind.
  public static let kind = "segmentsize"
  /// Length of a bin of the histogram in bytes, where segments are not larger than packets on a wire.
  static let binBytes = 50.0

  /// The data.
  public let data: SegmentSizeData

  /// Makes the chart of a flow.
  public init(data: SegmentSizeData) {
    self.data = data
  }

  var timeAxis: TimeAxis { data.axis }
  var dataPeriod: ClosedRange<Int64>? { span([data.sizes.times]) }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    "Segment size (TCP payload)" + ChartWords.titleEnd("A \u{2192} B", period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, MSS, offload.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    var parts = data.identity.subtitleParts
    if let mss = data.maximumSegmentBytes { parts.append("MSS \(Quantity.count(mss)) B") }
    if data.offloadedSegments > 0 { parts.append("segmentation offload: packets larger than the wire MTU") }
    return parts.joined(separator: PageHeader.separator)
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// The only row.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    let summary = data.sizes.summary(period, .bytes)
    let isLogarithmic = type.style.hasLogarithmicY
    let mss = data.maximumSegmentBytes.map { Double($0) }
    var axis = ValueAxis.over(
      summary.extremes + [mss].compactMap(\.self), family: .bytes, names: ["Payload"],
      isLogarithmic: isLogarithmic, range: type.style.yRange)
    // Sizes of packets are read in bytes, four digits or not.
    if axis.unit == nil, axis.upper < 10_000 { axis.unit = AxisUnit(symbol: "B", factor: 1) }
    let references = mss.map {
      let text = "MSS \(Quantity.count(Int64($0)))"
      return [TimeRow.Reference(value: $0, lines: [text], shortLines: [text])]
    }
    return [
      SampleRows.row(
        data.sizes, summary: summary, axis: axis, references: references ?? [], role: .data, noun: "Segments",
        diameter: 0.24, opacity: 0.55, emptyReason: emptyReason, type: type
      ) { sorted in
        isLogarithmic
          ? HistogramBin.logarithmic(sorted: sorted, lower: axis.lower, upper: axis.upper, number: 50)
          : HistogramBin.linear(sorted: sorted, length: binLength(sorted))
      }
    ]
  }

  /// 50 bytes, or a 1-2-5 length that makes at most 60 bins.
  private func binLength(_ sorted: [Double]) -> Double {
    max(Self.binBytes, HistogramBin.niceLength((sorted.last ?? 0) / 50))
  }

  private var emptyReason: String {
    data.emptyReason.isEmpty ? "No data segment in this part of the flow" : data.emptyReason
  }

  /// Caption in words: what is drawn, and its numbers.
  ///
  /// - Parameter style: The caption tells of reduction.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    let summary = data.sizes.summary(period, .bytes)
    var sentences = [
      ChartWords.head("Payload of data segments", data.identity, period: period, axis: data.axis)
    ]
    guard summary.count > 0 else {
      return ChartWords.joined(sentences + [emptyReason.droppedStop + "."] + data.notes)
    }
    var clauses = ["dots: payload of a segment"]
    if SideDistribution.fits(style) { clauses.append("right: share of the segments") }
    if let mss = data.maximumSegmentBytes { clauses.append("dashed: the MSS, \(Quantity.count(mss)) B") }
    sentences.append(ChartWords.sentence(clauses))
    sentences.append("\(ChartWords.counted(Int64(summary.count), "segment")), \(summary.clause).")
    if data.offloadedSegments > 0 {
      let count = ChartWords.counted(data.offloadedSegments, "segment is", "segments are")
      sentences.append(
        "\(count) larger than the MSS: segmentation offload, on the wire they were several packets.")
    }
    sentences.append(reductionSentence(summary.count, "segment", style: style))
    return ChartWords.joined(sentences + data.notes)
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let summary = data.sizes.summary(period(nil), .bytes)
    let head = "Payload sizes over time of \(data.identity.endpoints)"
    guard summary.count > 0 else {
      return ChartWords.limited("\(head), without any: \(emptyReason.droppedStop).")
    }
    let mss = data.maximumSegmentBytes.map { ", MSS \(Quantity.count($0)) B" } ?? ""
    return ChartWords.limited(
      "\(head), \(ChartWords.counted(Int64(summary.count), "segment")), \(summary.clause)\(mss).")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    var facts = data.sizes.summary(period(nil), .bytes).facts(prefix: "payload", noun: "payload")
    if let mss = data.maximumSegmentBytes {
      facts.append(
        ChartFact(name: "mssBytes", value: Double(mss), text: "MSS \(Quantity.count(mss)) B"))
    }
    if data.offloadedSegments > 0 {
      facts.append(
        .count(
          "offloadedSegments", data.offloadedSegments, "segment above the MSS", "segments above the MSS"))
    }
    return facts
  }

  /// All sizes, unreduced.
  public var dataTables: [DataTable] {
    [SampleRows.table(data.sizes, name: "", column: "payload_B", isTime: false)]
  }
}
