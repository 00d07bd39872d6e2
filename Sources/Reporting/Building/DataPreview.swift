import Charts
import Measurements

/// The first rows of the data behind a figure.
struct DataPreview {
  /// Rows that are shown.
  static let rowLimit = 12

  let figure: Figure

  /// The rows, folded away; `nil` if the chart has no data.
  func details() -> Details? {
    guard !figure.repeatsData,
      let table = figure.chart.dataTables.first(where: { $0.name.isEmpty }) ?? figure.chart.dataTables.first,
      table.rowCount > 0
    else { return nil }
    let shown = min(Self.rowLimit, table.rowCount)
    let rows = table.rowCount == 1 ? "1 row" : "\(Quantity.count(Int64(table.rowCount))) rows"
    let cut = shown < table.rowCount ? ", first \(shown) shown" : ""
    let columns = table.columns.map { column in
      DocumentTable.Column(column.name, isNumeric: column.values.isNumeric)
    }
    let cells = (0..<shown).map { row in
      table.columns.map { DocumentTable.Cell(RichText($0.values.text(row: row))) }
    }
    return Details(
      summary: RichText("Data of figure \(figure.number) (\(rows)\(cut))"),
      nodes: [
        .table(
          DocumentTable(
            caption: "Data of figure \(figure.number)", columns: columns, rows: cells, isMonospaced: true))
      ])
  }
}
