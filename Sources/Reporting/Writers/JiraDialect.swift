import Measurements

/// Wiki markup of Jira and Confluence.
struct JiraDialect: MarkdownDialect {
  let drawsMermaid = false

  func escape(_ text: String) -> String {
    var result = ""
    for scalar in Escaping.code(text).unicodeScalars {
      if "\\{}[]|*_^~!#?&<>".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar == "\n" || scalar == "\t" ? " " : scalar)
    }
    return result
  }

  func run(_ run: RichText.Run) -> String {
    switch run {
    case .plain(let text), .muted(let text), .link(let text, _): escape(text)
    case .strong(let text): "*\(escape(text))*"
    case .code(let text): "{{\(escape(text))}}"
    }
  }

  func heading(_ text: String, level: Int) -> String { "h\(level + 1). \(text)" }

  func table(head: [String], rows: [[String]], isNumeric: [Bool]) -> [String] {
    ["||\(head.joined(separator: "||"))||"]
      + rows.map { row in "|\(row.map { $0.isEmpty ? " " : $0 }.joined(separator: "|"))|" }
  }

  /// The default of Jira's limit is 32 767 characters.
  let characterLimit = 32_000

  func image(alt: String, path: String, darkPath: String?) -> String {
    // In the list of parameters of a picture these would end it.
    let safe = Escaping.code(alt).filter { !"!|,\n\t".contains($0) }
    // Attachments have no folders, and a name has no per cent form here.
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return "!\(name)|alt=\(safe)!"
  }

  func code(_ lines: [String], language: String) -> [String] {
    ["{noformat}"] + lines.map { Escaping.code($0).replacing("{noformat}", with: "(noformat)") } + [
      "{noformat}"
    ]
  }

  func details(summary: String, content: [String]) -> [String] {
    ["{expand:\(escape(summary))}"] + content + ["{expand}"]
  }

  func item(_ text: String) -> String { "* \(text)" }
}
