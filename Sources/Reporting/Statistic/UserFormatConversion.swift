import Measurements

/// A value of a user format.
enum UserFormatValue: Sendable {
  /// A whole number.
  case integer(Int64)
  /// A number.
  case real(Double)
  /// A duration in nanoseconds; as a string it is written as Python writes a `timedelta`.
  case duration(Int64)
  /// Text.
  case text(String)
  /// A value that is not known.
  case unknown
}

/// How a value is printed: one conversion of Python's `%` operator.
struct UserFormatConversion: Sendable {
  /// The conversion letter.
  let letter: Character
  /// Flags in front of the width.
  let flags: Set<Character>
  /// Least number of characters.
  let width: Int
  /// Decimals, or greatest length of a string.
  let precision: Int?

  /// Appends a value.
  func write(_ value: UserFormatValue, to text: inout TextBuffer) {
    var body = TextBuffer()
    switch letter {
    case "f", "F": writeReal(value, to: &body)
    case "s", "r": writeString(value, to: &body)
    default: writeInteger(value, to: &body)
    }
    pad(body.string, isNumber: letter != "s" && letter != "r", to: &text)
  }

  private func writeInteger(_ value: UserFormatValue, to body: inout TextBuffer) {
    switch value {
    case .integer(let number): body.append(number)
    case .real(let number):
      if let whole = Int64(exactly: number.rounded(.towardZero)) {
        body.append(whole)
      } else {
        body.append("-")
      }
    case .duration(let nanoseconds): body.append(nanoseconds / 1_000_000_000)
    case .text(let string): body.append(string)
    case .unknown: body.append("-")
    }
  }

  private func writeReal(_ value: UserFormatValue, to body: inout TextBuffer) {
    switch value {
    case .integer(let number): body.append(Double(number), decimals: precision ?? 6)
    case .real(let number): body.append(number, decimals: precision ?? 6)
    case .duration(let nanoseconds): body.append(Double(nanoseconds) / 1e9, decimals: precision ?? 6)
    case .text(let string): body.append(string)
    case .unknown: body.append("-")
    }
  }

  private func writeString(_ value: UserFormatValue, to body: inout TextBuffer) {
    var string = ""
    switch value {
    case .integer(let number): string = String(number)
    case .real(let number): string = number.description
    case .duration(let nanoseconds): string = Self.timedelta(nanoseconds)
    case .text(let text): string = text
    case .unknown: string = "-"
    }
    body.append(precision.map { String(string.prefix($0)) } ?? string)
  }

  /// `[D day[s], ]H:MM:SS[.ffffff]`, as Python prints a duration of whole microseconds.
  static func timedelta(_ nanoseconds: Int64) -> String {
    let seconds = max(0, nanoseconds) / 1_000_000_000
    let microseconds = max(0, nanoseconds) % 1_000_000_000 / 1000
    var text = TextBuffer()
    let days = seconds / 86_400
    if days > 0 {
      text.append(days)
      text.append(days == 1 ? " day, " : " days, ")
    }
    text.append(seconds / 3600 % 24)
    text.append(":")
    text.append(seconds / 60 % 60, minimumDigits: 2)
    text.append(":")
    text.append(seconds % 60, minimumDigits: 2)
    if microseconds > 0 {
      text.append(".")
      text.append(microseconds, minimumDigits: 6)
    }
    return text.string
  }

  private func pad(_ body: String, isNumber: Bool, to text: inout TextBuffer) {
    var sign = ""
    var digits = body[...]
    let isNumeric = isNumber && body.contains { $0.isNumber }
    if isNumeric {
      if body.first == "-" {
        sign = "-"
        digits = digits.dropFirst()
      } else if flags.contains("+") {
        sign = "+"
      } else if flags.contains(" ") {
        sign = " "
      }
    }
    let missing = max(0, width - sign.count - digits.count)
    if flags.contains("-") {
      text.append(sign + digits + String(repeating: " ", count: missing))
    } else if flags.contains("0"), isNumeric {
      text.append(sign + String(repeating: "0", count: missing) + digits)
    } else {
      text.append(String(repeating: " ", count: missing) + sign + digits)
    }
  }
}
