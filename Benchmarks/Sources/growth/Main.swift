import CairoRenderer
import Charts
import Foundation

/// Fits and draws what `growth.sh` measured.
///
/// usage: growth TABLE.csv PICTURE.svg|PICTURE.png
@main
enum Growth {
  /// Most CPU time for ten times the packets, as a multiple.
  private static let bound = 10.5

  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 3 else {
      print("usage: growth TABLE.csv PICTURE.svg|PICTURE.png")
      exit(2)
    }
    let table = try GrowthTable(String(contentsOfFile: words[1], encoding: .utf8))
    let isMet = tell("packets", table.packets) && tell("connections", table.connections)
    let pango = PangoMeasurer()
    let scene = try GrowthChart(table: table).scene(style: ChartStyle(), measurer: pango)
    let metadata = PictureMetadata(
      title: "", description: "", software: "", source: "", keywords: [], creationSeconds: 0)
    let picture =
      words[2].hasSuffix(".png")
      ? try PNGRenderer(sharing: pango).png(scene, dpi: 150, metadata: metadata) : SVGWriter().svg(scene)
    try Data(picture).write(to: URL(fileURLWithPath: words[2]))
    if !isMet { exit(1) }
  }

  /// Prints exponents and the step of the last decade.
  private static func tell(_ name: String, _ rows: [GrowthTable.Row]) -> Bool {
    let exponents = [
      ("CPU", GrowthFit(rows, \.seconds)), ("memory", GrowthFit(rows, \.bytes)),
    ].map { "\($0.0) ^ \($0.1.map { GrowthChart.text($0.exponent) } ?? "unknown")" }
    print("\(name): " + exponents.joined(separator: ", "))
    guard let last = rows.last, let before = rows.dropLast().last else { return true }
    let step = last.seconds / before.seconds
    // Both numbers of packets are about ten times the other; what they differ by counts too.
    let allowed = bound * last.number / before.number / 10
    print(
      "  last decade: \(GrowthChart.text(last.number / before.number)) times the \(name), "
        + "\(GrowthChart.text(step)) times the CPU time" + (step > allowed ? ", above the bound" : ""))
    return step <= allowed
  }
}
