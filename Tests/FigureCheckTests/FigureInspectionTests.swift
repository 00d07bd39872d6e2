import Testing

@testable import FigureCheck

@Suite struct FigureInspectionTests {
  private func inspect(_ file: HandmadePDF) throws -> FigureInspection {
    try FigureInspection(of: file.bytes)
  }

  private func texts(_ content: String) throws -> [Double] {
    try inspect(HandmadePDF(content: content, resources: HandmadePDF.helvetica)).texts.map(\.points)
  }

  @Test(arguments: [HandmadePDF.Table.classic, .packed])
  func objectsAreFoundInBothKindsOfTables(table: HandmadePDF.Table) throws {
    var file = HandmadePDF(content: "BT /F1 8 Tf (Rate) Tj ET", table: table)
    file.resources = "<< /Font << /F1 10 0 R >> >>"
    file.objects = [
      "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Foo#20Sans /FontDescriptor 11 0 R >>",
      "<< /Type /FontDescriptor /FontFile3 12 0 R >>", HandmadePDF.stream("", "outlines"),
    ]
    let figure = try inspect(file)
    #expect(figure.pages == 1)
    #expect(figure.fonts == [.init(name: "Foo Sans", kind: "Type1", isEmbedded: true, page: 1)])
    #expect(figure.texts == [.init(page: 1, hundredths: 800, pieces: 1, sample: "Rate")])
  }

  @Test func sizeOfTextIsThatOnThePage() throws {
    #expect(try texts("BT /F1 1 Tf 8 0 0 8 10 20 Tm (a) Tj ET") == [8])
    #expect(try texts("0.5 0 0 0.5 0 0 cm BT /F1 9 Tf (a) Tj ET") == [4.5])
    // Upside down and turned by a quarter.
    #expect(try texts("1 0 0 -1 0 100 cm BT /F1 7 Tf 0 1 -1 0 5 5 Tm [(a) -200 (b)] TJ ET") == [7])
    #expect(try texts("q 2 0 0 2 0 0 cm BT /F1 5 Tf (a) Tj ET Q BT (b) ' ET") == [10])
    // Nothing is drawn, or nothing is said.
    #expect(try texts("BT /F1 5 Tf 3 Tr (a) Tj 0 Tr () Tj ET").isEmpty)
  }

  @Test func textInFormsIsMeasuredThroughTheirMatrices() throws {
    var file = HandmadePDF(content: "q 0.5 0 0 0.5 0 0 cm /X Do Q")
    file.resources = "<< /XObject << /X 10 0 R >> >>"
    file.objects = [
      HandmadePDF.stream(
        "/Subtype /Form /Matrix [0.5 0 0 0.5 0 0] /Resources \(HandmadePDF.helvetica)",
        "BT /F1 12 Tf (deep) Tj ET")
    ]
    let figure = try inspect(file)
    #expect(figure.texts.map(\.points) == [3])
    #expect(figure.fonts.map(\.name) == ["Helvetica"])
  }

  @Test func charactersComeFromTheMapOfTheFont() throws {
    var file = HandmadePDF(content: "BT /F1 8 Tf <000100020003> Tj ET")
    file.resources = "<< /Font << /F1 10 0 R >> >>"
    let map = """
      1 begincodespacerange <0000> <ffff> endcodespacerange
      1 beginbfchar <0001> <2192> endbfchar
      2 beginbfrange <0002> <0002> [<00410042>] <0003> <0009> <0061> endbfrange
      """
    file.objects = [
      "<< /Type /Font /Subtype /Type0 /BaseFont /X /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>",
      "<< /Subtype /CIDFontType2 /FontDescriptor << /FontFile2 12 0 R >> >>", HandmadePDF.stream("", map),
    ]
    let figure = try inspect(file)
    #expect(figure.texts.map(\.sample) == ["\u{2192}ABa"])
    #expect(figure.fonts.map(\.isEmbedded) == [true])
  }

  @Test func marksHaveTheirColorOnTheBackground() throws {
    var file = HandmadePDF()
    file.resources =
      "<< /ExtGState << /half << /CA 0.5 /ca 0.5 >> >> /ColorSpace << /icc [/ICCBased 10 0 R] >> >>"
    file.objects = [HandmadePDF.stream("/N 3", "profile")]
    file.content = """
      0 g 0 0 200 100 re f
      1 0 0 RG 10 10 m 10 50 l S /half gs 10 10 m 60 10 l 90 20 l S
      /icc cs 0 0 1 sc 20 20 5 5 re f 0 1 1 0 K [4 2] 0 d 2 w 5 5 m 8 9 l S
      """
    let marks = try inspect(file).marks
    #expect(marks.map(\.color.hex) == ["#FF0000", "#800000", "#000080"])
    #expect(marks[0].signs.map(\.shape) == [.upright])
    #expect(Set(marks[1].signs.map(\.dash)) == [[], [40, 20]])
    #expect(marks[2].signs.map(\.shape) == [.box])
  }

  @Test func inksByNameAndPicturesAreNotJudged() throws {
    var file = HandmadePDF(
      content: "/spot cs 1 scn 0 0 5 5 re f", resources: "<< /ColorSpace << /spot 10 0 R >> >>")
    file.objects = ["[/Separation /Gold /DeviceCMYK 11 0 R]", "<< /FunctionType 2 >>"]
    let figure = try inspect(file)
    #expect(figure.hasOtherColors && figure.marks.isEmpty)
    let inline = try inspect(HandmadePDF(content: "BI /W 1 /H 1 ID \u{1}Tj EI 0 0 5 5 re f"))
    #expect(inline.hasOtherColors && inline.marks.count == 1)
  }

  @Test func keywordsAreRead() throws {
    let file = HandmadePDF(trailer: "/Info << /Keywords (TCP, preset slide) >>")
    #expect(try inspect(file).keywords == "TCP, preset slide")
  }
}
