import Charts
import Measurements
import Mustache

/// Writes a document in a language of tickets, with its pictures as files beside it.
struct MarkdownWriter {
  /// GitHub refuses bodies over 65 536 characters.
  static let characterLimit = 60_000

  let templates: TemplateSet
  let renderer: any FigureRenderer
  let flavour: MarkdownFlavour
  let pictureFolder: String
  let isASCII: Bool
  let writesData: Bool

  func write(_ document: Document) throws(ReportError) -> ReportOutput {
    let library = try templates.library(suffix: ".md")
    let dialect = flavour.dialect
    let pictures = TicketPictures(
      figures: document.figures, renderer: renderer, folder: pictureFolder, writesData: writesData)
    let nodes = DialectNodes(dialect: dialect, isASCII: isASCII) { figure in
      pictures.lines(of: figure, dialect: dialect)
    }
    var parts = document.parts.map { part -> String in
      let title = part.title.isEmpty ? [] : [dialect.heading(dialect.escape(part.title), level: 2), ""]
      return (title + nodes.lines(part.nodes)).joined(separator: "\n")
    }.filter { !$0.isEmpty }
    let head = [dialect.heading(dialect.text(document.title), level: 1), dialect.text(document.identity)]
    var omitted = 0
    while head.joined().count + parts.reduce(0, { $0 + $1.count + 2 }) > Self.characterLimit - 200,
      !parts.isEmpty
    {
      parts.removeLast()
      omitted += 1
    }
    let context: [String: Any] = [
      "heading": head[0], "identity": head[1], "parts": parts.map { ["text": $0] },
      "hasOmission": omitted > 0,
      "omission": dialect.escape(
        "\(omitted) part\(omitted == 1 ? "" : "s") left out: the text would be over \(Self.characterLimit) characters."
      ),
    ]
    guard let text = library.render(context, withTemplate: "report.md") else {
      throw .template(name: "report.md", reason: "missing")
    }
    var lines = text
    while lines.last == "\n" { lines.removeLast() }
    return ReportOutput(
      bytes: Array((lines + "\n").utf8), companions: pictures.companions, warnings: pictures.warnings)
  }
}

/// The pictures of a ticket, drawn once.
struct TicketPictures {
  /// Files to write.
  private(set) var companions: [ReportOutput.Companion] = []
  /// Pictures that could not be drawn.
  private(set) var warnings: [String] = []
  private var paths: [Int: String] = [:]
  private var reasons: [Int: String] = [:]

  init(figures: [Figure], renderer: any FigureRenderer, folder: String, writesData: Bool) {
    for figure in figures {
      let path = "\(folder)/\(figure.name).png"
      do {
        let style = ChartStyle(preset: .ticket, theme: .light)
        companions.append(.init(path: path, bytes: try renderer.png(figure.chart, style: style)))
        paths[figure.number] = path
      } catch {
        reasons[figure.number] = "\(figure.title) could not be drawn: \(error)"
        warnings.append("\(figure.title) could not be drawn: \(error)")
      }
      guard writesData else { continue }
      for table in figure.chart.dataTables {
        let name = table.name.isEmpty ? figure.name : "\(figure.name)-\(table.name)"
        companions.append(.init(path: "\(folder)/\(name).csv", bytes: table.csv()))
      }
    }
  }

  /// The picture, or why there is none.
  func lines(of figure: Figure, dialect: any MarkdownDialect) -> [String] {
    if let path = paths[figure.number] {
      return [dialect.image(alt: figure.chart.altText, path: Self.encoded(path))]
    }
    return [dialect.escape(reasons[figure.number] ?? "")]
  }

  /// A path for a link: what is no plain character of a path in per cent form (RFC 3986, section 2.1).
  private static func encoded(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
