import CairoRenderer
import Glibc

@testable import Charts

/// Lays out and draws each kind of chart from synthetic points, as after an analysis.
///
/// usage: draw [POINTS-SET] [KIND ...]; the sets are those of the tests, 10^7 unless said.
@main
enum Draw {
  /// Seconds that a picture may take.
  private static let bound = 2.0

  static func main() throws {
    var words = Array(CommandLine.arguments.dropFirst())
    let name = words.isEmpty ? "10^7" : words.removeFirst()
    // A flow graph draws packets and no points: it is made of pages.
    let kinds = words.isEmpty ? AllCharts.kinds.filter { !$0.hasPrefix("flowgraph") } : words
    print("kind                     points    scene s      PNG s      PDF s      SVG s     SVG B")
    var isMet = true
    for kind in kinds { isMet = try measure(kind, name) && isMet }
    print(isMet ? "all below \(bound) s" : "above the bound of \(bound) s")
    if !isMet { exit(1) }
  }

  private static func measure(_ kind: String, _ name: String) throws -> Bool {
    let chart = AllCharts.chart(kind, name)
    let style = ChartStyle()
    let pango = PangoMeasurer()
    let metadata = PictureMetadata(
      title: "", description: "", software: "", source: "", keywords: [], creationSeconds: 0)
    var scene: Scene?
    let layout = try processorTime { scene = try chart.scene(style: style, measurer: pango) }
    guard let scene else { return false }
    let png = try processorTime {
      _ = try PNGRenderer(sharing: pango).png(scene, dpi: style.preset.pngResolution, metadata: metadata)
    }
    let pdf = try processorTime { _ = try PDFRenderer(sharing: pango).pdf(scene, metadata: metadata) }
    var bytes = 0
    let svg = processorTime { bytes = SVGWriter().svg(scene).count }
    let times = [layout, png, pdf, svg]
    let columns = times.map { padded(text($0), 11) }.joined()
    print(kind + padded(name, 31 - kind.count) + columns + padded("\(bytes)", 10))
    return times[0] + (times[1...].max() ?? 0) < bound
  }

  /// Seconds of the processor: other work of the machine does not count.
  private static func processorTime(_ work: () throws -> Void) rethrows -> Double {
    let start = now()
    try work()
    return now() - start
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func text(_ seconds: Double) -> String {
    let thousandths = Int((1000 * seconds).rounded())
    let rest = "\(thousandths % 1000)"
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
