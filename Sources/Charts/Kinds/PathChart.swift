public import Measurements

/// Delay and loss of each packet between two captures of one connection, a row for each direction.
public struct PathChart: Chart, RowChart {
  /// Name of the kind.
  public static let kind = "path"

  /// The data.
  public let data: PathData

  /// Makes the chart of two directions.
  public init(data: PathData) {
    self.data = data
  }

  var timeAxis: TimeAxis { data.axis }
  var dataPeriod: ClosedRange<Int64>? { span(data.ways.flatMap { [$0.delays.times, $0.losses] }) }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    "Delay and loss between two captures" + ChartWords.titleEnd("", period: period, axis: data.axis)
  }

  /// Endpoints and both files.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    data.identity.subtitleParts.joined(separator: PageHeader.separator)
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// One row for each direction; their axes are one, so that they can be compared.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    let isLogarithmic = type.style.hasLogarithmicY
    let all = data.ways.flatMap { $0.delays.summary(period, .duration).extremes }
    return data.ways.enumerated().map { index, way in
      let summary = way.delays.summary(period, .duration)
      var axis = ValueAxis.over(
        all, family: .duration, names: ["\(way.name): delay above least", way.name],
        isLogarithmic: isLogarithmic, range: type.style.yRange)
      axis.remarks = summary.axisRemarks
      var row = SampleRows.row(
        way.delays, summary: summary, axis: axis, references: [], role: index == 0 ? .data : .ack,
        noun: "Packets", diameter: 0.2, opacity: 0.5, emptyReason: emptyReason(way), type: type
      ) { sorted in
        isLogarithmic
          ? HistogramBin.logarithmic(sorted: sorted, lower: axis.lower, upper: axis.upper, number: 50)
          : HistogramBin.linear(sorted: sorted, length: HistogramBin.niceLength((sorted.last ?? 0) / 50))
      }
      let losses = way.losses.map { $0...$0 }
      row.lanes =
        row.message == nil ? [EventLane.events("lost", .loss, losses, in: period)].compactMap(\.self) : []
      return row
    }
  }

  private func emptyReason(_ way: PathData.Way) -> String {
    if !data.emptyReason.isEmpty { return data.emptyReason }
    if way.packets == 0 { return "No packet was sent this way" }
    return "No whole packet of this way is in both captures in this time"
  }

  /// Caption in words: what is drawn, and the numbers of each direction.
  ///
  /// - Parameter style: The caption tells of reduction.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    var sentences = [
      ChartWords.head(
        "Delay of each packet above the least one of its direction,", data.identity, period: period,
        axis: data.axis)
    ]
    guard data.emptyReason.isEmpty else {
      return ChartWords.joined(sentences + [data.emptyReason.droppedStop + "."] + data.notes)
    }
    var clauses = ["dots: packets by the time of sending"]
    if SideDistribution.fits(style) { clauses.append("right: share of the packets") }
    if data.ways.contains(where: { !$0.losses.isEmpty }) {
      clauses.append("ticks below: packets that did not arrive whole")
    }
    sentences.append(ChartWords.sentence(clauses))
    for way in data.ways where way.packets > 0 {
      sentences.append(Self.counts(way) + ".")
      let summary = way.delays.summary(period, .duration)
      if summary.count > 0 { sentences.append("Above its least delay: \(summary.clause).") }
    }
    sentences.append(
      reductionSentence(
        data.ways.map { $0.delays.shown(period).count }.max() ?? 0, "packet", style: style))
    return ChartWords.joined(sentences + data.notes)
  }

  /// `A → B: 283 packets, 3 lost (1.1 %, 4344 B)`, and what else happened.
  private static func counts(_ way: PathData.Way) -> String {
    var parts = [ChartWords.counted(way.packets, "packet")]
    let ratio = way.lossRatio.map { _ in Quantity.percent(way.lost, of: way.packets - way.unknown) } ?? ""
    parts.append(
      way.lost == 0
        ? "none lost" : "\(Quantity.count(way.lost)) lost (\(ratio), \(Quantity.count(way.lostBytes)) B)")
    if way.reordered > 0 { parts.append("\(Quantity.count(way.reordered)) overtaken") }
    if way.copies > 0 { parts.append("\(Quantity.count(way.copies)) doubled on the way") }
    if way.strangers > 0 { parts.append("\(Quantity.count(way.strangers)) only where they arrived") }
    if way.unknown > 0 { parts.append("\(Quantity.count(way.unknown)) outside of the other capture") }
    return "\(way.name): " + parts.joined(separator: ", ")
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let head = "Delay and loss of the packets of \(data.identity.endpoints) between two captures"
    guard data.emptyReason.isEmpty else {
      return ChartWords.limited("\(head): \(data.emptyReason.droppedStop).")
    }
    let ways = data.ways.filter { $0.packets > 0 }.map(Self.counts)
    return ChartWords.limited("\(head). \(ways.joined(separator: "; ")).")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    data.ways.enumerated().flatMap { index, way in
      let prefix = index == 0 ? "forward" : "backward"
      var facts = [
        ChartFact.count("\(prefix)Packets", way.packets, "packet \(way.name)", "packets \(way.name)"),
        .count("\(prefix)Lost", way.lost, "packet lost", "packets lost"),
        .count("\(prefix)LostBytes", way.lostBytes, "byte lost", "bytes lost"),
        .count("\(prefix)Unknown", way.unknown, "packet of unknown fate", "packets of unknown fate"),
        .count("\(prefix)Reordered", way.reordered, "packet overtaken", "packets overtaken"),
        .count("\(prefix)Doubled", way.copies, "packet doubled", "packets doubled"),
        .count(
          "\(prefix)Appeared", way.strangers, "packet only at the receiving capture",
          "packets only at the receiving capture"),
      ]
      if let least = way.leastDelay {
        facts.append(
          ChartFact(
            name: "\(prefix)LeastDelaySeconds", value: Double(least) / 1e9,
            text: "least delay \(Quantity.duration(nanoseconds: least))"))
      }
      return facts
        + way.delays.summary(period(nil), .duration).facts(
          prefix: "\(prefix)DelayAboveLeast", noun: "delay above the least")
    }
  }

  /// Each packet with its fate, a table for each direction, and those that only the receiving capture shows.
  public var dataTables: [DataTable] {
    var tables = data.ways.map(\.table)
    // Files are named for their tables, so both ways may not share a name.
    for (index, name) in zip(tables.indices, ["", "back"]) { tables[index].name = name }
    return tables + (data.appeared.rowCount > 0 ? [data.appeared] : [])
  }
}
