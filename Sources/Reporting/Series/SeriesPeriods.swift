import Measurements
import TCPAnalysis

extension DataTable {
  /// Periods with their frames, one a row.
  static func periods(
    _ name: String, _ periods: [WindowSeries.Period], zero: Int64, hasProbes: Bool = false
  ) -> DataTable {
    var columns: [Column] = [
      .init("start_s", .seconds(periods.map { $0.start.time &- zero }, decimals: 9)),
      .init("end_s", .seconds(periods.map { $0.stop.time &- zero }, decimals: 9)),
      .init("length_s", .seconds(periods.map(\.length), decimals: 9)),
      .init("first_frame", .unsigned(periods.map(\.start.frame))),
      .init("last_frame", .unsigned(periods.map(\.stop.frame))),
    ]
    if hasProbes { columns.append(.init("probes", .integers(periods.map(\.probes)))) }
    columns.append(.init("ended", .text(periods.map { $0.isOpen ? "no" : "yes" })))
    return DataTable(name: name, columns: columns)
  }
}

extension SeriesFact {
  /// How many periods there were, how long they lasted, and the longest; all unknown for `nil`.
  static func periods(_ key: String, _ periods: [WindowSeries.Period]?, _ label: String) -> [SeriesFact] {
    let lengths = periods?.map(\.length)
    return [
      count(key + "Periods", periods.map { Int64($0.count) }, "times of \(label)"),
      seconds(key + "Seconds", lengths?.reduce(0, &+), "\(label), in all"),
      seconds(key + "LongestSeconds", lengths.map { $0.max() ?? 0 }, "\(label), longest"),
    ]
  }
}
