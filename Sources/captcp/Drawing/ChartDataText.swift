import Charts
import Measurements

/// The data of a chart as text for people, for gnuplot, and as JSON.
struct ChartDataText {
  private let chart: any Chart

  /// Takes the data of a chart.
  init(_ chart: any Chart) {
    self.chart = chart
  }

  /// The facts, then the main table in aligned columns.
  func text() -> [UInt8] {
    var text = TextBuffer()
    text.append(Escaping.terminal(chart.title) + "\n")
    text.append(Escaping.terminal(chart.subtitle) + "\n\n")
    for fact in chart.facts { text.append("  \(Escaping.terminal(fact.text))\n") }
    if let table = chart.dataTables.first, table.rowCount > 0 {
      text.append("\n")
      Self.append(table, to: &text)
    }
    return text.bytes
  }

  /// All tables as blocks that gnuplot tells apart by `index`: a comment line, then columns apart by a space.
  func gnuplot() -> [UInt8] {
    var text = TextBuffer()
    for (number, table) in chart.dataTables.enumerated() {
      if number > 0 { text.append("\n\n") }
      text.append("# index \(number)" + (table.name.isEmpty ? "" : " \(table.name)") + "\n")
      text.append("# " + table.columns.map(\.name).joined(separator: " ") + "\n")
      for row in 0..<table.rowCount {
        for (index, column) in table.columns.enumerated() {
          if index > 0 { text.append(" ") }
          let start = text.count
          Self.append(column.values, row: row, to: &text)
          // An empty field would shift the columns behind it.
          if text.count == start { text.append("nan") }
        }
        text.append("\n")
      }
    }
    return text.bytes
  }

  /// Facts and tables; columns are arrays, unknown values null.
  func json() -> [UInt8] {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", Version.tool)
    json.member("chart", type(of: chart).kind)
    json.member("title", chart.title)
    json.member("description", chart.altText)
    json.key("facts")
    json.beginObject()
    for fact in chart.facts { json.member(fact.name, fact.value) }
    json.endObject()
    json.key("tables")
    json.beginArray()
    for table in chart.dataTables {
      json.beginObject()
      json.member("name", table.name)
      json.key("columns")
      json.beginObject()
      for column in table.columns {
        json.key(column.name)
        json.beginArray(inline: true)
        for row in 0..<table.rowCount { Self.append(column.values, row: row, to: &json) }
        json.endArray()
      }
      json.endObject()
      json.endObject()
    }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }

  private static func append(_ table: DataTable, to text: inout TextBuffer) {
    var widths = table.columns.map(\.name.utf8.count)
    var cell = TextBuffer()
    for row in 0..<table.rowCount {
      for (index, column) in table.columns.enumerated() {
        cell.removeAll()
        append(column.values, row: row, to: &cell)
        widths[index] = max(widths[index], cell.count)
      }
    }
    func fill(_ count: Int) { for _ in 0..<max(0, count) { text.append(byte: UInt8(ascii: " ")) } }
    for (column, width) in zip(table.columns, widths) {
      fill(width - column.name.utf8.count + 2)
      text.append(column.name)
    }
    text.append("\n")
    for row in 0..<table.rowCount {
      for (index, column) in table.columns.enumerated() {
        cell.removeAll()
        append(column.values, row: row, to: &cell)
        fill(widths[index] - cell.count + 2)
        text.append(contentsOf: cell.bytes)
      }
      text.append("\n")
    }
  }

  private static func append(_ values: DataTable.Values, row: Int, to text: inout TextBuffer) {
    switch values {
    case .integers(let values): if let value = values[row] { text.append(value) }
    case .seconds(let values, let decimals): text.appendSeconds(values[row], decimals: decimals)
    case .numbers(let values, let decimals):
      if values[row].isFinite { text.append(values[row], decimals: decimals) }
    case .text(let values): text.append(Escaping.terminal(values[row].replacing(" ", with: "_")))
    }
  }

  private static func append(_ values: DataTable.Values, row: Int, to json: inout JSONWriter) {
    switch values {
    case .integers(let values): if let value = values[row] { json.value(value) } else { json.null() }
    case .seconds(let values, let decimals): json.value(Double(values[row]) / 1e9, decimals: decimals)
    case .numbers(let values, let decimals): json.value(values[row], decimals: decimals)
    case .text(let values): json.value(values[row])
    }
  }
}
