import Measurements
import TCPAnalysis

/// The tables of a module's results in the forms of spreadsheets, gnuplot and plain lines.
public struct SeriesData: Sendable {
  private let results: [SeriesResult]

  /// Makes the writer; the results have tables of equal names and columns.
  public init(_ results: [SeriesResult]) {
    self.results = results
  }

  /// Names of the tables, the main one, "", first.
  public var tableNames: [String] { results.first?.tables.map(\.name) ?? [] }

  /// Whether a table has rows in any of the results.
  public func hasRows(_ name: String) -> Bool {
    results.contains { $0.table(name).map { $0.rowCount > 0 } ?? false }
  }

  /// Writes one table of all results as CSV; with several flows, the first column tells which one.
  ///
  /// - Parameters:
  ///   - name: Name of the table.
  ///   - sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func writeCSV<Failure: Error>(table name: String, to sink: ByteSink<Failure>) throws(Failure) {
    var text = TextBuffer(capacity: pieceSize + 4096)
    let isSeveral = results.count > 1
    for (index, result) in results.enumerated() {
      guard let table = result.table(name) else { continue }
      if index == 0 { table.appendCSVHeader(leading: isSeveral ? "flow" : "", to: &text) }
      var row = 0
      while row < table.rowCount {
        let end = min(row + 512, table.rowCount)
        table.appendCSV(rows: row..<end, leading: isSeveral ? result.flow.description : "", to: &text)
        row = end
        guard text.count >= pieceSize else { continue }
        try sink(text.bytes)
        text.removeAll()
      }
    }
    try sink(text.bytes)
  }

  /// All tables as blocks that gnuplot tells apart by `index`.
  public func gnuplot() -> [UInt8] {
    var text = TextBuffer()
    var number = 0
    for result in results {
      DataTable.appendBlocks(
        result.tables, from: number,
        named: { table in
          results.count > 1 ? "flow \(result.flow) \(table.name)" : table.name
        }, to: &text)
      number += result.tables.count
    }
    return text.bytes
  }

  /// Lines of time and value, as the original captcp printed them; blocks of several tables are two lines apart.
  public func plainLines() -> [UInt8] {
    var text = TextBuffer()
    for result in results {
      for (index, name) in result.plainTables.enumerated() {
        guard let table = result.table(name) else { continue }
        if index > 0 { text.append("\n\n") }
        table.appendSpaced(columns: result.plainColumns, to: &text)
      }
    }
    return text.bytes
  }
}

extension SeriesResult {
  /// The table of a name.
  func table(_ name: String) -> DataTable? { tables.first { $0.name == name } }
}
