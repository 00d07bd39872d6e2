/// Values, each of one moment.
public struct TimedSamples: Sendable, Equatable {
  /// Times in nanoseconds from the axis' zero, ascending.
  public var times: [Int64] { didSet { memo = SummaryMemo() } }
  /// The values, nanoseconds or bytes; as many as `times`.
  public var values: [Int64] { didSet { memo = SummaryMemo() } }
  // Invariant: what it keeps is of these times and values; copies share it until one of them changes.
  private var memo = SummaryMemo()

  /// Makes a column.
  public init(times: [Int64] = [], values: [Int64] = []) {
    self.times = times
    self.values = values
  }

  /// Samples with both columns.
  var count: Int { min(times.count, values.count) }

  /// Rows inside a period.
  func shown(_ period: TimePeriod) -> Range<Int> { period.rows(times.prefix(count)) }

  /// The values inside a period with their numbers, sorted once for each period.
  func summary(_ period: TimePeriod, _ quantity: SampleSummary.Quantity) -> SampleSummary {
    let rows = shown(period)
    return memo.summary(of: rows, quantity) { SampleSummary(values[rows].map(Double.init), quantity) }
  }

  /// The dots of a row.
  func dots(_ marks: ScatterMarks) -> TimeRow.Samples {
    TimeRow.Samples(times: times.head(count), values: values.head(count), marks: marks)
  }

  /// Equal times and values.
  public static func == (left: TimedSamples, right: TimedSamples) -> Bool {
    left.times == right.times && left.values == right.values
  }
}

/// A value that holds until the next one.
public struct TimedSteps: Sendable, Equatable {
  /// Times in nanoseconds from the axis' zero, ascending.
  public var times: [Int64]
  /// The values; `nil` where they are unknown; as many as `times`.
  public var values: StepValues

  /// Makes a column.
  public init(times: [Int64] = [], values: [Int64?] = []) {
    self.init(times: times, values: StepValues(values))
  }

  /// Makes a column.
  public init(times: [Int64], values: StepValues) {
    self.times = times
    self.values = values
  }

  /// Values with both columns.
  var count: Int { min(times.count, values.count) }

  /// Rows that a period shows, with the one that holds at its start.
  func shown(_ period: TimePeriod) -> Range<Int> {
    let rows = period.rows(times.prefix(count))
    return max(0, rows.lowerBound - 1)..<rows.upperBound
  }

  /// The known values that a period shows, one after the other without a copy.
  func numbers(_ period: TimePeriod) -> some Sequence<Double> {
    values[shown(period)].lazy.compactMap { $0.map(Double.init) }
  }

  /// The last value that a period shows.
  func last(_ period: TimePeriod) -> Double? { shown(period).last.flatMap { values[$0] }.map(Double.init) }

  /// The line of a row.
  func line(_ cssClass: String, style: Scene.Style, areaOpacity: Double = 0) -> TimeLine {
    TimeLine(
      cssClass: cssClass, times: times.head(count), values: .steps(values), holdsValue: true,
      reachesEnd: true, style: style, areaOpacity: areaOpacity)
  }
}
