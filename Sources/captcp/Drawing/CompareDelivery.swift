import Charts
import Measurements
import Reporting

/// Writes a comparison: as text by itself, as any chart otherwise.
struct CompareDelivery {
  /// Writes pictures and data.
  let charts: ChartDelivery
  /// The comparison.
  let chart: CompareChart

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    if let files = try destination.each({ part throws(CommandFailure) in try deliver(to: part) }) {
      return files
    }
    switch destination {
    case .standardOutput(.text):
      try StandardOutput().write(text())
      return OutputFiles()
    case .file(let path, .text):
      var files = OutputFiles()
      try files.write(text(), to: path)
      return files
    case .folder(let path):
      var files = try charts.deliver(to: destination)
      try files.write(text(), to: "\(path)\(charts.name).txt")
      return files
    case .standardOutput, .file, .several: return try charts.deliver(to: destination)
    }
  }

  /// What is compared, and a column for each flow.
  private func text() -> [UInt8] {
    var text = TextBuffer()
    text.append(Escaping.terminal(chart.title) + "\n")
    text.append(Escaping.terminal(chart.subtitle) + "\n\n")
    let rows = CompareText.rows(chart.data)
    let first = rows.map { $0[0].count }.max() ?? 0
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      text.append("  " + Self.padded(row[0], to: first, isLeading: true))
      for (column, cell) in row.enumerated().dropFirst() {
        text.append("  " + Self.padded(cell, to: widths[column], isLeading: false))
      }
      text.append("\n")
    }
    let changes = chart.facts.filter { $0.name.hasSuffix("ChangePercent") }
    if !changes.isEmpty { text.append("\n") }
    for fact in changes { text.append("  \(Escaping.terminal(fact.text))\n") }
    if !chart.data.notes.isEmpty { text.append("\n") }
    for note in chart.data.notes { text.append("  " + Escaping.terminal(note) + "\n") }
    return text.bytes
  }

  private static func padded(_ word: String, to width: Int, isLeading: Bool) -> String {
    let word = Escaping.terminal(word)
    let blanks = String(repeating: " ", count: max(0, width - word.count))
    return isLeading ? word + blanks : blanks + word
  }
}
