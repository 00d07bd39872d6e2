/// A point in time: nanoseconds since 1970-01-01 00:00:00 UTC.
///
/// Capture files give micro- or nanoseconds (or any pcapng resolution); all are kept as 64-bit nanoseconds,
/// which reach from 1677 to 2262. Readers saturate what lies outside.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch; negative before 1970.
  public var nanoseconds: Int64

  /// Makes a time stamp of nanoseconds since the epoch.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Seconds since the epoch with exactly nine decimals, as in `1700000000.123456789`.
  public var decimalSeconds: String {
    var text = TextBuffer()
    text.appendSeconds(nanoseconds, decimals: 9)
    return text.string
  }

  /// The ISO 8601 form in UTC with `decimals` decimals of a second, as in `2023-11-14T22:13:20.123456Z`.
  ///
  /// - Parameter decimals: 0 to 9; further digits are cut, never rounded.
  /// - Returns: The text, as long as `decimals` says.
  public func iso8601(decimals: Int = 6) -> String {
    let (seconds, fraction) = nanoseconds.flooredSeconds
    let date = CivilDate(daysSinceEpoch: seconds.flooredDivision(by: 86_400))
    let inDay = seconds - seconds.flooredDivision(by: 86_400) * 86_400
    var text = TextBuffer()
    text.append(date.year, minimumDigits: 4)
    text.append("-")
    text.append(Int64(date.month), minimumDigits: 2)
    text.append("-")
    text.append(Int64(date.day), minimumDigits: 2)
    text.append("T")
    text.append(inDay / 3600, minimumDigits: 2)
    text.append(":")
    text.append(inDay / 60 % 60, minimumDigits: 2)
    text.append(":")
    text.append(inDay % 60, minimumDigits: 2)
    if decimals > 0 {
      text.append(".")
      text.append(fraction / TextBuffer.powersOfTen[9 - min(decimals, 9)], minimumDigits: min(decimals, 9))
    }
    text.append("Z")
    return text.string
  }
}

/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Sendable {
  /// The year; may be negative or above 9999.
  public let year: Int64
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  /// Makes the date that lies `daysSinceEpoch` days after 1970-01-01.
  ///
  /// Counts in eras of 400 years that start on 1 March, so that the leap day is the last of its year.
  public init(daysSinceEpoch: Int64) {
    let shifted = daysSinceEpoch + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days from 1970-01-01 to a date of the Gregorian calendar.
  public static func daysSinceEpoch(year: Int64, month: Int, day: Int) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.flooredDivision(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  /// The quotient rounded toward minus infinity; `divisor` must be positive.
  public func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Nanoseconds as whole seconds, rounded down, and the nanoseconds above them (0 to 999 999 999).
  public var flooredSeconds: (seconds: Int64, nanoseconds: Int64) {
    let seconds = flooredDivision(by: 1_000_000_000)
    return (seconds, self &- seconds &* 1_000_000_000)
  }
}
