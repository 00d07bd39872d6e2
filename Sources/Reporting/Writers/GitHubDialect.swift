import Measurements

/// GitHub Flavored Markdown, as GitHub and GitLab read it.
struct GitHubDialect: MarkdownDialect {
  let drawsMermaid = true
  /// Whether a picture may have a second form for dark pages, which GitHub alone shows.
  var hasDarkPictures = true

  func escape(_ text: String) -> String { Escaping.markdown(text) }

  func run(_ run: RichText.Run) -> String {
    switch run {
    case .plain(let text), .muted(let text), .link(let text, _): escape(text)
    case .strong(let text): "**\(escape(text))**"
    case .code(let text): Self.codeSpan(text)
    }
  }

  /// A code span.
  ///
  /// A bar ends the cell of a table even inside of one, and a back-tick the span: such text is written as an element,
  /// each of its signs as a number.
  private static func codeSpan(_ text: String) -> String {
    let safe = Escaping.code(text).replacing("\n", with: " ").replacing("\t", with: " ")
    guard safe.contains(where: { $0 == "|" || $0 == "`" }) else { return safe.isEmpty ? "" : "`\(safe)`" }
    let signs = safe.unicodeScalars.map { scalar -> String in
      let isPlain =
        !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == " "
      return isPlain ? String(scalar) : "&#\(scalar.value);"
    }
    return "<code>\(signs.joined())</code>"
  }

  func heading(_ text: String, level: Int) -> String {
    String(repeating: "#", count: level + 1) + " " + text
  }

  func table(head: [String], rows: [[String]], isNumeric: [Bool]) -> [String] {
    let rule = isNumeric.map { $0 ? "--:" : "---" }
    return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
  }

  func image(alt: String, path: String, darkPath: String?) -> String {
    let (path, darkPath) = (Self.encoded(path), darkPath.map(Self.encoded))
    guard let darkPath, hasDarkPictures else { return "![\(escape(alt))](\(path))" }
    // One line that begins with a tag is left alone by Markdown.
    return "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"\(darkPath)\">"
      + "<img alt=\"\(Escaping.markup(Self.oneLine(alt)))\" src=\"\(path)\"></picture>"
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// A path for a link: what is no plain character of a path in per cent form (RFC 3986, section 2.1).
  private static func encoded(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }

  func code(_ lines: [String], language: String) -> [String] {
    let ticks = lines.map { Escaping.longestTicks(in: $0) }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, ticks + 1))
    return [fence + language] + lines.map(Escaping.code) + [fence]
  }

  func details(summary: String, content: [String]) -> [String] {
    ["<details><summary>\(Escaping.markup(summary))</summary>", ""] + content + ["", "</details>"]
  }

  func item(_ text: String) -> String { "- \(text)" }
}
