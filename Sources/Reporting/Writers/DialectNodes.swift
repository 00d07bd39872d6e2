import Charts
import Measurements

/// Turns nodes into lines of a language of tickets or of plain text.
struct DialectNodes {
  let dialect: any MarkdownDialect
  let isASCII: Bool
  /// The lines of a figure.
  let figure: (Figure) -> [String]

  /// The lines of all nodes, empty lines between them.
  func lines(_ nodes: [Node]) -> [String] {
    var result: [String] = []
    for node in nodes {
      let lines = lines(node)
      if !lines.isEmpty {
        if !result.isEmpty { result.append("") }
        result += lines
      }
    }
    return result
  }

  private func lines(_ node: Node) -> [String] {
    switch node {
    case .heading(let title, _): [dialect.heading(dialect.escape(title), level: 2)]
    case .paragraph(let text): dialect.paragraph(dialect.text(text))
    case .tiles(let tiles):
      dialect.definitions(
        tiles.map { tile in
          let note = tile.note.isEmpty ? "" : " (\(tile.note))"
          return Definition(
            tile.label, RichText(tile.value + (tile.unit.isEmpty ? "" : " \(tile.unit)") + note))
        })
    case .table(let table): self.table(table)
    case .figure(let figure): self.figure(figure)
    case .details(let details):
      dialect.details(summary: details.summary.string, content: lines(details.nodes))
    case .packets(let listing):
      dialect.drawsMermaid
        ? dialect.code(SequenceText(listing: listing).mermaid(), language: "mermaid")
        : dialect.code(SequenceText(listing: listing).ladder(), language: "")
    case .sparklines(let block): dialect.code(block.lines(isASCII: isASCII), language: "text")
    case .notes(let notes): notes.map { dialect.item(dialect.text($0)) }
    case .definitions(let definitions): dialect.definitions(definitions)
    }
  }

  private func table(_ table: DocumentTable) -> [String] {
    dialect.table(
      head: table.columns.map { column in
        dialect.escape(column.note.isEmpty ? column.title : "\(column.title) (\(column.note))")
      }, rows: table.rows.map { $0.map { dialect.text($0.text) } }, isNumeric: table.columns.map(\.isNumeric))
  }
}
