import Measurements

/// One number that a series comes down to: for programs under a key, for people in words.
public struct SeriesFact: Sendable, Equatable {
  /// A value as writers need it; `nil` is unknown, and a note says why.
  public enum Value: Sendable, Equatable {
    /// A whole number.
    case count(Int64?)
    /// A number, written with at most so many decimals.
    case number(Double?, decimals: Int)
    /// A word.
    case word(String?)
    /// Yes or no.
    case flag(Bool?)
  }

  /// Key in JSON, camel case, its unit at the end (`medianMs`).
  public var key: String
  /// The value in that unit.
  public var value: Value
  /// What it is, for people (`median`).
  public var label: String
  /// The value for people, unit included.
  public var text: String

  /// Makes a fact.
  public init(_ key: String, _ value: Value, label: String, text: String) {
    self.key = key
    self.value = value
    self.label = label
    self.text = text
  }

  /// What stands for an unknown value in text.
  static let unknown = "\u{2014}"

  /// A count of things.
  static func count(_ key: String, _ value: Int64?, _ label: String) -> SeriesFact {
    SeriesFact(key, .count(value), label: label, text: value.map { Quantity.count($0) } ?? unknown)
  }

  /// A number of bytes.
  static func bytes(_ key: String, _ value: Int64?, _ label: String) -> SeriesFact {
    SeriesFact(key, .count(value), label: label, text: value.map { Self.bytes(Double($0)) } ?? unknown)
  }

  /// A number of bytes with a fraction: a mean.
  static func bytes(_ key: String, mean value: Double?, _ label: String) -> SeriesFact {
    SeriesFact(
      key, .number(value, decimals: 3), label: label, text: value.map { Self.bytes($0) } ?? unknown)
  }

  /// A time in milliseconds, given in nanoseconds.
  static func milliseconds(_ key: String, _ nanoseconds: Double?, _ label: String) -> SeriesFact {
    SeriesFact(
      key, .number(nanoseconds.map { $0 / 1e6 }, decimals: 6), label: label,
      text: nanoseconds.map { duration(Int64($0.rounded())) } ?? unknown)
  }

  /// A time in seconds, given in nanoseconds.
  static func seconds(_ key: String, _ nanoseconds: Int64?, _ label: String) -> SeriesFact {
    SeriesFact(
      key, .number(nanoseconds.map { Double($0) / 1e9 }, decimals: 9), label: label,
      text: nanoseconds.map(duration) ?? unknown)
  }

  /// A share in per cent, given as a fraction.
  static func percent(_ key: String, _ fraction: Double?, _ label: String) -> SeriesFact {
    SeriesFact(
      key, .number(fraction.map { $0 * 100 }, decimals: 3), label: label,
      text: fraction.map { Quantity.decimal($0 * 100, decimals: $0 > 0 && $0 < 0.01 ? 2 : 1) + " %" }
        ?? unknown)
  }

  private static func duration(_ nanoseconds: Int64) -> String {
    nanoseconds == 0 ? "0 s" : Quantity.duration(nanoseconds: nanoseconds)
  }

  private static func bytes(_ value: Double) -> String {
    value.magnitude < 9999.5 && value == value.rounded()
      ? "\(Quantity.count(Int64(value))) B" : Quantity.iec(value)
  }
}
