import Charts
import Measurements

/// The pictures of an HTML report, drawn ahead so that their size is known.
struct FigureDrawings {
  /// How a figure came out.
  enum Drawing: Equatable {
    /// As SVG.
    case svg(FigureSVG)
    /// As PNG, which is smaller where there are many marks.
    case png([UInt8])
    /// Not at all, for this reason.
    case missing(String)
  }

  /// What the page needs besides its pictures, roughly.
  private static let pageBytes = 150_000

  private var drawings: [Int: Drawing] = [:]

  /// Draws all figures; beyond `byteLimit` the least important ones become PNG, or are left out.
  init(figures: [Figure], renderer: any FigureRenderer, byteLimit: Int, warnings: inout [String]) {
    let style = Self.style
    for figure in figures {
      do {
        var svg = try renderer.svg(figure.chart, style: style, idPrefix: "\(figure.anchor)-")
        svg.text = Self.withoutDeclaration(svg.text)
        drawings[figure.number] = .svg(svg)
      } catch {
        drawings[figure.number] = .missing("This figure could not be drawn: \(error)")
        warnings.append("figure \(figure.number) (\(figure.title)) could not be drawn: \(error)")
      }
    }
    shrink(figures, renderer: renderer, to: byteLimit - Self.pageBytes, warnings: &warnings)
  }

  /// The drawing of a figure.
  subscript(figure: Figure) -> Drawing { drawings[figure.number] ?? .missing("This figure was not drawn.") }

  /// The look of figures inside a page.
  static var style: ChartStyle {
    var style = ChartStyle(preset: .html, theme: .light)
    style.hidesTitle = true
    return style
  }

  private mutating func shrink(
    _ figures: [Figure], renderer: any FigureRenderer, to limit: Int, warnings: inout [String]
  ) {
    var total = figures.reduce(0) { $0 + size(of: self[$1]) }
    for figure in figures.sorted(by: { ($0.rank, $0.number) > ($1.rank, $1.number) }) where total > limit {
      let old = size(of: self[figure])
      let png = (try? renderer.png(figure.chart, style: Self.style)).map { Drawing.png($0) }
      let isSmaller = png.map { size(of: $0) * 2 < old } ?? false
      if let png, isSmaller {
        drawings[figure.number] = png
      } else {
        drawings[figure.number] = .missing(
          "This figure was left out: the report would be over its size limit.")
        warnings.append(
          "figure \(figure.number) (\(figure.title)) was left out: the report would be over its size limit")
      }
      total += size(of: self[figure]) - old
    }
  }

  private func size(of drawing: Drawing) -> Int {
    switch drawing {
    case .svg(let svg): svg.text.utf8.count
    case .png(let bytes): bytes.count / 3 * 4 + 4
    case .missing: 0
    }
  }

  private static func withoutDeclaration(_ text: String) -> String {
    text.firstRange(of: "<svg").map { String(text[$0.lowerBound...]) } ?? text
  }
}
