import Charts
import Measurements
import Mustache

/// Writes a document in a language of tickets, with its pictures as files beside it.
struct MarkdownWriter {
  let templates: TemplateSet
  let renderer: any FigureRenderer
  let flavour: MarkdownFlavour
  let pictureFolder: String
  let isASCII: Bool
  let writesData: Bool
  let hasDarkVariant: Bool

  /// A part in its language.
  private struct Text {
    var name: String
    var lines: String
    var figures: [Figure]
  }

  func write(_ document: Document) throws(ReportError) -> ReportOutput {
    let library = try templates.library(suffix: ".md")
    let dialect = flavour.dialect
    let pictures = TicketPictures(
      figures: document.figures, renderer: renderer, folder: pictureFolder, writesData: writesData,
      hasDarkVariant: hasDarkVariant && dialect.hasDarkPictures)
    let nodes = DialectNodes(dialect: dialect, isASCII: isASCII) { figure in
      pictures.lines(of: figure, dialect: dialect)
    }
    let all = document.parts.map { part -> Text in
      let title = part.title.isEmpty ? [] : [dialect.heading(dialect.escape(part.title), level: 2), ""]
      return Text(
        name: part.anchor, lines: (title + nodes.lines(part.nodes)).joined(separator: "\n"),
        figures: part.figures)
    }.filter { !$0.lines.isEmpty }
    // Nobody reads a headline of a page; the room is for what follows.
    let title = dialect.heading(dialect.text(document.title.clipped(to: 300)), level: 1)
    let identity = dialect.paragraph(dialect.text(document.identity.clipped(to: 1000)))
      .joined(separator: "\n")
    let kept = Self.fitting(
      all, into: dialect.characterLimit - 400 - Self.length(title) - Self.length(identity))
    let omitted = all[kept.count...].map { Self.names[$0.name] ?? $0.name }.joined(separator: ", ")
    let limit = Quantity.count(Int64(dialect.characterLimit))
    let context: [String: Any] = [
      "heading": title, "identity": identity, "parts": kept.map { ["text": $0.lines] },
      "hasOmission": !omitted.isEmpty,
      "omission": dialect.escape("Left out, as a ticket may have \(limit) characters: \(omitted)."),
    ]
    guard let text = library.render(context, withTemplate: "report.md") else {
      throw .template(name: "report.md", reason: "missing")
    }
    var lines = text
    while lines.last == "\n" { lines.removeLast() }
    let shown = Set(kept.flatMap(\.figures).map(\.number))
    return ReportOutput(
      bytes: Array((lines + "\n").utf8), companions: pictures.companions(of: shown),
      warnings: pictures.warnings
        + (omitted.isEmpty ? [] : ["left out of the ticket, which is full: \(omitted)"]))
  }

  /// The parts from the first one on that have room.
  private static func fitting(_ parts: [Text], into limit: Int) -> ArraySlice<Text> {
    var total = 0
    return parts.prefix { part in
      total += length(part.lines) + 2
      return total <= limit
    }
  }

  /// Trackers count in units of UTF-16: what is one character here may be many there.
  private static func length(_ text: String) -> Int { text.utf16.count }

  /// What the parts are called where they are missing.
  private static let names = [
    "conns": "connections", "figures": "charts", "sparklines": "course over time", "prov": "provenance",
  ]
}

/// The pictures of a ticket, drawn once.
struct TicketPictures {
  /// The files of a figure.
  private struct Files {
    var path: String?
    var darkPath: String?
    var companions: [ReportOutput.Companion] = []
    var reason = ""
  }

  /// Pictures that could not be drawn.
  private(set) var warnings: [String] = []
  private var files: [(number: Int, files: Files)] = []

  init(
    figures: [Figure], renderer: any FigureRenderer, folder: String, writesData: Bool, hasDarkVariant: Bool
  ) {
    for figure in figures {
      var item = Files()
      do {
        let path = "\(folder)/\(figure.name).png"
        item.companions = [.init(path: path, bytes: try Self.png(figure, .light, renderer))]
        item.path = path
        if hasDarkVariant {
          let path = "\(folder)/\(figure.name)-dark.png"
          item.companions.append(.init(path: path, bytes: try Self.png(figure, .dark, renderer)))
          item.darkPath = path
        }
      } catch {
        item.reason = "\(figure.title) could not be drawn: \(error)"
        warnings.append(item.reason)
      }
      if writesData {
        item.companions += figure.chart.dataTables.map { table in
          let name = table.name.isEmpty ? figure.name : "\(figure.name)-\(table.name)"
          return .init(path: "\(folder)/\(name).csv", bytes: table.csv())
        }
      }
      files.append((figure.number, item))
    }
  }

  private static func png(_ figure: Figure, _ theme: Theme, _ renderer: any FigureRenderer) throws -> [UInt8]
  {
    try renderer.png(figure.chart, style: ChartStyle(preset: .ticket, theme: theme))
  }

  /// Files to write for the figures of these numbers.
  func companions(of numbers: Set<Int>) -> [ReportOutput.Companion] {
    files.filter { numbers.contains($0.number) }.flatMap(\.files.companions)
  }

  /// The picture, or why there is none.
  func lines(of figure: Figure, dialect: any MarkdownDialect) -> [String] {
    guard let item = files.first(where: { $0.number == figure.number })?.files else { return [] }
    guard let path = item.path else { return [dialect.escape(item.reason)] }
    return [dialect.image(alt: figure.chart.altText, path: path, darkPath: item.darkPath)]
  }
}
