import Measurements

/// Round-trip times as samples over time, with their smoothed and least value and their distribution.
public struct RTTChart: Chart, RowChart {
  /// How the chart is drawn, beyond its style.
  public struct Options: Sendable, Equatable {
    /// Draws a histogram in place of the cumulative distribution.
    public var showsHistogram = false

    /// Makes the options of a plain chart.
    public init() {}
  }

  /// Name of the kind.
  public static let kind = "rtt"

  /// The data.
  public let data: RTTData
  /// How it is drawn.
  public let options: Options

  /// Makes the chart of one or two directions.
  public init(data: RTTData, options: Options = Options()) {
    self.data = data
    self.options = options
  }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    "Round-trip time"
      + ChartWords.titleEnd(data.rows.count == 1 ? Self.ways[0] : "", period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, number of samples and how they are taken.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    var parts = data.rows.first?.identity.subtitleParts ?? []
    let count = data.rows.reduce(0) { $0 + $1.samples.shown(period).count }
    if count > 0 { parts.append("\(ChartWords.counted(Int64(count), "sample")), \(methodWords)") }
    return parts.joined(separator: PageHeader.separator)
  }

  /// The ways there and back, as the rows are called.
  static let ways = ["A \u{2192} B \u{2192} A", "B \u{2192} A \u{2192} B"]

  /// How samples are taken, in a clause.
  var methodWords: String {
    switch data.method {
    case .ack: "none across a retransmission"
    case .sack: "SACK included, none across a retransmission"
    case .path: "both sides of the capture point added"
    case .timestamps(let resolution):
      "by time stamps" + (resolution.map { ", clock step \(Quantity.duration(nanoseconds: $0))" } ?? "")
    }
  }

  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { data.axis }

  /// Times of the first and last sample.
  var dataPeriod: ClosedRange<Int64>? { span(data.rows.map(\.samples.times)) }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// One row for each direction.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    data.rows.indices.map { row($0, period: period, type: type) }
  }

  private func row(_ index: Int, period: TimePeriod, type: Typography) -> TimeRow {
    let data = data.rows[index]
    let theme = type.theme
    let summary = data.samples.summary(period, .duration)
    let visible = data.samples.shown(period)
    let smoothed = data.smoothedNanoseconds[visible.clamped(to: data.smoothedNanoseconds.indices)]
    var axis = ValueAxis.over(
      summary.extremes + ValueAxis.extremes(smoothed.lazy.map(Double.init)), family: .duration,
      names: ["RTT"],
      isLogarithmic: type.style.hasLogarithmicY, range: type.style.yRange)
    if self.data.rows.count > 1 {
      axis.remarks = ["\(Self.ways[index % 2]), \(Quantity.count(Int64(summary.count))) samples"]
    }
    var row = TimeRow(axis: axis)
    guard summary.count > 0 else {
      row.message = emptyReason(data)
      return row
    }
    let marks = ScatterMarks(role: .data, diameter: 0.22 * type.size, opacity: 0.55)
    row.samples = data.samples.dots(marks)
    row.singleText = summary.count == 1 ? summary.distribution.minimum.map(summary.text) : nil
    row.lines = [smoothedLine(data, type), leastLine(data, type)].compactMap { $0 }
    let dot = KeySymbol.marker(.dot, .data, isFilled: true)
    row.key = index > 0 ? [] : [KeyEntry(symbol: dot, text: "sample", shortText: "sample")]
    if index == 0, !data.smoothedNanoseconds.isEmpty, let line = row.lines.first {
      row.key.append(
        KeyEntry(symbol: .line(line.style), text: "smoothed (RFC 6298)", shortText: "smoothed"))
    }
    if index == 0, summary.count > 1 {
      let style = Scene.Style(stroke: theme.paint(.ack), lineWidth: type.line * 0.9)
      row.key.append(KeyEntry(symbol: .line(style), text: "minimum so far", shortText: "minimum"))
    }
    if summary.count > 1, SideDistribution.fits(type.style) { row.side = side(summary, axis, type.style) }
    return row
  }

  private func side(_ summary: SampleSummary, _ axis: ValueAxis, _ style: ChartStyle) -> SideDistribution {
    let values = ValueAxis.over(
      summary.distribution.sorted, family: .duration, names: ["RTT"],
      isLogarithmic: style.hasLogarithmicX || style.hasLogarithmicY, startsAtZero: true)
    var form = SideDistribution.Form.cumulative(summary.marks)
    if options.showsHistogram {
      form = .barsAbove(histogram(summary, isLogarithmic: values.isLogarithmic))
    }
    return SideDistribution(
      form: form, sorted: summary.distribution.sorted, valueAxis: values, noun: "Samples", role: .data)
  }

  /// Bins of a 1-2-5 length, about 30; of equal ratio on a logarithmic axis.
  func histogram(_ summary: SampleSummary, isLogarithmic: Bool) -> [HistogramBin] {
    let sorted = summary.distribution.sorted
    guard let least = sorted.first, let greatest = sorted.last else { return [] }
    if isLogarithmic, greatest > 0 {
      let lower = max(sorted.first { $0 > 0 } ?? 1, 1)
      return HistogramBin.logarithmic(
        sorted: sorted, lower: lower, upper: max(greatest * 1.001, lower * 1.01), number: 30)
    }
    return HistogramBin.linear(
      sorted: sorted, length: HistogramBin.niceLength(max(1, (greatest - least) / 30)))
  }

  private func smoothedLine(_ data: RTTData.Row, _ type: Typography) -> TimeLine? {
    guard !data.smoothedNanoseconds.isEmpty else { return nil }
    let count = min(data.samples.count, data.smoothedNanoseconds.count)
    return TimeLine(
      cssClass: "smoothed", times: data.samples.times.head(count),
      values: .whole(data.smoothedNanoseconds), holdsValue: false,
      style: .init(
        stroke: type.theme.paint(.aux), lineWidth: type.line * 0.7, dash: type.theme.dash(.aux)))
  }

  private func leastLine(_ data: RTTData.Row, _ type: Typography) -> TimeLine? {
    guard data.samples.count > 1 else { return nil }
    var least = Int64.max
    let values = data.samples.values.prefix(data.samples.count).map { value in
      least = min(least, value)
      return least
    }
    return TimeLine(
      cssClass: "minimum", times: data.samples.times.head(data.samples.count), values: .whole(values),
      holdsValue: true, reachesEnd: true,
      style: .init(stroke: type.theme.paint(.ack), lineWidth: type.line * 0.9))
  }

  /// The sentence in place of samples.
  func emptyReason(_ row: RTTData.Row) -> String {
    row.emptyReason.isEmpty || !row.samples.times.isEmpty
      ? "No RTT sample in this part of the flow" : row.emptyReason
  }
}
