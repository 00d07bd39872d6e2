import Measurements

/// Text without markup, for terminals and for trackers that understand none.
struct PlainDialect: MarkdownDialect {
  let drawsMermaid = false
  /// Characters in a line.
  var width = 78
  /// Blanks in front of preformatted lines.
  var codeIndent = 2

  func escape(_ text: String) -> String { Escaping.terminal(text) }

  func run(_ run: RichText.Run) -> String { escape(run.string) }

  func heading(_ text: String, level: Int) -> String {
    level == 1
      ? (PlainText.wrapped(text, width: width) + [String(repeating: "=", count: min(width, text.count))])
        .joined(separator: "\n")
      : text
  }

  func paragraph(_ text: String) -> [String] { PlainText.wrapped(text, width: width) }

  func table(head: [String], rows: [[String]], isNumeric: [Bool]) -> [String] {
    var widths = head.indices.map { column in
      ([head] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    // The widest column of words gives way where the table is too wide.
    let excess = widths.reduce(2 * (widths.count - 1), +) - width
    let widest = widths.indices.filter { !isNumeric[$0] }.max { widths[$0] < widths[$1] }
    if excess > 0, let widest { widths[widest] = max(24, widths[widest] - excess) }
    return ([head] + rows).flatMap { lines(of: $0, widths: widths, isNumeric: isNumeric) }
  }

  private func lines(of row: [String], widths: [Int], isNumeric: [Bool]) -> [String] {
    let cells = zip(row, widths).map { PlainText.wrapped($0, width: $1) }
    return (0..<(cells.map(\.count).max() ?? 0)).map { index in
      var line = cells.indices.map { column in
        let text = index < cells[column].count ? cells[column][index] : ""
        return PlainText.padded(text, to: widths[column], atRight: isNumeric[column])
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  func definitions(_ definitions: [Definition]) -> [String] {
    let indent = (definitions.map(\.term.count).max() ?? 0) + 2
    return definitions.flatMap { definition in
      definition.lines.flatMap { PlainText.wrapped(text($0), width: width - indent) }.enumerated()
        .map { index, line in
          PlainText.padded(index == 0 ? escape(definition.term) : "", to: indent) + line
        }
    }
  }

  func image(alt: String, path: String, darkPath: String?) -> String {
    PlainText.wrapped("Picture \(escape(path)): \(escape(alt))", width: width).joined(separator: "\n")
  }

  func code(_ lines: [String], language: String) -> [String] {
    lines.map { $0.isEmpty ? "" : String(repeating: " ", count: codeIndent) + escape($0) }
  }

  func details(summary: String, content: [String]) -> [String] { [escape(summary), ""] + content }

  func item(_ text: String) -> String { "- \(text)" }
}
