/// Values, each of one moment.
public struct TimedSamples: Sendable, Equatable {
  /// Times in nanoseconds from the axis' zero, ascending.
  public var times: [Int64]
  /// The values, nanoseconds or bytes; as many as `times`.
  public var values: [Int64]

  /// Makes a column.
  public init(times: [Int64] = [], values: [Int64] = []) {
    self.times = times
    self.values = values
  }

  /// Samples with both columns.
  var count: Int { min(times.count, values.count) }

  /// Rows inside a period.
  func shown(_ period: TimePeriod) -> Range<Int> { period.rows(times.prefix(count)) }

  /// The values as a row draws them.
  var numbers: [Double] { values.prefix(count).map(Double.init) }

  /// The values inside a period with their numbers.
  func summary(_ period: TimePeriod, _ quantity: SampleSummary.Quantity) -> SampleSummary {
    SampleSummary(shown(period).map { Double(values[$0]) }, quantity)
  }

  /// The dots of a row.
  func dots(_ marks: ScatterMarks) -> TimeRow.Samples {
    TimeRow.Samples(times: Array(times.prefix(count)), values: numbers, marks: marks)
  }
}

/// A value that holds until the next one.
public struct TimedSteps: Sendable, Equatable {
  /// Times in nanoseconds from the axis' zero, ascending.
  public var times: [Int64]
  /// The values; `nil` where they are unknown; as many as `times`.
  public var values: [Int64?]

  /// Makes a column.
  public init(times: [Int64] = [], values: [Int64?] = []) {
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

  /// The known values that a period shows.
  func numbers(_ period: TimePeriod) -> [Double] { shown(period).compactMap { values[$0].map(Double.init) } }

  /// The last value that a period shows.
  func last(_ period: TimePeriod) -> Double? { shown(period).last.flatMap { values[$0] }.map(Double.init) }

  /// The line of a row.
  func line(_ cssClass: String, style: Scene.Style, areaOpacity: Double = 0) -> TimeLine {
    TimeLine(
      cssClass: cssClass, times: Array(times.prefix(count)),
      values: values.prefix(count).map { $0.map(Double.init) ?? .nan }, holdsValue: true, reachesEnd: true,
      style: style, areaOpacity: areaOpacity)
  }
}
