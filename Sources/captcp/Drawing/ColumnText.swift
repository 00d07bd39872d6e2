import Charts
import Measurements

/// Numbers side by side as text, beside the other forms of a chart.
struct ColumnText {
  /// What is printed; of the first row the columns take their names.
  struct Content {
    var title: String
    var subtitle: String
    var rows: [[String]]
    /// Lines below, in groups with an empty line between.
    var paragraphs: [[String]]
  }

  private let content: Content

  init(_ content: Content) { self.content = content }

  /// Writes the text where text is wanted, the chart everywhere else, both into a folder.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(_ charts: ChartDelivery, to destination: Destination) throws(CommandFailure) -> OutputFiles {
    if let files = try destination.each({ part throws(CommandFailure) in try deliver(charts, to: part) }) {
      return files
    }
    switch destination {
    case .standardOutput(.text):
      try StandardOutput().write(bytes)
      return OutputFiles()
    case .file(let path, .text):
      var files = OutputFiles()
      try files.write(bytes, to: path)
      return files
    case .folder(let path):
      var files = try charts.deliver(to: destination)
      try files.write(bytes, to: "\(path)\(charts.name).txt")
      return files
    case .standardOutput, .file, .several: return try charts.deliver(to: destination)
    }
  }

  private var bytes: [UInt8] {
    var text = TextBuffer()
    text.append(Escaping.terminal(content.title) + "\n")
    text.append(Escaping.terminal(content.subtitle) + "\n\n")
    let columns = content.rows.first?.indices ?? 0..<0
    let widths = columns.map { column in content.rows.map { $0[column].count }.max() ?? 0 }
    for row in content.rows {
      for column in columns {
        text.append("  " + Self.padded(row[column], to: widths[column], isLeading: column == 0))
      }
      text.append("\n")
    }
    for paragraph in content.paragraphs where !paragraph.isEmpty {
      text.append("\n")
      for line in paragraph { text.append("  " + Escaping.terminal(line) + "\n") }
    }
    return text.bytes
  }

  private static func padded(_ word: String, to width: Int, isLeading: Bool) -> String {
    let word = Escaping.terminal(word)
    let blanks = String(repeating: " ", count: max(0, width - word.count))
    return isLeading ? word + blanks : blanks + word
  }
}
