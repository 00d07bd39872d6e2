import Testing

@testable import Charts

@Suite struct BuiltinMeasurerTests {
  private func width(_ text: String, _ family: String, isBold: Bool = false) -> Double {
    BuiltinMeasurer().measure(text, families: [family], size: 2048, isBold: isBold).width
  }

  /// Advance widths as the fonts' `hmtx` tables give them, in 1/2048 em.
  @Test(arguments: [
    ("A", "DejaVu Sans", false, 1401.0), ("A", "DejaVu Sans", true, 1585), ("0", "DejaVu Sans", false, 1303),
    ("A", "Liberation Sans", false, 1366), ("0", "Liberation Sans", false, 1139),
    (" ", "Liberation Sans", false, 569),
    ("A", "Liberation Serif", false, 1479), ("W", "Liberation Sans", true, 1933),
  ])
  func widthsAreThoseOfTheFonts(_ text: String, _ family: String, _ isBold: Bool, _ expected: Double) {
    #expect(width(text, family, isBold: isBold) == expected)
  }

  @Test func widthsAddUpAndGrowWithTheSize() {
    let measurer = BuiltinMeasurer()
    let one = measurer.measure("Mbit/s", families: ["DejaVu Sans"], size: 10, isBold: false)
    let two = measurer.measure("Mbit/sMbit/s", families: ["DejaVu Sans"], size: 20, isBold: false)
    #expect((two.width - 4 * one.width).magnitude < 1e-9)
    #expect((two.ascent - 2 * one.ascent).magnitude < 1e-9)
    #expect(one.ascent > 8 && one.descent > 2)
  }

  @Test func firstKnownFamilyIsTaken() {
    let measurer = BuiltinMeasurer()
    let list = measurer.measure(
      "width", families: ["Inter", "Liberation Sans", "DejaVu Sans"], size: 9, isBold: false)
    let face = measurer.measure("width", families: ["Liberation Sans"], size: 9, isBold: false)
    let unknown = measurer.measure("width", families: ["Nowhere"], size: 9, isBold: false)
    #expect(list == face)
    #expect(unknown == measurer.measure("width", families: ["DejaVu Sans"], size: 9, isBold: false))
  }

  @Test(
    arguments: Array(
      "\u{2192}\u{2190}\u{2191}\u{2193}\u{B7}\u{2013}\u{2014}\u{2212}\u{B5}\u{202F}\u{D7}\u{2026}"))
  func signsOfChartsHaveAWidthOfTheirOwn(_ sign: Character) {
    for family in ["DejaVu Sans", "Liberation Sans", "Liberation Serif"] {
      let own = width(String(sign), family)
      #expect(own > 100 && own <= 2048)
    }
  }

  @Test func unknownCharactersTakeAnEmAndCombiningMarksNothing() {
    #expect(width("\u{4E2D}", "DejaVu Sans") == 2048)
    #expect(width("\u{0301}", "DejaVu Sans") == 0)
    #expect(width("", "DejaVu Sans") == 0)
  }
}
