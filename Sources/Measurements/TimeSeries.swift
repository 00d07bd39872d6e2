/// Values over time, one point a sample, in columns.
public struct TimeSeries: Sendable, Hashable {
  /// Times in nanoseconds since the epoch, never decreasing.
  public private(set) var times: [Int64] = []
  /// Values in `unit`, as many as `times`.
  public private(set) var values: [Double] = []
  /// The unit of `values`.
  public let unit: Unit

  /// Makes an empty series.
  public init(unit: Unit) {
    self.unit = unit
  }

  /// Points in the series.
  public var count: Int { times.count }

  /// Appends a point; `time` must not lie before the last one.
  public mutating func append(time: Int64, value: Double) {
    assert(times.last.map { $0 <= time } ?? true, "times of a series never decrease")
    times.append(time)
    values.append(value)
  }
}
