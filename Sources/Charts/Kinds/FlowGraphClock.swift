import Measurements

/// How the times beside the life lines are printed.
struct FlowGraphClock {
  private let axis: TimeAxis
  private let nanosecondsPerUnit: Double
  private let decimals: Int
  /// What stands above the times.
  let title: String

  /// Chooses unit and decimals for a range of times in nanoseconds from the axis' zero.
  init(axis: TimeAxis, first: Int64, last: Int64) {
    self.axis = axis
    let reach = max(
      TimeScale.distance(from: 0, to: last).magnitude, TimeScale.distance(from: 0, to: first).magnitude)
    if axis.origin == .absolute {
      (nanosecondsPerUnit, decimals, title) = (1e9, 6, "time (UTC)")
    } else if reach >= 1e9 {
      (nanosecondsPerUnit, decimals, title) = (
        1e9, TimeScale.distance(from: first, to: last) < 1e9 ? 6 : 5, "time (s)"
      )
    } else if reach >= 1e6 {
      (nanosecondsPerUnit, decimals, title) = (1e6, 2, "time (ms)")
    } else {
      (nanosecondsPerUnit, decimals, title) = (1e3, 1, "time (\u{B5}s)")
    }
  }

  /// A time as text.
  func text(_ time: Int64) -> String {
    if axis.origin == .absolute {
      let text = Timestamp(nanoseconds: axis.zero.addingReportingOverflow(time).partialValue)
        .iso8601(decimals: decimals)
      return String(text.drop { $0 != "T" }.dropFirst().dropLast())
    }
    return Quantity.decimal(Double(time) / nanosecondsPerUnit, decimals: decimals)
  }
}
