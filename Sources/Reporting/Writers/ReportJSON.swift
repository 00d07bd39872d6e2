import Charts
import Measurements

/// A report as JSON: the parts of the page with all their words and numbers.
///
/// With them go the findings, the numbers of the flows, and what it was made with. Pictures are named and described,
/// not drawn.
struct ReportJSON {
  /// Version of the members: they may grow, they do not change.
  static let schema = 1

  let composer: DocumentComposer

  /// All of it.
  func bytes() -> [UInt8] {
    let document = composer.page()
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", Self.schema)
    json.member("tool", composer.provenance.tool)
    json.member("module", "report")
    json.member("title", document.title.string)
    json.member("identity", document.identity.string)
    json.key("findings")
    json.beginArray()
    for finding in composer.findings {
      DiagnoseJSON.write(finding, captures: composer.material.captureNames, to: &json)
    }
    json.endArray()
    json.key("parts")
    json.beginArray()
    for part in document.parts { write(part, to: &json) }
    json.endArray()
    json.key("numbers")
    let numbers = composer.material.dataJSON
    if numbers.isEmpty {
      json.null()
    } else {
      json.value(json: numbers.hasSuffix("\n") ? String(numbers.dropLast()) : numbers)
    }
    json.key("provenance")
    ProvenanceJSON(composer: composer).write(to: &json)
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }

  private func write(_ part: Document.Part, to json: inout JSONWriter) {
    json.beginObject()
    json.member("anchor", part.anchor)
    json.member("title", part.title)
    json.member("detail", part.detail.isEmpty ? nil : part.detail)
    write(part.nodes, to: &json)
    json.endObject()
  }

  private func write(_ nodes: [Node], to json: inout JSONWriter) {
    json.key("nodes")
    json.beginArray()
    for node in nodes { write(node, to: &json) }
    json.endArray()
  }

  private func write(_ node: Node, to json: inout JSONWriter) {
    json.beginObject()
    switch node {
    case .heading(let title, let detail):
      json.member("kind", "heading")
      json.member("text", title)
      json.member("detail", detail.isEmpty ? nil : detail)
    case .paragraph(let text):
      json.member("kind", "paragraph")
      json.member("text", text.string)
    case .tiles(let tiles): write(tiles, to: &json)
    case .table(let table): write(table, to: &json)
    case .packets(let listing): write(listing.table, to: &json)
    case .figure(let figure): write(figure, to: &json)
    case .details(let details):
      json.member("kind", "details")
      json.member("text", details.summary.string)
      write(details.nodes, to: &json)
    case .sparklines(let block):
      json.member("kind", "sparklines")
      write("lines", block.lines(isASCII: false), to: &json)
    case .notes(let notes):
      json.member("kind", "notes")
      write("lines", notes.map(\.string), to: &json)
    case .definitions(let definitions): write(definitions, to: &json)
    }
    json.endObject()
  }

  private func write(_ tiles: [Tile], to json: inout JSONWriter) {
    json.member("kind", "tiles")
    json.key("tiles")
    json.beginArray()
    for tile in tiles {
      json.beginObject(inline: true)
      json.member("label", tile.label)
      json.member("value", tile.value)
      json.member("unit", tile.unit.isEmpty ? nil : tile.unit)
      json.member("note", tile.note.isEmpty ? nil : tile.note)
      json.endObject()
    }
    json.endArray()
  }

  private func write(_ definitions: [Definition], to json: inout JSONWriter) {
    json.member("kind", "definitions")
    json.key("definitions")
    json.beginArray()
    for definition in definitions {
      json.beginObject()
      json.member("term", definition.term)
      write("lines", definition.lines.map(\.string), to: &json)
      json.endObject()
    }
    json.endArray()
  }

  private func write(_ figure: Figure, to json: inout JSONWriter) {
    let chart = figure.chart
    json.member("kind", "figure")
    json.member("number", figure.number)
    json.member("name", figure.name)
    json.member("title", figure.title)
    json.member("chart", type(of: chart).kind)
    json.member("subtitle", chart.subtitle)
    json.member("caption", chart.caption(style: FigureDrawings.style))
    json.member("alternativeText", chart.altText)
    json.key("facts")
    json.beginObject()
    for fact in chart.facts { json.member(fact.name, fact.value, decimals: 9) }
    json.endObject()
  }

  private func write(_ table: DocumentTable, to json: inout JSONWriter) {
    json.member("kind", "table")
    json.member("caption", table.caption)
    write("columns", table.columns.map { $0.note.isEmpty ? $0.title : "\($0.title) (\($0.note))" }, to: &json)
    json.key("rows")
    json.beginArray()
    for row in table.rows {
      json.beginArray(inline: true)
      for cell in row {
        json.beginObject()
        json.member("text", cell.text.string)
        if let value = cell.value { json.member("value", value, decimals: 9) }
        if !cell.key.isEmpty { json.member("key", cell.key) }
        if !cell.subject.isEmpty { json.member("subject", cell.subject) }
        json.endObject()
      }
      json.endArray()
    }
    json.endArray()
  }

  private func write(_ name: String, _ lines: [String], to json: inout JSONWriter) {
    json.key(name)
    json.beginArray()
    for line in lines { json.value(line) }
    json.endArray()
  }
}
