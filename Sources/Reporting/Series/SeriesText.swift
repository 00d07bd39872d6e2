import Measurements

/// Results of a module as text for people: headline, numbers, lists of events, notes.
public struct SeriesText: Sendable {
  /// Rows of a list that are shown.
  static let rowLimit = 20

  private let results: [SeriesResult]
  private let style: TerminalStyle

  /// Makes the writer.
  public init(_ results: [SeriesResult], style: TerminalStyle) {
    self.results = results
    self.style = style
  }

  /// The text.
  public func bytes() -> [UInt8] {
    var text = TextBuffer()
    for (index, result) in results.enumerated() {
      if index > 0 { text.append("\n") }
      write(result, to: &text)
    }
    return text.bytes
  }

  private func write(_ result: SeriesResult, to text: inout TextBuffer) {
    text.append(style.bold(Escaping.terminal(result.headline)) + "\n")
    text.append(Escaping.terminal(result.subtitle) + "\n\n")
    let width = result.facts.map(\.label.count).max() ?? 0
    for fact in result.facts {
      text.append("  " + fact.label)
      text.append(byte: UInt8(ascii: " "), count: width - fact.label.count + 2)
      text.append(Escaping.terminal(fact.text) + "\n")
    }
    for table in result.tables where result.shownTables.contains(table.name) && table.rowCount > 0 {
      text.append("\n" + style.bold(table.name) + "\n")
      table.prefix(Self.rowLimit).appendAligned(to: &text)
      if table.rowCount > Self.rowLimit {
        text.append("  \u{2026} \(table.rowCount - Self.rowLimit) more in the CSV and JSON forms\n")
      }
    }
    guard !result.notes.isEmpty else { return }
    text.append("\n")
    for note in result.notes {
      for (index, line) in PlainText.wrapped(Escaping.terminal(note.text), width: 90).enumerated() {
        text.append(style.warning((index == 0 ? "  note: " : "        ") + line) + "\n")
      }
    }
  }
}

extension DataTable {
  /// The first rows.
  fileprivate func prefix(_ count: Int) -> DataTable {
    guard rowCount > count else { return self }
    let columns = columns.map { column in
      let values: Values =
        switch column.values {
        case .integers(let values): .integers(Array(values.prefix(count)))
        case .seconds(let values, let decimals): .seconds(Array(values.prefix(count)), decimals: decimals)
        case .numbers(let values, let decimals): .numbers(Array(values.prefix(count)), decimals: decimals)
        case .unsigned(let values): .unsigned(Array(values.prefix(count)))
        case .compact(let values): .compact(Array(values.prefix(count)))
        case .text(let values): .text(Array(values.prefix(count)))
        }
      return Column(column.name, values)
    }
    return DataTable(name: name, columns: columns)
  }
}
