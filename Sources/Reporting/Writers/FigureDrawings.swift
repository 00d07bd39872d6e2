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

  private var drawings: [Int: Drawing] = [:]

  /// No figures at all.
  init() {}

  /// Draws all figures as SVG.
  init(figures: [Figure], renderer: any FigureRenderer, warnings: inout [String]) {
    for figure in figures {
      do {
        var svg = try renderer.svg(figure.chart, style: Self.style, idPrefix: "\(figure.anchor)-")
        svg.text = Self.withoutDeclaration(svg.text)
        drawings[figure.number] = .svg(svg)
      } catch {
        drawings[figure.number] = .missing("This figure could not be drawn: \(error)")
        warnings.append("figure \(figure.number) (\(figure.title)) could not be drawn: \(error)")
      }
    }
  }

  /// Bytes that all of them take in a page.
  var size: Int { drawings.values.reduce(0) { $0 + size(of: $1) } }

  /// The drawing of a figure.
  subscript(figure: Figure) -> Drawing { drawings[figure.number] ?? .missing("This figure was not drawn.") }

  /// The look of figures inside a page.
  static var style: ChartStyle {
    var style = ChartStyle(preset: .html, theme: .light)
    style.hidesTitle = true
    return style
  }

  /// Makes PNG of the least important figures until all fit, as far as that is smaller; where it is not enough,
  /// leaves the least important ones out.
  mutating func shrink(
    _ figures: [Figure], renderer: any FigureRenderer, to limit: Int, warnings: inout [String]
  ) {
    var total = size
    let order = figures.sorted { ($0.rank, $0.number) > ($1.rank, $1.number) }
    for figure in order where total > limit {
      let old = size(of: self[figure])
      guard let png = (try? renderer.png(figure.chart, style: Self.style)).map({ Drawing.png($0) }),
        size(of: png) < old
      else { continue }
      drawings[figure.number] = png
      total += size(of: png) - old
    }
    for figure in order where total > limit {
      let old = size(of: self[figure])
      guard old > 0 else { continue }
      drawings[figure.number] = .missing("This figure was left out: the report would be over its size limit.")
      warnings.append(
        "figure \(figure.number) (\(figure.title)) was left out: the report would be over its size limit")
      total -= old
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
