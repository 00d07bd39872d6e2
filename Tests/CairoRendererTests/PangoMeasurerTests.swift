import CairoRenderer
import Charts
import Testing

@Suite(.enabled(if: PangoMeasurer().hasAnyFont, "needs any font"))
struct PangoMeasurerTests {
  private let measurer = PangoMeasurer()
  private let families = ["DejaVu Sans", "Liberation Sans", "sans-serif"]

  private func extent(_ text: String, size: Double = 10, isBold: Bool = false) -> TextExtent {
    measurer.measure(text, families: families, size: size, isBold: isBold)
  }

  private static func has(_ family: String) -> Bool {
    PangoMeasurer().resolvedFamily(for: [family]) == family
  }

  @Test func widthGrowsWithTheText() {
    #expect(extent("").width == 0)
    #expect(extent("Time").width < extent("Time sequence").width)
    #expect(extent("WW").width > extent("ii").width)
  }

  @Test func widthGrowsWithTheSizeWithoutRounding() {
    let small = extent("Sequence number", size: 7).width
    #expect(abs(extent("Sequence number", size: 14).width - 2 * small) < 0.05)
    #expect(abs(extent("Sequence number", size: 70).width - 10 * small) < 0.3)
  }

  @Test func boldIsWider() {
    #expect(extent("Time sequence", isBold: true).width > extent("Time sequence").width)
  }

  @Test func figuresHaveTheSameWidth() {
    let widths = Set((0...9).map { extent(String(repeating: "\($0)", count: 10)).width })
    #expect(widths.count == 1)
  }

  @Test func heightsHaveTheSizeOfTheFont() {
    let extent = extent("Ag", size: 100)
    #expect((70...120).contains(extent.ascent))
    #expect((15...40).contains(extent.descent))
  }

  @Test(.enabled(if: has("DejaVu Sans"), "needs DejaVu Sans"))
  func unitIsThePoint() {
    // DejaVu Sans advances 0.63623 em for a figure (1303 of 2048 units).
    #expect(abs(extent("0000000000", size: 12).width - 12 * 10 * 1303 / 2048) < 0.02)
  }

  @Test(.enabled(if: has("Liberation Serif") && has("DejaVu Sans"), "needs Liberation Serif and DejaVu Sans"))
  func resolvedFamilyTellsTheSubstituteOfAMissingFace() {
    #expect(measurer.resolvedFamily(for: ["No Such Face", "Liberation Serif"]) == "Liberation Serif")
    #expect(measurer.resolvedFamily(for: ["DejaVu Sans"], isBold: true) == "DejaVu Sans")
    let substitute = measurer.resolvedFamily(for: ["No Such Face"])
    #expect(substitute != nil && substitute != "No Such Face")
  }

  @Test(arguments: [Scene.Text.Anchor.start, .middle, .end], [false, true])
  func measuredBoxHoldsTheInk(anchor: Scene.Text.Anchor, isBold: Bool) throws {
    let text = "Sequence (Mbyte) Ågq 0.5"
    let size = extent(text, size: 12, isBold: isBold)
    var scene = Scene.page(width: 400, height: 100)
    scene.fontFamilies = families
    scene.commands = [
      .text(.label(text, x: 200, y: 50, anchor: anchor, size: 12, isBold: isBold))
    ]
    let left = 200 - (anchor == .start ? 0 : anchor == .middle ? size.width / 2 : size.width)
    let png = try #require(DecodedPNG(try PNGRenderer().png(scene, dpi: 144, metadata: .sample)))
    let dark = (0..<png.width * png.height).filter { png.channels[$0 * 3] < 128 }
    let columns = dark.map { Double($0 % png.width) / 2 }
    let rows = dark.map { Double($0 / png.width) / 2 }
    let box = (
      left: try #require(columns.min()), right: try #require(columns.max()) + 0.5,
      top: try #require(rows.min()), bottom: try #require(rows.max()) + 0.5
    )
    #expect(box.left >= left - 0.25 && box.right <= left + size.width + 0.25)
    #expect(box.top >= 50 - size.ascent - 0.25 && box.bottom <= 50 + size.descent + 0.25)
    // The box is no larger than needed either: side bearings only.
    #expect(box.left <= left + 2.5 && box.right >= left + size.width - 2.5)
  }
}
