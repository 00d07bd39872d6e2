import Charts
import Measurements
import Mustache

/// Writes a document as one HTML file that needs no other file and no network.
struct HTMLWriter {
  let templates: TemplateSet
  let renderer: any FigureRenderer
  /// Bytes that the file may have.
  let byteLimit: Int
  /// A JSON value to put into the page; empty for none.
  let dataJSON: String
  /// What the page was made of and with, as a JSON value.
  let provenanceJSON: String
  /// Where the data of figures stand.
  var data = ReportData.preview
  /// Folder of files beside the page, relative to it.
  var folder = "report-files"

  func write(_ document: Document) throws(ReportError) -> ReportOutput {
    let library = try templates.library(suffix: ".html")
    var warnings: [String] = []
    let figures = document.figures
    var drawings = FigureDrawings(figures: figures, renderer: renderer, warnings: &warnings)
    if drawings.size > byteLimit / 2 {
      // What the page takes without its pictures is known when it was written without them.
      // Data that the user wants inside are no reason to give pictures up.
      var plain = self
      plain.data = .preview
      let bare = try plain.render(try plain.page(document, drawings: FigureDrawings()), library).utf8.count
      drawings.shrink(figures, renderer: renderer, to: byteLimit - bare, warnings: &warnings)
    }
    let text = try render(try page(document, drawings: drawings), library)
    let companions = data == .files ? figures.flatMap { FigureData($0, folder: folder).companions } : []
    return ReportOutput(bytes: Array((text + "\n").utf8), companions: companions, warnings: warnings)
  }

  private func render(_ context: [String: Any], _ library: MustacheLibrary) throws(ReportError) -> String {
    guard let text = library.render(context, withTemplate: "report.html") else {
      throw .template(name: "report.html", reason: "missing")
    }
    return text
  }

  private func page(_ document: Document, drawings: FigureDrawings) throws(ReportError) -> [String: Any] {
    let nodes = HTMLNodes(drawings: drawings, data: data, folder: folder)
    return [
      "title": Escaping.markup(document.title.string), "heading": nodes.text(document.title),
      "identity": nodes.text(document.identity), "runningTitle": Escaping.markup(document.runningTitle),
      "pageFooter": Self.cssString(document.runningTitle), "colophon": Escaping.markup(document.colophon),
      "css": try templates.verbatim("report.css") + (templates.texts["theme.css"] ?? ""),
      "script": try script(),
      "lightVariables": Self.variables(.light), "darkVariables": Self.variables(.dark),
      "hasData": !dataJSON.isEmpty, "data": Self.scriptData(dataJSON),
      "provenanceData": Self.scriptData(provenanceJSON),
      "parts": document.parts.map { part -> [String: Any] in
        [
          "anchor": Escaping.markup(part.anchor), "partTitle": Escaping.markup(part.title),
          "hasDetail": !part.detail.isEmpty, "detail": Escaping.markup(part.detail),
          "hasNavigationNote": !part.navigationNote.isEmpty,
          "navigationNote": Escaping.markup(part.navigationNote), "isFolded": part.isFolded,
          "isOpen": !part.isFolded, "nodes": part.nodes.map(nodes.context),
        ]
      },
    ]
  }

  /// The script; the program's own goes without what is there for its readers.
  private func script() throws(ReportError) -> String {
    let script = try templates.verbatim("report.js")
    return script == TemplateSet.builtIn.texts["report.js"] ? ScriptSqueezer.squeeze(script) : script
  }

  /// JSON has "<" inside of strings only; escaped there it cannot end the element.
  private static func scriptData(_ json: String) -> String { json.replacing("<", with: "\\u003c") }

  private static func variables(_ theme: Theme) -> String {
    theme.cssVariables.map { "\($0.name):\($0.color.hex)" }.joined(separator: ";")
  }

  /// A string for a style sheet: everything but letters, digits and a few harmless signs as an escape
  /// (CSS Syntax Module Level 3, section 4.3.7).
  static func cssString(_ string: String) -> String {
    string.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", "-", "_", ":", ",": String(scalar)
      default: "\\" + String(scalar.value, radix: 16) + " "
      }
    }.joined()
  }
}
