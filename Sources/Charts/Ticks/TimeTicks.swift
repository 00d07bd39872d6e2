import Measurements

/// Ticks of a time axis: seconds or parts of them, minutes or hours, or time of day in UTC.
struct TimeTicks {
  /// Start of the range in nanoseconds from the axis' zero.
  let first: Int64
  /// End of the range, above `first`.
  let last: Int64
  /// What the zero means.
  let axis: TimeAxis

  /// Ticks for the room that there is.
  func ticks(in room: LabelRoom) -> AxisTicks {
    let range = TimeScale.distance(from: first, to: last)
    if axis.origin == .absolute { return absoluteTicks(range: range, room: room) }
    if range >= 7200e9 {
      return clockTicks(unit: "hh:mm", room: room, steps: Self.clockSteps.filter { $0 >= 60 * Self.second }) {
        Self.clock($0 / (60 * Self.second), padded: true)
      }
    }
    if range >= 300e9 {
      return clockTicks(unit: "min:s", room: room, steps: Self.clockSteps) {
        Self.clock($0 / Self.second, padded: false)
      }
    }
    let unit = Self.unit(for: range)
    if first.magnitude > 0, Double(first.magnitude) > 1000 * range {
      return offsetTicks(unit: unit, room: room) { base in
        let text = Self.groupedSeconds(base)
        return ["Time since \(text) s (\(unit.symbol))", "Time (\(unit.symbol))"]
      }
    }
    return plainTicks(unit: unit, range: range, room: room)
  }

  private static let second: Int64 = 1_000_000_000

  /// Names of the zero, the longest first.
  private var names: [String] { Self.names(axis) }

  /// Names of an axis' zero without unit, the longest first.
  static func names(_ axis: TimeAxis) -> [String] {
    switch axis.origin {
    case .absolute: ["Time"]
    case .capture: ["Time since start of capture", "Time since start", "Time"]
    case .connection: ["Time since first packet", "Time"]
    }
  }

  /// A unit of times on an axis.
  struct TimeUnit {
    /// Its symbol.
    var symbol: String
    /// Nanoseconds in it.
    var nanoseconds: Double
    /// Decimal exponent of that.
    var exponent: Int
  }

  /// The unit of a range of nanoseconds.
  static func unit(for range: Double) -> TimeUnit {
    switch range {
    case 1e9...: TimeUnit(symbol: "s", nanoseconds: 1e9, exponent: 9)
    case 1e6...: TimeUnit(symbol: "ms", nanoseconds: 1e6, exponent: 6)
    default: TimeUnit(symbol: "\u{B5}s", nanoseconds: 1e3, exponent: 3)
    }
  }

  /// Labels count in `unit` from the axis' zero.
  private func plainTicks(unit: TimeUnit, range: Double, room: LabelRoom) -> AxisTicks {
    let low = Double(first) / unit.nanoseconds
    let high = Double(last) / unit.nanoseconds
    let fraction = { (value: Double) in (value - low) / (high - low) }
    let found = LinearTicks.search(lower: low, upper: high, target: room.target) { ticks in
      room.fits(ticks.values.map(fraction), ticks.labels)
    }
    let ticks = found.map { found in
      zip(found.values, found.labels).map { AxisTicks.Tick(fraction: fraction($0), label: $1) }
    }
    return AxisTicks(ticks: ticks ?? [], titles: names.map { "\($0) (\(unit.symbol))" })
  }

  /// Labels count from the first tick, which the title names, for ranges far from zero.
  private func offsetTicks(unit: TimeUnit, room: LabelRoom, titles: (Int64) -> [String]) -> AxisTicks {
    let range = TimeScale.distance(from: first, to: last)
    let high = range / unit.nanoseconds
    // The search sees the range as if it started at 0; the true first tick lies less than a step behind.
    let found = LinearTicks.search(lower: 0, upper: high, target: room.target) { ticks in
      room.fits(ticks.values.map { $0 / high }, ticks.labels.map { "+" + $0 })
    }
    guard let found, let step = Int64(exactly: (found.step.value * unit.nanoseconds).rounded()), step > 0
    else {
      return AxisTicks(ticks: [], titles: titles(first))
    }
    let base = Self.roundUp(first, to: step)
    var ticks: [AxisTicks.Tick] = []
    for multiple in 0...Int64(12) {
      let fraction = TimeScale.distance(from: first, to: base &+ multiple &* step) / range
      guard fraction >= 0, fraction <= 1 else { break }
      ticks.append(.init(fraction: fraction, label: "+" + found.step.label(multiple: multiple)))
    }
    return AxisTicks(ticks: ticks, titles: titles(base))
  }

  /// Ticks at multiples of a step of whole seconds.
  private func clockTicks(
    unit: String, room: LabelRoom, steps: [Int64], label: (Int64) -> String
  ) -> AxisTicks {
    AxisTicks(
      ticks: ticks(steps: steps, offset: 0, room: room) { time, _ in label(time) },
      titles: names.map { "\($0) (\(unit))" })
  }

  /// Time of day in UTC, with the date at the left end of the axis.
  private func absoluteTicks(range: Double, room: LabelRoom) -> AxisTicks {
    let date = Timestamp(nanoseconds: Self.sum(axis.zero, first)).iso8601(decimals: 0).prefix { $0 != "T" }
    if range < 2e6 {
      return offsetTicks(unit: Self.unit(for: min(range, 999_999)), room: room) { base in
        let text = Timestamp(nanoseconds: Self.sum(axis.zero, base)).iso8601(decimals: 9)
        let time = Self.trimmingZeros(String(text.drop { $0 != "T" }.dropFirst().dropLast()))
        return [
          "Time since \(date) \(time) UTC (\u{B5}s)", "Time since \(time) UTC (\u{B5}s)", "Time (\u{B5}s)",
        ]
      }
    }
    let steps = Self.secondParts + Self.clockSteps
    let ticks = ticks(steps: steps, offset: axis.zero, room: room) { time, step in
      Self.timeOfDay(time, step: step, withDate: range >= 86_400e9)
    }
    return AxisTicks(ticks: ticks, titles: ["Time (UTC)", "Time"], corner: String(date))
  }

  /// The step of a list whose number of labels comes nearest to the wish and that fits.
  private func ticks(
    steps: [Int64], offset: Int64, room: LabelRoom, label: (Int64, Int64) -> String
  ) -> [AxisTicks.Tick] {
    let range = TimeScale.distance(from: first, to: last)
    var best: (score: Double, ticks: [AxisTicks.Tick])?
    for step in steps where range / Double(step) <= 12 {
      var ticks: [AxisTicks.Tick] = []
      var time = Self.roundUp(Self.sum(offset, first), to: step)
      let end = Self.sum(offset, last)
      while time <= end, ticks.count <= 13 {
        let fraction = TimeScale.distance(from: Self.sum(offset, first), to: time) / range
        ticks.append(.init(fraction: fraction, label: label(time, step)))
        let (next, overflow) = time.addingReportingOverflow(step)
        if overflow { break }
        time = next
      }
      guard !ticks.isEmpty, room.fits(ticks.map(\.fraction), ticks.map(\.label)) else { continue }
      let ratio = Double(ticks.count) / room.target
      let score = max(ratio, 1 / ratio)
      if best.map({ score < $0.score }) ?? true { best = (score, ticks) }
    }
    return best?.ticks ?? []
  }
}

extension TimeTicks {
  /// 1, 2 and 5 times powers of ten below a second.
  fileprivate static let secondParts: [Int64] = (5...8).flatMap { exponent in
    [1, 2, 5].map { $0 * TextBuffer.powersOfTen[exponent] }
  }

  /// Steps that divide minutes, hours and days.
  fileprivate static let clockSteps: [Int64] = {
    let seconds: [Int64] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
    ]
    let days: [Int64] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]
    return (seconds + days.map { $0 * 86_400 }).map { $0 * second }
  }()

  /// A sum that saturates.
  fileprivate static func sum(_ first: Int64, _ second: Int64) -> Int64 {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? (first < 0 ? Int64.min : Int64.max) : sum
  }

  /// The least multiple of `step` at or above `time`; `time` itself near the ends of 64 bits.
  fileprivate static func roundUp(_ time: Int64, to step: Int64) -> Int64 {
    let floor = time.magnitude > UInt64(Int64.max - step) ? nil : time.flooredDivision(by: step) * step
    guard let floor else { return time }
    return floor == time ? floor : floor + step
  }

  /// Two counts of a base of 60: `1:05`, `02:15`.
  fileprivate static func clock(_ value: Int64, padded: Bool) -> String {
    var text = TextBuffer()
    if value < 0 { text.append("\u{2212}") }
    text.append(value.magnitude / 60, minimumDigits: padded ? 2 : 1)
    text.append(":")
    text.append(value.magnitude % 60, minimumDigits: 2)
    return text.string
  }

  /// Seconds with the decimals grouped by three: `12.345 678`.
  fileprivate static func groupedSeconds(_ nanoseconds: Int64) -> String {
    var text = TextBuffer()
    if nanoseconds < 0 { text.append("\u{2212}") }
    text.append(DecimalNumber.grouped(String(nanoseconds.magnitude / 1_000_000_000)))
    text.append(".")
    var fraction = TextBuffer()
    fraction.append(nanoseconds.magnitude % 1_000_000_000, minimumDigits: 9)
    let digits = fraction.string
    let groups = [digits.prefix(3), digits.dropFirst(3).prefix(3), digits.suffix(3)].map(String.init)
    let kept = groups[2] == "000" ? (groups[1] == "000" ? 1 : 2) : 3
    text.append(groups.prefix(kept).joined(separator: "\u{202F}"))
    return text.string
  }

  fileprivate static func trimmingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = text
    while result.last == "0" { result.removeLast() }
    if result.last == "." { result.removeLast() }
    return result
  }

  /// `22:13`, `22:13:20`, `22:13:20.25`, or with the day where the range holds several days.
  fileprivate static func timeOfDay(_ time: Int64, step: Int64, withDate: Bool) -> String {
    let decimals = step >= second ? 0 : 9 - String(step).reversed().prefix { $0 == "0" }.count
    let text = Timestamp(nanoseconds: time).iso8601(decimals: decimals)
    let fullDate = String(text.prefix { $0 != "T" })
    if step >= 20 * 86_400 * second { return fullDate }
    let date = fullDate.split(separator: "-").suffix(2).joined(separator: "-")
    let clock = String(text.drop { $0 != "T" }.dropFirst().dropLast())
    if step >= 86_400 * second { return date }
    let shown = step >= 60 * second ? String(clock.prefix(5)) : clock
    return withDate ? "\(date) \(shown)" : shown
  }
}
