import Charts
import Measurements

/// The data of a chart as text for people, for gnuplot, and as JSON.
struct ChartDataText {
  private let chart: any Chart
  private let tables: [DataTable]

  /// Takes a chart and its data, or a part of them.
  init(_ chart: any Chart, tables: [DataTable]) {
    self.chart = chart
    self.tables = tables
  }

  /// The facts, then the main table in aligned columns.
  func text() -> [UInt8] {
    var text = TextBuffer()
    text.append(Escaping.terminal(chart.title) + "\n")
    text.append(Escaping.terminal(chart.subtitle) + "\n\n")
    for fact in chart.facts { text.append("  \(Escaping.terminal(fact.text))\n") }
    if let table = tables.first, table.rowCount > 0 {
      text.append("\n")
      table.appendAligned(to: &text)
    }
    return text.bytes
  }

  /// All tables as blocks that gnuplot tells apart by `index`: a comment line, then columns apart by a space.
  func gnuplot() -> [UInt8] {
    var text = TextBuffer()
    DataTable.appendBlocks(tables, to: &text)
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
    for table in tables { table.write(to: &json) }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }
}
