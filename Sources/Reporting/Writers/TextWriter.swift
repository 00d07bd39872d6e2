/// Writes a document as plain text for a terminal.
struct TextWriter {
  let isASCII: Bool

  func write(_ document: Document) -> String {
    let dialect = PlainDialect(width: 76, codeIndent: 0)
    let nodes = DialectNodes(dialect: dialect, isASCII: isASCII) { figure in [dialect.escape(figure.title)] }
    var lines = [dialect.text(document.title)] + PlainText.wrapped(dialect.text(document.identity), width: 78)
    for part in document.parts {
      lines.append("")
      if !part.title.isEmpty {
        lines.append(dialect.escape(part.detail.isEmpty ? part.title : "\(part.title)  \(part.detail)"))
      }
      lines += nodes.lines(part.nodes).map { line in
        part.title.isEmpty || line.isEmpty ? line : "  " + line
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
