import Measurements

/// Words that several rules use.
enum FindingWords {
  /// A count with its noun: `1 segment`, `12 segments`.
  static func counted(_ count: Int64, _ noun: String) -> String {
    "\(Quantity.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A count as the subject of a sentence: `1 segment was`, `12 segments were`.
  static func verb(_ count: Int64, _ singular: String, _ plural: String) -> String {
    count == 1 ? singular : plural
  }

  /// `3 times`, `once`.
  static func times(_ count: Int64) -> String {
    count == 1 ? "once" : "\(Quantity.count(count)) times"
  }

  /// A time.
  static func time(_ nanoseconds: Int64) -> String { Quantity.duration(nanoseconds: nanoseconds) }
}
