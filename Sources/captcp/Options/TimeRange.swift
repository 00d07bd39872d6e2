import Measurements

/// A time as the user writes it: seconds from the axis' zero, or a date.
enum TimePoint: Equatable {
  /// Nanoseconds from the zero of the axis.
  case relative(Int64)
  /// Nanoseconds since the epoch.
  case absolute(Int64)

  /// The time as nanoseconds since the epoch.
  func absolute(zero: Int64) -> Int64 {
    switch self {
    case .relative(let offset): zero.addingReportingOverflow(offset).partialValue
    case .absolute(let time): time
    }
  }

  /// Reads seconds (`1.25`, `-3`) or an ISO 8601 time (`2024-05-01T10:00:00.5Z`, `…+02:00`); `nil` if it is neither.
  init?(_ text: Substring) {
    if let seconds = Double(text), seconds.isFinite, seconds.magnitude < 9e9 {
      self = .relative(Int64((seconds * 1e9).rounded()))
    } else if let time = ISO8601Time(text) {
      self = .absolute(time.nanoseconds)
    } else {
      return nil
    }
  }
}

/// A range of time, `START..STOP` or, for plain seconds, `START:STOP`; either side may be left out.
struct TimeRange: Equatable {
  /// The start; `nil` is open.
  var start: TimePoint?
  /// The end; `nil` is open.
  var stop: TimePoint?

  /// Reads a range; `nil` if the text is none or its end lies before its start.
  init?(_ text: String) {
    let sides: [Substring]
    if let dots = Self.separator(in: text) {
      sides = [text[..<dots.lowerBound], text[dots.upperBound...]]
    } else {
      sides = text.split(separator: ":", omittingEmptySubsequences: false)
    }
    guard sides.count == 2, !(sides[0].isEmpty && sides[1].isEmpty) else { return nil }
    start = TimePoint(sides[0])
    stop = TimePoint(sides[1])
    guard start != nil || sides[0].isEmpty, stop != nil || sides[1].isEmpty else { return nil }
    switch (start, stop) {
    case (.relative(let first), .relative(let last)), (.absolute(let first), .absolute(let last)):
      guard first < last else { return nil }
    default: break
    }
  }

  /// Start and end as nanoseconds since the epoch.
  func absolute(zero: Int64) -> ClosedRange<Int64> {
    let first = start?.absolute(zero: zero) ?? .min
    return first...max(first, stop?.absolute(zero: zero) ?? .max)
  }

  /// Whether a side counts from the zero of the axis.
  var isRelative: Bool {
    if case .relative = start { return true }
    if case .relative = stop { return true }
    return false
  }

  private static func separator(in text: String) -> Range<String.Index>? {
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      if text[index] == ".", next < text.endIndex, text[next] == "." {
        return index..<text.index(after: next)
      }
      index = next
    }
    return nil
  }
}

/// A point in time in the form of ISO 8601 that RFC 3339 uses; without a zone it is UTC.
private struct ISO8601Time {
  let nanoseconds: Int64

  init?(_ text: Substring) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), (1...12).contains(month), (1...31).contains(day),
      (1678...2261).contains(year),
      reader.skip("T") || reader.skip(" "), let hour = reader.number(2), reader.skip(":"),
      let minute = reader.number(2), hour < 24, minute < 60
    else { return nil }
    var second: Int64 = 0
    if reader.skip(":") {
      guard let value = reader.number(2), value < 61 else { return nil }
      second = value
    }
    let fraction = reader.skip(".") ? reader.fraction() : 0
    guard let fraction, let zone = reader.zone(), reader.isAtEnd else { return nil }
    let days = CivilDate.daysSinceEpoch(year: year, month: Int(month), day: Int(day))
    nanoseconds = (days * 86_400 + hour * 3600 + minute * 60 + second - zone) * 1_000_000_000 + fraction
  }
}

/// Reads digits and signs from left to right.
private struct DigitReader {
  private var rest: Substring

  init(_ text: Substring) {
    rest = text
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int) -> Int64? {
    let word = rest.prefix(digits)
    guard word.count == digits, word.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    rest.removeFirst(digits)
    return Int64(word)
  }

  /// Digits behind the point as nanoseconds.
  mutating func fraction() -> Int64? {
    let word = rest.prefix { $0.isASCII && $0.isNumber }
    guard (1...9).contains(word.count) else { return nil }
    rest.removeFirst(word.count)
    return Int64(word + String(repeating: "0", count: 9 - word.count))
  }

  /// Seconds east of UTC; 0 for `Z` and for nothing.
  mutating func zone() -> Int64? {
    if isAtEnd || skip("Z") { return 0 }
    let sign: Int64 = skip("-") ? -1 : 1
    guard sign < 0 || skip("+"), let hours = number(2), hours < 24 else { return nil }
    _ = skip(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
