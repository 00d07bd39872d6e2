public import Measurements

/// How long a receiver took to acknowledge data, or, away from it, how long that took with the path.
public struct DataAckChart: Chart, RowChart {
  /// Name of the kind.
  public static let kind = "spacing-data-ack"
  /// A delay from which on the usual limits of delayed ACKs are drawn, in nanoseconds.
  static let notable = 20e6

  /// The data.
  public let data: DataAckData

  /// Makes the chart of a flow.
  public init(data: DataAckData) {
    self.data = data
  }

  var timeAxis: TimeAxis { data.axis }
  var dataPeriod: ClosedRange<Int64>? { span([data.delays.times]) }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    "Data-to-ACK delay"
      + ChartWords.titleEnd(
        data.isAtReceiver ? "at the receiver B" : "A \u{2192} B", period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, and what the delay holds.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    let meaning =
      data.isAtReceiver
      ? "from the newest byte to the ACK that covers it"
      : "away from the receiver: with the path\u{2019}s round trip"
    return (data.identity.subtitleParts + (data.delays.count > 0 ? [meaning] : [])).joined(
      separator: PageHeader.separator)
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// The only row.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    let summary = data.delays.summary(period, .duration)
    var axis = ValueAxis.over(
      summary.distribution.sorted, family: .duration, names: ["Delay"], isLogarithmic: true,
      range: type.style.yRange)
    axis.remarks = summary.axisRemarks
    return [
      SampleRows.row(
        data.delays, summary: summary, axis: axis, references: references(summary), role: .ack, noun: "ACKs",
        diameter: 0.2, opacity: 0.5, emptyReason: emptyReason, type: type
      ) {
        HistogramBin.logarithmic(sorted: $0, lower: axis.lower, upper: axis.upper, number: SpacingChart.bins)
      }
    ]
  }

  /// The lines at the usual limits of delayed ACKs, or at the least round-trip time.
  private func references(_ summary: SampleSummary) -> [TimeRow.Reference] {
    if !data.isAtReceiver {
      guard let base = data.baseRTTNanoseconds, base > 0 else { return [] }
      let text = Quantity.duration(nanoseconds: base)
      return [
        TimeRow.Reference(value: Double(base), lines: ["least RTT", text], shortLines: ["RTT \(text)"])
      ]
    }
    guard let greatest = summary.distribution.maximum, greatest > Self.notable else { return [] }
    return [
      TimeRow.Reference(value: 40e6, lines: ["40 ms, Linux", "delayed ACK"], shortLines: ["40 ms"]),
      TimeRow.Reference(value: 200e6, lines: ["200 ms, others"], shortLines: ["200 ms"]),
    ].filter { $0.value <= greatest * 1.25 }
  }

  private var emptyReason: String {
    data.emptyReason.isEmpty ? "No acknowledged data in this part of the flow" : data.emptyReason
  }

  /// Caption in words: what is drawn, what the delay holds, and its numbers.
  ///
  /// - Parameter style: The caption tells of reduction.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    let summary = data.delays.summary(period, .duration)
    var sentences = [
      ChartWords.head("Delay from data to its acknowledgment", data.identity, period: period, axis: data.axis)
    ]
    guard summary.count > 0 else {
      return ChartWords.joined(sentences + [emptyReason.droppedStop + "."] + data.notes)
    }
    var clauses = ["dots: time from the newest byte to the acknowledgment that covers it, logarithmic"]
    if data.samplesAveraged > 1 { clauses.append("each the mean of \(data.samplesAveraged)") }
    if SideDistribution.fits(style) { clauses.append("right: share of the acknowledgments") }
    let references = references(summary)
    if !references.isEmpty {
      clauses.append(
        "dashed: " + references.map { $0.lines.joined(separator: " ") }.joined(separator: " and "))
    }
    sentences.append(ChartWords.sentence(clauses))
    if !data.isAtReceiver {
      sentences.append("Captured away from the receiver: the delays hold the round trip to it as well.")
    }
    sentences.append("\(ChartWords.counted(Int64(summary.count), "delay")), \(summary.clause).")
    sentences.append(SampleRows.clampedSentence(data.delays, period))
    sentences.append(reductionSentence(summary.count, "delay", style: style))
    return ChartWords.joined(sentences + data.notes)
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let summary = data.delays.summary(period(nil), .duration)
    let head = "Delay from data to its acknowledgment of \(data.identity.endpoints)"
    guard summary.count > 0 else {
      return ChartWords.limited("\(head), without any: \(emptyReason.droppedStop).")
    }
    return ChartWords.limited(
      "\(head), \(ChartWords.counted(Int64(summary.count), "delay")), \(summary.clause)"
        + (data.isAtReceiver ? "." : ", with the path\u{2019}s round trip."))
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    data.delays.summary(period(nil), .duration).facts(prefix: "dataAck", noun: "delay")
  }

  /// All delays, unreduced.
  public var dataTables: [DataTable] {
    [SampleRows.table(data.delays, name: "", column: "delay_s", isTime: true)]
  }
}
