public import Measurements

extension CompareChart {
  /// Caption in words: what is drawn of which flows, how bins are made, what was left out.
  ///
  /// - Parameter style: The part that is shown depends on it, and so does whether there is a distribution.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    let what =
      isDistribution ? "Distribution of \(data.distribution.title.lowercasedFirst)" : data.metric.title
    let zoom = period.isZoomed ? ", zoom \(period.text(axis: data.axis))" : ""
    var sentences = ["\(what) of \(names) (\(data.captures.joined(separator: "; ")))\(zoom)."]
    if let empty = emptyText(period) {
      return ChartWords.joined(sentences + [empty.droppedStop + "."] + data.notes)
    }
    if !isMultiple, !style.preset.hasKey || isDistribution { sentences.append(lineSentence) }
    if isMultiple { sentences.append(unitSentence(period, style)) }
    if !isDistribution {
      let bins = "Bins of \(binText): \(data.metric.binWords)"
      sentences.append(bins + (data.metric.isRate ? "; an incomplete last bin is not drawn." : "."))
      sentences.append(alignmentSentence)
    }
    if isDistribution || hasSide(style) { sentences.append(distributionSentence) }
    let absent = drawn.compactMap { series in missing(series, period).map { "\(series.name): \($0)" } }
    if !absent.isEmpty { sentences.append("Without a line: \(absent.joined(separator: "; ")).") }
    if drawn.count < data.series.count {
      let left = Int64(data.series.count - drawn.count)
      sentences.append(
        "\(ChartWords.counted(left, "further flow")) with less payload \(left == 1 ? "is" : "are") not drawn."
      )
    }
    return ChartWords.joined(sentences + data.notes)
  }

  /// The unit that all plots have; narrow ones have no room for it.
  private func unitSentence(_ period: TimePeriod, _ style: ChartStyle) -> String {
    let unit = multipleSpec(period, style).valueAxis.chosenUnit.symbol
    return "A plot for each flow, all with the same axes; vertical in \(unit == "%" ? "per cent" : unit)."
  }

  private var names: String {
    guard drawn.count <= Self.maximumOverlay else { return "\(drawn.count) flows" }
    return drawn.map { "\($0.name) (\($0.identity.endpoints))" }.joined(separator: ", ")
  }

  private static let lineWords = ["solid", "long dashes", "short dashes", "dash-dot", "dashes", "dots"]

  private var lineSentence: String {
    let clauses = drawn.enumerated().map { "\(Self.lineWords[$0 % Self.lineWords.count]): \($1.name)" }
    return ChartWords.sentence(clauses)
  }

  private var alignmentSentence: String {
    switch data.alignment {
    case .start: "Time counts from the first packet of each connection."
    case .capture:
      data.captures.count > 1
        ? "Time counts from the first packet of each capture."
        : "Time counts from the capture's first packet."
    case .absolute: ""
    }
  }

  private var distributionSentence: String {
    let of = data.distribution == .rtt ? "RTT samples" : "bins of \(data.distribution.title.lowercasedFirst)"
    return (isDistribution ? "Share" : "Right: share") + " of the \(of) at or below each value."
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let head =
      "\(shownMetric.title) \(isDistribution ? "distribution" : "over time") of "
      + "\(ChartWords.counted(Int64(data.series.count), "flow")) from \(data.captures.joined(separator: ", "))"
    if let empty = emptyText(period(nil)) { return ChartWords.limited("\(head): \(empty.droppedStop).") }
    let clauses = drawn.map { series in "\(series.name) \(clause(series))" }
    return ChartWords.limited("\(head): \(clauses.joined(separator: "; ")).")
  }

  /// What is said of one flow: its mean goodput, or the median of its samples.
  private func clause(_ series: CompareData.Series) -> String {
    if isDistribution || data.metric == .rtt || data.metric == .inflight {
      let metric = shownMetric
      let values = isDistribution ? series.samples : series.values
      guard let median = Distribution(values).median else { return "without \(metric.axisName) values" }
      return "median \(metric.text(median))"
    }
    guard let rate = series.goodputBitsPerSecond else { return "without rate" }
    return "mean goodput \(Quantity.si(rate, "bit/s"))"
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    var facts: [ChartFact] = [
      .count("flows", Int64(data.series.count), "flow"),
      ChartFact(
        name: "binSeconds", value: Double(data.binNanoseconds) / 1e9, text: "bins of \(binText)"),
    ]
    for (index, series) in data.series.enumerated() {
      facts += self.facts(of: series, prefix: "flow\(index + 1)")
    }
    if data.series.count == 2 { facts += changes(data.series[0], data.series[1]) }
    return facts
  }

  private func facts(of series: CompareData.Series, prefix: String) -> [ChartFact] {
    var facts: [ChartFact] = []
    func add(_ name: String, _ value: Double?, _ text: (Double) -> String, factor: Double = 1) {
      guard let value, value.isFinite else { return }
      facts.append(
        ChartFact(name: prefix + name, value: value / factor, text: "\(series.name): \(text(value))"))
    }
    add(
      "GoodputMeanBitsPerSecond", series.goodputBitsPerSecond, { "mean goodput \(Quantity.si($0, "bit/s"))" })
    add(
      "RTTMedianMs", series.medianRTTNanoseconds, { "median RTT \(CompareData.Metric.rtt.text($0))" },
      factor: 1e6)
    add(
      "RetransmittedSegments", Double(series.retransmittedSegments),
      { ChartWords.counted(Int64($0), "retransmission") })
    let metric = data.distribution
    if metric != .rtt {
      add(
        "\(metric.factName)Median\(metric.factUnit)", Distribution(series.samples).median,
        { "median \(metric.title.lowercasedFirst) \(metric.text($0))" }, factor: metric.columnFactor)
    }
    return facts
  }

  /// By how much the second of two flows differs from the first.
  private func changes(_ first: CompareData.Series, _ second: CompareData.Series) -> [ChartFact] {
    func change(_ name: String, _ words: String, _ from: Double?, _ to: Double?) -> ChartFact? {
      guard let from, let to, from > 0, from.isFinite, to.isFinite else { return nil }
      let percent = 100 * (to - from) / from
      let text = Quantity.decimal(percent, decimals: percent.magnitude < 10 ? 1 : 0)
      return ChartFact(
        name: name, value: percent,
        text: "\(words) of \(second.name) \(percent < 0 ? "" : "+")\(text) % against \(first.name)")
    }
    return [
      change("goodputChangePercent", "mean goodput", first.goodputBitsPerSecond, second.goodputBitsPerSecond),
      change("rttMedianChangePercent", "median RTT", first.medianRTTNanoseconds, second.medianRTTNanoseconds),
    ].compactMap(\.self)
  }

  /// Bins of all flows, the samples of the distribution, and a row of numbers for each flow; unreduced.
  public var dataTables: [DataTable] { [binTable, distributionTable, summaryTable] }

  private var binTable: DataTable {
    var names: [String] = []
    var times: [Int64] = []
    var lengths: [Int64] = []
    var values: [Double] = []
    for series in data.series {
      let bins = bins(series)
      for bin in 0..<bins.count {
        names.append(series.name)
        times.append(bins.start(of: bin))
        lengths.append(bins.length(of: bin))
        values.append(series.values[bin] / data.metric.columnFactor)
      }
    }
    return DataTable(
      name: "",
      columns: [
        .init("series", .text(names)), .init("time_s", .seconds(times, decimals: 9)),
        .init("duration_s", .seconds(lengths, decimals: 9)),
        .init(data.metric.column, .numbers(values, decimals: data.metric == .rtt ? 6 : 3)),
      ])
  }

  private var distributionTable: DataTable {
    // In the order of the values, so that each row tells its share of the samples at or below it.
    let rows = data.series.flatMap { series in
      let sorted = zip(series.sampleTimes, series.samples).filter(\.1.isFinite)
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
      let step = 100 / Double(max(1, sorted.count))
      return sorted.enumerated().map { (series.name, $1.0, $1.1, Double($0 + 1) * step) }
    }
    return DataTable(
      name: "distribution",
      columns: [
        .init("series", .text(rows.map(\.0))), .init("time_s", .seconds(rows.map(\.1), decimals: 9)),
        .init(
          data.distribution.column,
          .numbers(
            rows.map { $0.2 / data.distribution.columnFactor }, decimals: data.distribution == .rtt ? 6 : 3)),
        .init("share_percent", .numbers(rows.map(\.3), decimals: 4)),
      ], form: .ranks)
  }

  /// One row a flow with what `statistic` says of it.
  public var summaryTable: DataTable {
    let all = data.series
    return DataTable(
      name: "summary",
      columns: [
        .init("series", .text(all.map(\.name))), .init("flow", .text(all.map(\.identity.flow))),
        .init("source", .text(all.map(\.identity.source))),
        .init("destination", .text(all.map(\.identity.destination))),
        .init("capture", .text(all.map(\.identity.capture))),
        .init("duration_s", .seconds(all.map(\.durationNanoseconds), decimals: 6)),
        .init("payload_B", .integers(all.map(\.payloadBytes))),
        .init("goodput_bit_per_s", .numbers(all.map { $0.goodputBitsPerSecond ?? .nan }, decimals: 0)),
        .init("data_segments", .integers(all.map(\.dataSegments))),
        .init("retransmissions", .integers(all.map(\.retransmittedSegments))),
        .init("rtt_samples", .integers(all.map(\.roundTripSamples))),
        .init("rtt_median_ms", .numbers(all.map { ($0.medianRTTNanoseconds ?? .nan) / 1e6 }, decimals: 3)),
        .init("rtt_p95_ms", .numbers(all.map { ($0.tailRTTNanoseconds ?? .nan) / 1e6 }, decimals: 3)),
      ])
  }
}
