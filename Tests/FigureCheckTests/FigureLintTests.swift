import Testing

@testable import FigureCheck

@Suite struct FigureLintTests {
  private func findings(_ file: HandmadePDF, minimum: Double = 7) throws -> [FigureLint.Finding] {
    FigureLint(minimumTextSize: minimum).findings(in: try FigureInspection(of: file.bytes))
  }

  private func colors(_ content: String) throws -> [String] {
    try findings(HandmadePDF(content: content)).map(\.text)
  }

  @Test func fontThatIsNotEmbeddedIsNamed() throws {
    let findings = try findings(HandmadePDF(resources: HandmadePDF.helvetica))
    #expect(
      findings == [.init(rule: .fontNotEmbedded, page: 1, text: "font Helvetica (Type1) is not embedded")])
  }

  @Test func fontOfDrawingsIsNamed() throws {
    var file = HandmadePDF(content: "BT /F1 10 Tf (a) Tj ET")
    file.resources = """
      << /Font << /F1 << /Type /Font /Subtype /Type3 /Name /Drawn /FontMatrix [0.0005 0 0 0.0005 0 0] >> >> >>
      """
    let findings = try findings(file)
    #expect(findings.map(\.rule) == [.type3Font, .smallText])
    #expect(findings[0].text == "font Drawn is of Type 3")
    #expect(findings[1].text == "a text is set in 5.0 pt, less than 7.0 pt: \u{201C}a\u{201D}")
  }

  @Test func textsOfOneSizeAreOneFinding() throws {
    let content = "BT /F1 6.9 Tf (0.2) Tj (0.4) Tj /F1 6.96 Tf (0.6) Tj /F1 7 Tf (0.8) Tj ET"
    let findings = try findings(HandmadePDF(content: content, resources: HandmadePDF.helvetica))
    #expect(
      findings.filter { $0.rule == .smallText }.map(\.text) == [
        "2 texts are set in 6.9 pt, less than 7.0 pt: \u{201C}0.2\u{201D}"
      ])
  }

  /// The first and fourth colour of matplotlib differ by one step of lightness.
  private static let blue = "0.122 0.467 0.706"
  private static let red = "0.839 0.153 0.157"

  @Test func linesAlikeInGreyAreNamed() throws {
    let lines = "\(Self.blue) RG 0 0 m 50 9 l 90 3 l S \(Self.red) RG 0 5 m 50 2 l 90 9 l S"
    #expect(
      try colors(lines) == [
        "#D62728 and #1F77B4 fall together in grey (lightness 47 and 48 of 100), both draw solid lines of 1.0 pt"
      ])
  }

  @Test(arguments: ["[3 1] 0 d", "1.5 w", "0.5 w"])
  func dashOrWidthTellsLinesApart(sign: String) throws {
    let lines = "\(Self.blue) RG 0 0 m 50 9 l 90 3 l S \(sign) \(Self.red) RG 0 5 m 50 2 l 90 9 l S"
    #expect(try colors(lines).isEmpty)
  }

  @Test func formTellsMarksApart() throws {
    let marks = "\(Self.blue) rg 0 0 m 2 0 l 1 2 l h f \(Self.red) rg 0 0 m 2 0 l 3 2 l 1 2 l h f"
    #expect(try colors(marks).isEmpty)
    #expect(try colors(marks.replacing(" 3 2 l", with: "")).count == 1)
    // Cairo moves on after it has closed a path.
    #expect(try colors(marks.replacing("h f", with: "h 0 0 m f")).isEmpty)
  }

  @Test func crossIsNoCurve() throws {
    let curve = "\(Self.blue) RG 0 0 m 50 9 l 90 3 l S"
    let cross = "\(Self.red) RG 40 0 m 49 9 l 40 9 m 49 0 l S"
    #expect(try colors("\(curve) \(cross)").isEmpty)
    #expect(try colors("\(curve) \(cross.replacing("49", with: "79"))").count == 1)
    #expect(try colors("\(Self.blue) RG 40 1 m 49 8 l S \(cross)").count == 1)
  }

  @Test func placesTellMarksApart() throws {
    let upper = "\(Self.blue) RG 0 60 m 20 69 l 40 63 l S"
    let lower = "\(Self.red) RG 0 15 m 20 12 l 40 19 l S"
    #expect(try colors("\(upper) \(lower)").isEmpty)
    #expect(try colors("\(upper) \(lower) 0 60 m 20 61 l 40 60 l S").count == 1)
    // Samples of a common key, side by side.
    let samples = "\(Self.blue) RG 50 30 m 55 30 l S \(Self.red) RG 60 30 m 65 30 l S"
    #expect(try colors("\(upper) \(lower) \(samples)").count == 1)
  }

  @Test func darkPagesAreNotForPrint() throws {
    let lines = "\(Self.blue) RG 0 0 m 50 9 l 90 3 l S \(Self.red) RG 0 5 m 50 2 l 90 9 l S"
    #expect(try colors("0.1 g 0 0 9999 9999 re f \(lines)").isEmpty)
    #expect(try colors("0.9 g 0 0 9999 9999 re f \(lines)").count == 1)
  }

  @Test func shadesOfOneColorAreMeant() throws {
    #expect(try colors("0.50 G 0 0 m 5 9 l 7 7 l S 0.52 G 0 0 m 5 9 l 7 7 l S").isEmpty)
  }

  @Test func manyPairsAreCounted() throws {
    let boxes = (0..<12).map { index in
      let share = Double(index) / 12
      // About the same lightness all around the circle of hues.
      return "\(0.5 + 0.4 * share) \(0.5 - 0.12 * share) \(0.9 - 0.8 * share) rg 0 0 5 5 re f"
    }
    let findings = try colors(boxes.joined(separator: "\n"))
    #expect(findings.count == 21)
    #expect(findings.last?.hasSuffix("more pairs of colours fall together in grey") == true)
  }
}
