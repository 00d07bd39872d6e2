extension String {
  /// The text as it may be drawn on one line or stored in a file.
  ///
  /// Control characters (which C libraries end at or draw as boxes), code points that are no characters (which Cairo
  /// takes for invalid UTF-8, and then draws nothing more) and marks that turn the reading direction (by
  /// which a host name could pose as another) become U+FFFD; tabs and line ends become spaces. What is longer than
  /// `limit` scalars is cut and ends in an ellipsis.
  func drawable(limit: Int) -> String {
    if utf8.count <= limit && utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in unicodeScalars {
      guard count < limit else {
        result.append("\u{2026}")
        break
      }
      count += 1
      switch scalar.value {
      case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069,
        0xFDD0...0xFDEF:
        result.append("\u{FFFD}")
      case let value where value & 0xFFFE == 0xFFFE: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
