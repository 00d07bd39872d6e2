public import Measurements

/// All connections over time, a row for each: when they were open, and when they carried how much.
public struct TimelineChart: Chart, TimeChart {
  /// Name of the kind.
  public static let kind = "timeline"

  /// The data.
  public let data: TimelineData

  /// Makes the chart of some connections.
  public init(data: TimelineData) {
    self.data = data
  }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  private func title(_ period: TimePeriod) -> String {
    "Connections over time" + ChartWords.titleEnd("", period: period, axis: data.axis)
  }

  /// File, number of connections, duration, volume, order.
  public var subtitle: String {
    let length = max(0, TimeSequenceSummary.difference(data.period.upperBound, data.period.lowerBound))
    var parts = [data.capture].filter { !$0.isEmpty }
    parts.append(
      "\(ChartWords.counted(data.connections, "connection")), \(Quantity.duration(nanoseconds: length)), "
        + "\(Quantity.si(Double(data.payloadBytes), "B")) of payload")
    if !data.order.isEmpty { parts.append(data.order) }
    if hidden > 0 { parts.append("\(Quantity.count(Int64(data.rows.count))) have rows") }
    return parts.joined(separator: PageHeader.separator)
  }

  /// Connections without a row of their own.
  var hidden: Int64 { data.othersOpen.isEmpty ? 0 : max(0, data.connections - Int64(data.rows.count)) }

  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { data.axis }

  /// What is shown of the time axis.
  func period(_ style: ChartStyle?) -> TimePeriod {
    TimePeriod(first: data.period.lowerBound, last: data.period.upperBound, axis: data.axis, style: style)
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    let period = period(style)
    let layers = TimelineLayers(chart: self, period: period, type: type)
    return try ChartPage.scene(
      of: self, type: type, title: title(period), subtitle: subtitle, lanes: 0,
      contentHeight: layers.contentHeight
    ) { page, builder throws(LayoutError) in
      try layers.draw(page, into: &builder)
    }
  }

  /// Caption in words: what rows and cells show, and what has no row.
  ///
  /// - Parameter style: The part that is shown depends on it.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    let zoom = period.isZoomed ? ", zoom \(period.text(axis: data.axis))" : ""
    var sentences = [
      "\(ChartWords.counted(data.connections, "connection")) of \(data.capture)\(zoom)."
    ]
    guard !data.rows.isEmpty else { return ChartWords.joined(sentences + data.notes) }
    sentences.append(
      "A line a connection, from its first to its last packet; cells: payload in \(binText), stronger for more, by its"
        + " logarithm; stems: SYN and FIN; crosses: RST; dashed ends: cut by the capture.")
    if hidden > 0 {
      sentences.append(
        "\(ChartWords.counted(hidden, "connection")) without a row: their number open at a time is the last row."
      )
    }
    sentences.append(
      "\(Quantity.si(Double(data.payloadBytes), "B")) of payload, repeats included; in the rows "
        + ChartWords.counted(resent, "segment") + " sent again.")
    return ChartWords.joined(sentences + data.notes)
  }

  /// Length of a bin as printed.
  var binText: String { ThroughputBins.text(data.binNanoseconds) }
  private var resent: Int64 { data.rows.reduce(0) { $0 &+ $1.resentSegments } }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    ChartWords.limited(
      "Timeline of connections, a row for each, in \(data.capture.isEmpty ? "the capture" : data.capture): "
        + facts.map(\.text).joined(separator: ", ") + ".")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    let length = max(0, TimeSequenceSummary.difference(data.period.upperBound, data.period.lowerBound))
    return [
      .count("connections", data.connections, "connection"),
      .count("rows", Int64(data.rows.count), "row"),
      ChartFact(
        name: "durationSeconds", value: Double(length) / 1e9, text: Quantity.duration(nanoseconds: length)),
      ChartFact(
        name: "payloadBytes", value: Double(data.payloadBytes),
        text: "\(Quantity.si(Double(data.payloadBytes), "B")) of payload"),
      .count("resentSegments", resent, "segment sent again", "segments sent again"),
    ]
  }

  /// The connections, and the payload in each bin.
  public var dataTables: [DataTable] { [rowTable, cellTable] }

  private var rowTable: DataTable {
    let rows = data.rows
    return DataTable(
      name: "",
      columns: [
        .init("connection", .integers(rows.map { Int64($0.number) })), .init("name", .text(rows.map(\.name))),
        .init("first_s", .seconds(rows.map(\.period.lowerBound), decimals: 9)),
        .init("last_s", .seconds(rows.map(\.period.upperBound), decimals: 9)),
        .init("payload_B", .integers(rows.map(\.payloadBytes))),
        .init("resent_segments", .integers(rows.map(\.resentSegments))),
        .init("start_cut", .integers(rows.map { $0.isStartCut ? 1 : 0 })),
        .init("end_cut", .integers(rows.map { $0.isEndCut ? 1 : 0 })),
      ])
  }

  private var cellTable: DataTable {
    let cells = data.rows.flatMap { row in
      row.cells.enumerated().filter { $0.element > 0 }.map { (Int64(row.number), $0.offset, $0.element) }
    }
    let starts = cells.map { data.firstBinStart &+ Int64($0.1) &* data.binNanoseconds }
    return DataTable(
      name: "cell",
      columns: [
        .init("connection", .integers(cells.map(\.0))), .init("start_s", .seconds(starts, decimals: 9)),
        .init("payload_B", .integers(cells.map(\.2))),
      ])
  }
}
