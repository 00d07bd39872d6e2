/// Makes text from captures safe in each language that captcp writes.
///
/// Everything that comes from a file is hostile: names, options and payload may hold markup, quotes, control
/// bytes and terminal escape sequences. Each function here is total: any string in, harmless text out.
public enum Escaping {
  /// Text for HTML and SVG content and for attribute values in double or single quotes.
  ///
  /// Control characters that XML 1.0 forbids become U+FFFD.
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
      default: result.unicodeScalars.append(isForbiddenInXML(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// Text for a Markdown paragraph or table cell: no markup, no table border, no line break.
  public static func markdown(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!", "$", "@":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "\n", "\r", "\t": result += " "
      default: result.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// Text for a Markdown code span or code block: control characters become U+FFFD, back-ticks an apostrophe.
  public static func code(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "`": result += "'"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// Text for a terminal: control characters, also those of 8 bits and of text direction, become visible escapes.
  public static func terminal(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      if isControl(scalar) || isDirectionControl(scalar) {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// One CSV field (RFC 4180): quoted where needed.
  ///
  /// A leading `=`, `+`, `-` or `@` that does not start a number gets an apostrophe, so that a spreadsheet does
  /// not take it as a formula.
  public static func csv(_ string: String) -> String {
    var field = string
    if let first = field.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Double(field) == nil
    {
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
      default: result.unicodeScalars.append(isControl(scalar) ? " " : scalar)
      }
    }
    return result
  }

  /// Appends the content of a JSON string without its quotes (RFC 8259, section 7).
  ///
  /// `<` is written as `\u003c`, so that the text may stand in an HTML `script` element.
  public static func json(_ string: String, into text: inout TextBuffer) {
    // Nearly all keys and values need nothing.
    if string.utf8.allSatisfy(isPlainInJSON) {
      text.append(string)
      return
    }
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text.append("\\\"")
      case UInt8(ascii: "\\"): text.append("\\\\")
      case 0x0A: text.append("\\n")
      case 0x0D: text.append("\\r")
      case 0x09: text.append("\\t")
      case UInt8(ascii: "<"): text.append("\\u003c")
      case 0..<0x20, 0x7F:
        text.append("\\u00")
        text.append(byte: hexadecimalDigits[Int(byte >> 4)])
        text.append(byte: hexadecimalDigits[Int(byte & 15)])
      default: text.append(byte: byte)
      }
    }
  }

  private static func isPlainInJSON(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "<")
      && byte != 0x7F
  }

  private static let hexadecimalDigits = Array("0123456789abcdef".utf8)

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
  }

  private static func isDirectionControl(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  private static func isForbiddenInXML(_ scalar: Unicode.Scalar) -> Bool {
    isControl(scalar) || scalar.value == 0xFFFE || scalar.value == 0xFFFF
  }
}
