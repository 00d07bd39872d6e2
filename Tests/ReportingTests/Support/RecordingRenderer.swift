import Charts
import Reporting

/// Draws nothing and keeps what it was asked for.
final class RecordingRenderer: FigureRenderer {
  struct Refusal: Error, CustomStringConvertible {
    var description: String { "no room for \"<label>\"" }
  }

  private(set) var calls: [String] = []
  /// Kinds of charts that cannot be drawn.
  var refused: Set<String> = []
  /// Bytes of each SVG.
  var svgBytes = 0
  /// Bytes of each PNG.
  var pngBytes = 8

  func svg(_ chart: any Chart, style: ChartStyle, idPrefix: String) throws -> FigureSVG {
    let kind = type(of: chart).kind
    calls.append("svg \(kind) \(style.preset.rawValue) \(idPrefix)")
    if refused.contains(kind) { throw Refusal() }
    let filling = String(repeating: " ", count: svgBytes)
    let text =
      "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 648 331.2\" role=\"img\">"
      + "<title id=\"\(idPrefix)title\">\(kind)</title>\(filling)</svg>"
    let plot = Scene.PlotArea(
      rect: .init(x: 64.8, y: 33.12, width: 518.4, height: 264.96), xRange: 0...8.49, yRange: 0...1)
    return FigureSVG(text: text, width: 648, height: 331.2, plots: [plot])
  }

  func png(_ chart: any Chart, style: ChartStyle) throws -> [UInt8] {
    let kind = type(of: chart).kind
    calls.append("png \(kind) \(style.preset.rawValue)")
    if refused.contains(kind) { throw Refusal() }
    return [UInt8](repeating: 7, count: pngBytes)
  }
}
