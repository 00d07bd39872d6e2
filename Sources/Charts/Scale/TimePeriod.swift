import Measurements

/// The part of the time axis that is shown, in nanoseconds from the axis' zero.
struct TimePeriod: Sendable, Equatable {
  /// Start.
  private(set) var first: Int64
  /// End, above `first`.
  private(set) var last: Int64
  /// Whether a part was asked for.
  private(set) var isZoomed = false

  /// 0.1 s, shown on both sides of a single moment.
  private static let margin: Int64 = 100_000_000

  /// Makes the period of data; a single moment gets 0.1 s on both sides.
  init(first: Int64, last: Int64) {
    self.first = first
    self.last = last
    widenIfEmpty()
  }

  /// Makes the period of data as an axis and a style limit it.
  init(first: Int64, last: Int64, axis: TimeAxis, style: ChartStyle?) {
    self.init(first: first, last: last)
    zoom(from: axis.zoomStart, to: axis.zoomStop)
    if let range = style?.xRange {
      zoom(from: Self.nanoseconds(range.lowerBound), to: Self.nanoseconds(range.upperBound))
    }
  }

  /// Limits the period; an open side stays.
  mutating func zoom(from start: Int64?, to stop: Int64?) {
    guard start != nil || stop != nil else { return }
    first = start ?? first
    last = stop ?? last
    isZoomed = true
    widenIfEmpty()
  }

  private mutating func widenIfEmpty() {
    guard last <= first else { return }
    let middle = max(Int64.min + Self.margin, min(Int64.max - Self.margin, first))
    first = middle - Self.margin
    last = middle + Self.margin
  }

  /// Whether a time lies inside.
  func contains(_ time: Int64) -> Bool { first <= time && time <= last }

  /// Length in nanoseconds.
  var length: Double { TimeScale.distance(from: first, to: last) }

  /// Seconds as whole nanoseconds, saturating.
  static func nanoseconds(_ seconds: Double) -> Int64 {
    let value = (seconds * 1e9).rounded()
    return value.isNaN ? 0 : Int64(exactly: max(-4e18, min(4e18, value))) ?? 0
  }

  /// Rows of a column of ascending times that lie inside.
  func rows(_ times: some RandomAccessCollection<Int64>) -> Range<Int> {
    let start = Self.firstRow(times) { $0 >= first }
    return start..<max(start, Self.firstRow(times) { $0 > last })
  }

  private static func firstRow<Times: RandomAccessCollection<Int64>>(
    _ times: Times, where isBehind: (Int64) -> Bool
  ) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(times[times.index(times.startIndex, offsetBy: middle)]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// The period as it stands in a title, in the unit of the axis: `0.30–0.80 s`, `300.04–300.74 ms`, or times of
  /// day in UTC.
  func text(axis: TimeAxis) -> String {
    let decimals = self.decimals
    if axis.origin == .absolute {
      func clock(_ time: Int64) -> String {
        let text = Timestamp(nanoseconds: axis.zero.addingReportingOverflow(time).partialValue)
          .iso8601(decimals: decimals)
        return String(text.drop { $0 != "T" }.dropFirst().dropLast())
      }
      return "\(clock(first))\u{2013}\(clock(last)) UTC"
    }
    let unit = TimeTicks.unit(for: length)
    // An axis far from its zero has an offset, which is in seconds.
    let isPlain = Double(first.magnitude) <= 1000 * length
    let shift = isPlain ? 9 - unit.exponent : 0
    func number(_ time: Int64) -> String {
      DecimalNumber(mantissa: time / Int64(powerOfTen(9 - decimals)), exponent: shift - decimals)
        .label(multiple: 1)
    }
    return "\(number(first))\u{2013}\(number(last)) \(isPlain ? unit.symbol : "s")"
  }

  /// Decimals of a second that show both ends exactly, and the length with two digits.
  private var decimals: Int {
    let forLength = max(0, 1 - decimalExponent(of: max(1e-9, length / 1e9)))
    let exact = [first, last].map { time -> Int in
      let digits = String(time.magnitude % 1_000_000_000)
      let padded = String(repeating: "0", count: 9 - digits.count) + digits
      return 9 - padded.reversed().prefix { $0 == "0" }.count
    }
    return min(9, max(forLength, exact.max() ?? 0))
  }
}
