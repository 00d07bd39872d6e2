import Measurements

/// Several flows in one chart: a metric over time on common bins, and its distribution beside it.
///
/// Up to six flows share one plot and are told apart by colour and dash; more have plots of their own with common
/// axes, at most 24.
public struct CompareChart: Chart, TimeChart {
  /// Name of the kind.
  public static let kind = "compare"
  /// Flows that can be told apart in one plot.
  public static let maximumOverlay = 6
  /// Flows that are drawn at all.
  public static let maximumSeries = 24

  /// The data.
  public let data: CompareData

  /// Makes the chart of some flows; beyond 24 only those with most payload are drawn.
  public init(data: CompareData) {
    self.data = data
    let ranked = data.series.indices.sorted {
      (data.series[$1].payloadBytes, $0) < (data.series[$0].payloadBytes, $1)
    }
    let kept = Set(ranked.prefix(Self.maximumSeries))
    drawn = data.series.indices.filter(kept.contains).map { data.series[$0] }
  }

  /// The flows that are drawn, in their order.
  let drawn: [CompareData.Series]

  /// Whether each flow has a plot of its own.
  var isMultiple: Bool { drawn.count > Self.maximumOverlay }
  /// Whether the chart is nothing but a distribution.
  var isDistribution: Bool { data.form == .cdf }
  /// What the main plot shows.
  var shownMetric: CompareData.Metric { isDistribution ? data.distribution : data.metric }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    let count = "of \(ChartWords.counted(Int64(drawn.count), "flow"))"
    if isDistribution { return "\(data.distribution.title), distribution \(count)" }
    return "\(data.metric.title) \(count)" + ChartWords.titleEnd("", period: period, axis: data.axis)
  }

  /// The captures, bins, and what zero of the time axis means.
  public var subtitle: String {
    var parts = data.captures
    if !isDistribution || data.distribution != .rtt { parts.append("\(binText) bins") }
    if !isDistribution, data.alignment == .start { parts.append("each from its first packet") }
    if drawn.count < data.series.count { parts.append("\(drawn.count) of \(data.series.count) flows") }
    return parts.joined(separator: PageHeader.separator)
  }

  /// Length of a bin as printed.
  var binText: String { ThroughputBins.text(max(1, data.binNanoseconds)) }

  /// What is shown of the time axis: from the first to the last bin, or from zero if they start near it.
  ///
  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { data.axis }
  /// Whether there is one: a distribution alone has none.
  var showsTime: Bool { !isDistribution }

  /// A range that the style asks for is of the time axis, if there is one.
  func period(_ style: ChartStyle?) -> TimePeriod {
    let style = isDistribution ? nil : style
    let starts = drawn.filter { !$0.values.isEmpty }.map(\.firstBinStart)
    let ends = drawn.filter { !$0.values.isEmpty }.map { bins($0).end }
    guard let first = starts.min(), let last = ends.max() else {
      return TimePeriod(first: 0, last: 0, axis: data.axis, style: style)
    }
    let isNear = first > 0 && Double(first) <= 0.1 * TimeScale.distance(from: first, to: last)
    return TimePeriod(first: isNear ? 0 : first, last: last, axis: data.axis, style: style)
  }

  /// Times of the bins of a flow.
  func bins(_ series: CompareData.Series) -> CompareBins {
    CompareBins(
      start: series.firstBinStart, length: max(1, data.binNanoseconds),
      lastLength: series.lastBinNanoseconds, count: series.values.count,
      isPartDrawn: !data.metric.isRate)
  }

  /// The samples of a flow that lie in a period, sorted.
  func distribution(_ series: CompareData.Series, _ period: TimePeriod) -> Distribution {
    let count = min(series.samples.count, series.sampleTimes.count)
    return Distribution(Array(series.samples[period.rows(series.sampleTimes.prefix(count))]))
  }

  /// Colour of a flow's line.
  static func role(_ index: Int) -> Role { SeriesCycle.roles[index % SeriesCycle.roles.count] }

  /// Line of a flow.
  func lineStyle(_ index: Int, _ type: Typography) -> Scene.Style {
    guard !isMultiple else { return .init(stroke: type.theme.paint(.data), lineWidth: type.line) }
    let width = type.line * 1.15
    let dash = SeriesCycle.dashes[index % SeriesCycle.dashes.count]
    return .init(
      stroke: type.theme.paint(Self.role(index)), lineWidth: width, dash: dash.map { $0 * max(1, width) })
  }
}

extension CompareData.Metric {
  /// Whether it is an amount a time: an incomplete bin has no value that compares with the others.
  var isRate: Bool { self == .goodput || self == .throughput }
}

/// Times of the bins of one flow.
struct CompareBins {
  /// Start of the first bin.
  let start: Int64
  /// Length of a bin in nanoseconds.
  let length: Int64
  /// Length of the last bin.
  let lastLength: Int64
  /// Number of bins.
  let count: Int
  /// Whether an incomplete last bin is drawn.
  let isPartDrawn: Bool

  /// Bins that are drawn.
  var drawnCount: Int { isPartDrawn || lastLength >= length ? count : max(0, count - 1) }

  /// Start of a bin, saturating.
  func start(of bin: Int) -> Int64 {
    let (offset, overflow) = Int64(bin).multipliedReportingOverflow(by: length)
    let (time, isLate) = start.addingReportingOverflow(offset)
    return overflow || isLate ? .max : time
  }

  /// True length of a bin.
  func length(of bin: Int) -> Int64 { bin == count - 1 ? max(0, min(lastLength, length)) : length }

  /// End of a bin.
  func end(of bin: Int) -> Int64 {
    let (time, isLate) = start(of: bin).addingReportingOverflow(length(of: bin))
    return isLate ? .max : time
  }

  /// End of all bins.
  var end: Int64 { count > 0 ? end(of: count - 1) : start }
}
