import Measurements

/// What charts of windows share: lines, words, facts and tables.
enum WindowWords {
  /// The line of an advertised window, with the area below it.
  static func line(
    _ window: TimedSteps, _ type: Typography, areaOpacity: Double = 0, isSubject: Bool = false
  ) -> TimeLine {
    window.line(
      "window", style: SegmentMarks.windowStyle(type, isSubject: isSubject), areaOpacity: areaOpacity)
  }

  /// How the window is scaled, in a clause; `nil` if that is unknown.
  static func scaling(_ shift: Int?) -> String? {
    guard let shift else { return nil }
    return shift == 0
      ? "no window scaling"
      : "scale factor \(Quantity.count(Int64(1) << Int64(min(max(0, shift), 30)))) (shift \(shift))"
  }

  /// Number and length of zero windows; none if there is none.
  static func zeroSentences(_ periods: [ClosedRange<Int64>]) -> [String] {
    guard !periods.isEmpty else { return [] }
    let count = ChartWords.counted(Int64(periods.count), "zero window period")
    return ["\(count), \(Quantity.duration(nanoseconds: total(periods))) in all."]
  }

  /// Number and length of zero windows.
  static func zeroFacts(_ periods: [ClosedRange<Int64>]) -> [ChartFact] {
    guard !periods.isEmpty else { return [] }
    let time = total(periods)
    return [
      .count("zeroWindowPeriods", Int64(periods.count), "zero window period"),
      ChartFact(
        name: "zeroWindowSeconds", value: Double(time) / 1e9,
        text: "zero window for \(Quantity.duration(nanoseconds: time))"),
    ]
  }

  /// The window at each acknowledgment.
  static func windowTable(_ window: TimedSteps, name: String, unit: String = "window_B") -> DataTable {
    DataTable(
      name: name,
      columns: [
        .init("time_s", .seconds(window.times.head(window.count), decimals: 9)),
        .init(unit, .integers(Array(window.values.prefix(window.count)))),
      ])
  }

  /// Start and end of each zero window.
  static func zeroTable(_ periods: [ClosedRange<Int64>]) -> DataTable {
    DataTable(
      name: "zero-window",
      columns: [
        .init("start_s", .seconds(periods.map(\.lowerBound), decimals: 9)),
        .init("end_s", .seconds(periods.map(\.upperBound), decimals: 9)),
      ])
  }

  /// The length of all periods in nanoseconds, saturating.
  static func total(_ periods: [ClosedRange<Int64>]) -> Int64 {
    periods.reduce(0) { sum, period in
      let length = max(0, TimeSequenceSummary.difference(period.upperBound, period.lowerBound))
      let (result, overflow) = sum.addingReportingOverflow(length)
      return overflow ? .max : result
    }
  }
}

extension EventLane {
  /// A lane of events or states inside a period; `nil` if there is none.
  ///
  /// Events are counted, states also if they last.
  static func events(
    _ name: String, _ role: Role, _ spans: [ClosedRange<Int64>], in period: TimePeriod
  ) -> EventLane? {
    let shown = spans.filter { $0.upperBound >= period.first && $0.lowerBound <= period.last }
    guard !shown.isEmpty else { return nil }
    return EventLane(name: name, role: role, count: Quantity.count(Int64(shown.count)), spans: shown)
  }
}
