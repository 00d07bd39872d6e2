/// The unit of a column or series; values are always stored in it, never in a multiple.
public enum Unit: String, Sendable, Hashable {
  /// Seconds.
  case seconds = "s"
  /// Bytes.
  case bytes = "B"
  /// Bits per second.
  case bitsPerSecond = "bit/s"
  /// A count of things.
  case count = ""
  /// Per cent.
  case percent = "%"
  /// No number.
  case text = "text"
}
