import Measurements

/// GitHub Flavored Markdown, as GitHub and GitLab read it.
struct GitHubDialect: MarkdownDialect {
  let drawsMermaid = true

  func escape(_ text: String) -> String { Escaping.markdown(text) }

  func run(_ run: RichText.Run) -> String {
    switch run {
    case .plain(let text), .muted(let text), .link(let text, _): escape(text)
    case .strong(let text): "**\(escape(text))**"
    case .code(let text): Self.codeSpan(text)
    }
  }

  /// A code span; a bar would end the cell of a table even inside of one, so it is escaped there.
  private static func codeSpan(_ text: String) -> String {
    let safe = Escaping.code(text).replacing("\n", with: " ").replacing("\t", with: " ").replacing(
      "|", with: "\\|")
    return safe.isEmpty ? "" : "`\(safe)`"
  }

  func heading(_ text: String, level: Int) -> String {
    String(repeating: "#", count: level + 1) + " " + text
  }

  func table(head: [String], rows: [[String]], isNumeric: [Bool]) -> [String] {
    let rule = isNumeric.map { $0 ? "--:" : "---" }
    return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }
  }

  func image(alt: String, path: String) -> String { "![\(escape(alt))](\(path))" }

  func code(_ lines: [String], language: String) -> [String] {
    ["```\(language)"] + lines.map(Escaping.code) + ["```"]
  }

  func details(summary: String, content: [String]) -> [String] {
    ["<details><summary>\(Escaping.markup(summary))</summary>", ""] + content + ["", "</details>"]
  }

  func item(_ text: String) -> String { "- \(text)" }
}
