/// Makes text from captures safe in each language that captcp writes.
///
/// Everything that comes from a file is hostile: names, options and payload may hold markup, quotes, control
/// bytes and terminal escape sequences. Each function here is total: any string in, harmless text out.
public enum Escaping {
  /// Text for HTML and SVG content and for attribute values in double or single quotes.
  ///
  /// Control characters that XML 1.0 forbids, and those that turn or hide text, become U+FFFD.
  public static func markup(_ string: String) -> String {
    var result = ""
    result.reserveCapacity(string.utf8.count)
    for scalar in string.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// Text for a Markdown paragraph or table cell: no markup, no table border, no line break, no call of a person or
  /// another ticket, no address that becomes a link by itself.
  ///
  /// Trackers look for `@name`, `#1` and addresses in the finished page, where a backslash is gone: a space without
  /// width behind the sign keeps them apart from what follows.
  public static func markdown(_ string: String) -> String {
    var result = ""
    var previous: Unicode.Scalar = " "
    for scalar in string.unicodeScalars {
      if "@#".unicodeScalars.contains(previous), scalar.properties.isAlphabetic || isDigit(scalar) {
        result += "&#8203;"
      } else if scalar == "/", previous == ":" {
        result += "&#8203;"
      } else if scalar == ".", result.hasSuffix("www") || result.hasSuffix("WWW") {
        result += "&#8203;"
      }
      previous = scalar
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!", "$", "@":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "\n", "\r", "\t": result += " "
      default: result.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// Text for a code span or code block: control characters become U+FFFD.
  ///
  /// Back-ticks stay, as the text may be a command to type; whoever writes the span or block makes its fence longer than
  /// all of them (``longestTicks(in:)``).
  public static func code(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// Length of the longest run of back-ticks.
  public static func longestTicks(in string: String) -> Int {
    var longest = 0
    var length = 0
    for byte in string.utf8 {
      length = byte == UInt8(ascii: "`") ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }

  /// Text for a terminal: control characters, also those of 8 bits, of text direction and those that cannot be seen,
  /// become visible escapes.
  public static func terminal(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      if isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return result
  }

  /// Lines for a terminal: as ``terminal(_:)``, but line ends stay.
  public static func terminalLines(_ string: String) -> String {
    string.split(separator: "\n", omittingEmptySubsequences: false).map { terminal(String($0)) }
      .joined(separator: "\n")
  }

  /// One CSV field (RFC 4180): quoted where needed.
  ///
  /// A leading `=`, `+`, `-` or `@` (also of full width) that does not start a number gets an apostrophe, so that a
  /// spreadsheet does not take it as a formula. Control characters but tab and line breaks become U+FFFD: people look
  /// at such files in terminals.
  public static func csv(_ string: String) -> String {
    var field = string
    if field.unicodeScalars.contains(where: { !isPrintable($0) && !"\t\n\r".unicodeScalars.contains($0) }) {
      field = printable(field, keeping: "\t\n\r")
    }
    if let first = field.unicodeScalars.first, formulaStarts.contains(first), Double(field) == nil {
      field = "'" + field
    }
    guard field.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
      return field
    }
    var result = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// What spreadsheets begin a formula with; behind a tab or a line break they look on.
  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// The text with U+FFFD for all that has no picture of its own: what breaks a line, turns or hides text, or is no XML.
  ///
  /// - Parameters:
  ///   - string: Any text.
  ///   - kept: Control characters that stay.
  /// - Returns: The same text if it has none of them.
  public static func printable(_ string: String, keeping kept: String = "") -> String {
    let kept = kept.unicodeScalars
    func stays(_ scalar: Unicode.Scalar) -> Bool { isPrintable(scalar) || kept.contains(scalar) }
    guard !string.unicodeScalars.allSatisfy(stays) else { return string }
    return String(String.UnicodeScalarView(string.unicodeScalars.map { stays($0) ? $0 : "\u{FFFD}" }))
  }

  /// Text for LaTeX.
  public static func latex(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}":
        result += "\\"
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(isPrintable(scalar) ? scalar : " ")
      }
    }
    return result
  }

  /// Appends the content of a JSON string without its quotes (RFC 8259, section 7).
  ///
  /// `<` is written as `\u003c`, so that the text may stand in an HTML `script` element, and so is what a terminal
  /// or an editor would obey: control characters of 8 bits, of text direction, and those that cannot be seen.
  public static func json(_ string: String, into text: inout TextBuffer) {
    // Nearly all keys and values need nothing.
    if string.utf8.allSatisfy(isPlainInJSON) {
      text.append(string)
      return
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text.append("\\\"")
      case "\\": text.append("\\\\")
      case "\n": text.append("\\n")
      case "\r": text.append("\\r")
      case "\t": text.append("\\t")
      case _ where scalar == "<" || !isPrintable(scalar):
        for unit in String(scalar).utf16 { appendEscape(of: unit, to: &text) }
      default: text.append(String(scalar))
      }
    }
  }

  private static func appendEscape(of unit: UInt16, to text: inout TextBuffer) {
    text.append("\\u")
    for shift in [12, 8, 4, 0] { text.append(byte: hexadecimalDigits[Int(unit >> UInt16(shift)) & 15]) }
  }

  private static func isPlainInJSON(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "<")
      && byte < 0x7F
  }

  private static let hexadecimalDigits = Array("0123456789abcdef".utf8)

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Whether a character is seen as what it is, in a line of text.
  public static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return true }
    switch scalar.value {
    // Controls of 7 and 8 bits; the soft hyphen; marks, breaks and turns of lines; what has no width. The joiners
    // U+200C and U+200D stay: some languages are not written without them.
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F:
      return false
    default: return true
    }
  }
}
