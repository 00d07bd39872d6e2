/// Maps values of a range to points of the page, linearly or by logarithm.
struct ValueScale: Sendable, Equatable {
  /// Value at `start`.
  let lower: Double
  /// Value at `end`; above `lower`.
  let upper: Double
  /// Whether equal ratios are equal lengths; `lower` is above 0 then.
  let isLogarithmic: Bool
  /// Place of `lower` in points.
  let start: Double
  /// Place of `upper` in points.
  let end: Double

  init(lower: Double, upper: Double, isLogarithmic: Bool = false, start: Double, end: Double) {
    self.lower = lower
    self.upper = upper
    self.isLogarithmic = isLogarithmic
    self.start = start
    self.end = end
  }

  /// The place of a value; on a logarithmic scale values at or below the range lie on its lower edge.
  func position(_ value: Double) -> Double {
    guard value.isFinite, upper > lower else { return start }
    if isLogarithmic {
      guard lower > 0, value > lower else { return start }
      return start + (naturalLogarithm(value / lower) / naturalLogarithm(upper / lower)) * (end - start)
    }
    return start + (value - lower) / (upper - lower) * (end - start)
  }

  /// The value that lies at a place.
  func value(at position: Double) -> Double {
    guard end != start else { return lower }
    let fraction = (position - start) / (end - start)
    if isLogarithmic { return lower * naturalExponential(fraction * naturalLogarithm(upper / lower)) }
    return lower + fraction * (upper - lower)
  }
}

/// Maps times to points of the page; times are kept whole, so that no range is too short or too late.
struct TimeScale: Sendable, Equatable {
  /// Time at `left` in nanoseconds from the axis' zero.
  let first: Int64
  /// Time at `right`; above `first`.
  let last: Int64
  /// Place of `first` in points.
  let left: Double
  /// Place of `last` in points.
  let right: Double

  /// The place of a time.
  func position(_ time: Int64) -> Double {
    left + Self.distance(from: first, to: time) / Self.distance(from: first, to: last) * (right - left)
  }

  /// Nanoseconds between two times, which may lie more than 64 bits apart.
  static func distance(from start: Int64, to end: Int64) -> Double {
    let (difference, overflow) = end.subtractingReportingOverflow(start)
    return overflow ? Double(end) - Double(start) : Double(difference)
  }
}
