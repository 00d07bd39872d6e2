public import Measurements

/// The time between packets, with its distribution: pacing, bursts and stalls.
public struct SpacingChart: Chart, RowChart {
  /// Name of the kind.
  public static let kind = "spacing"
  /// Bins of the distribution.
  static let bins = 50

  /// The data.
  public let data: SpacingData

  /// Makes the chart of one or two rows.
  public init(data: SpacingData) {
    self.data = data
  }

  var timeAxis: TimeAxis { data.axis }
  var dataPeriod: ClosedRange<Int64>? { span(data.rows.map(\.gaps.times)) }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    let hasPeer = data.rows.contains { $0.packets == .arrived }
    let name =
      hasPeer
      ? "Packet spacing at sender and receiver" : hasReturned ? "Spacing of data and ACKs" : "Packet spacing"
    return name
      + ChartWords.titleEnd(data.rows.count > 1 ? "" : "A \u{2192} B", period: period, axis: data.axis)
  }

  /// Whether a row shows the ACKs that came back.
  private var hasReturned: Bool { data.rows.contains { $0.packets == .returned } }

  /// What is measured, in a clause.
  private var measured: String {
    hasReturned
      ? "Time between packets with data, and between the ACKs that came back,"
      : "Time between packets with data"
  }

  /// Endpoints, file, capture point, averaging.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    var parts = data.identity.subtitleParts
    if data.samplesAveraged > 1 { parts.append("mean of \(data.samplesAveraged) gaps each") }
    return parts.joined(separator: PageHeader.separator)
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// One row for each place.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    // All rows share one axis, so that the places can be compared.
    let all = data.rows.flatMap { $0.gaps.summary(period, .duration).extremes }
    return data.rows.map { row in
      let summary = row.gaps.summary(period, .duration)
      var axis = ValueAxis.over(
        all + [data.packetNanoseconds].compactMap(\.self), family: .duration,
        names: [row.name.isEmpty ? "Spacing" : "\(row.name) spacing"], isLogarithmic: true,
        range: type.style.yRange)
      axis.remarks = summary.axisRemarks
      let role = row.packets == .sent ? Role.data : .ack
      return SampleRows.row(
        row.gaps, summary: summary, axis: axis, references: reference(type), role: role, noun: "Packets",
        diameter: 0.16, opacity: 0.45, emptyReason: emptyReason, type: type
      ) { HistogramBin.logarithmic(sorted: $0, lower: axis.lower, upper: axis.upper, number: Self.bins) }
    }
  }

  /// The sentence in place of data.
  private var emptyReason: String {
    data.emptyReason.isEmpty ? "No two packets with data in this part of the flow" : data.emptyReason
  }

  private func reference(_ type: Typography) -> [TimeRow.Reference] {
    guard let link = data.link, let time = data.packetNanoseconds else { return [] }
    let text = Quantity.duration(nanoseconds: Int64(time.rounded()))
    let rate = Quantity.si(link.bitsPerSecond, "bit/s")
    return [
      TimeRow.Reference(
        value: time, lines: ["\(text):", "\(link.packetBytes) B at", rate], shortLines: [text])
    ]
  }

  /// Caption in words: what is drawn, and the numbers of each row.
  ///
  /// - Parameter style: The caption tells of reduction.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    var sentences = [
      ChartWords.head(measured, data.identity, period: period, axis: data.axis)
    ]
    let largest = data.rows.map { $0.gaps.shown(period).count }.max() ?? 0
    guard largest > 0 else {
      return ChartWords.joined(sentences + [emptyReason.droppedStop + "."] + data.notes)
    }
    var clauses = ["dots: time since the packet before, logarithmic"]
    if data.samplesAveraged > 1 { clauses = ["dots: mean of \(data.samplesAveraged) gaps, logarithmic"] }
    if SideDistribution.fits(style) { clauses.append("right: share of the packets") }
    if let time = data.packetNanoseconds, let link = data.link {
      clauses.append(
        "dashed: \(Quantity.duration(nanoseconds: Int64(time.rounded()))), \(link.packetBytes) B at "
          + Quantity.si(link.bitsPerSecond, "bit/s"))
    }
    sentences.append(ChartWords.sentence(clauses))
    for row in data.rows {
      let summary = row.gaps.summary(period, .duration)
      let name = row.name.isEmpty ? "" : "\(row.name): "
      sentences.append(
        name + ChartWords.counted(Int64(summary.count), "gap")
          + (summary.count > 0 ? ", \(summary.clause)." : "."))
      sentences.append(SampleRows.clampedSentence(row.gaps, period))
    }
    sentences.append(reductionSentence(largest, "gap", style: style))
    return ChartWords.joined(sentences + data.notes)
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let period = period(nil)
    let rows = data.rows.compactMap { row -> String? in
      let summary = row.gaps.summary(period, .duration)
      guard summary.count > 0 else { return nil }
      return (row.name.isEmpty ? "" : "\(row.name) ") + ChartWords.counted(Int64(summary.count), "gap")
        + ", " + summary.clause
    }
    let head = "\(measured) of \(data.identity.endpoints)"
    guard !rows.isEmpty else {
      return ChartWords.limited("\(head), without any gap: \(emptyReason.droppedStop).")
    }
    return ChartWords.limited("\(head): \(rows.joined(separator: "; ")).")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    let period = period(nil)
    return data.rows.enumerated().flatMap { index, row in
      row.gaps.summary(period, .duration).facts(
        prefix: index == 0 ? "spacing" : "spacing\(index + 1)",
        noun: row.name.isEmpty ? "spacing" : "\(row.name) spacing")
    }
  }

  /// All gaps, unreduced, a table for each row.
  public var dataTables: [DataTable] {
    data.rows.enumerated().map { index, row in
      SampleRows.table(
        row.gaps, name: index == 0 ? "" : row.name.lowercased(), column: "spacing_s", isTime: true)
    }
  }
}
