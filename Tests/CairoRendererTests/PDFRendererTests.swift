import CairoRenderer
import Charts
import Testing

@Suite struct PDFRendererTests {
  private func render(_ scene: Scene = .sample) throws -> [UInt8] {
    try PDFRenderer().pdf(scene, metadata: .sample)
  }

  private func says(_ tool: String, _ arguments: [String], of scene: Scene = .sample) throws -> String {
    try #require(ExternalTool(tool)).output(for: try render(scene), arguments: arguments)
  }

  @Test func fileIsAPDF() throws {
    #expect(try render().starts(with: Array("%PDF-1.".utf8)))
  }

  @Test func sameSceneGivesSameBytes() throws {
    let first = try render()
    let second = try render()
    #expect(first == second)
  }

  @Test func otherTimeOfCreationGivesOtherBytes() throws {
    var later = PictureMetadata.sample
    later.creationSeconds += 1
    let first = try render()
    let second = try PDFRenderer().pdf(.sample, metadata: later)
    #expect(first != second)
  }

  @Test(.enabled(if: ExternalTool.hasPoppler, "needs poppler-utils"))
  func allFontsAreEmbeddedAndNoneIsType3() throws {
    let fonts = try says("pdffonts", ["FILE"]).split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    for font in fonts {
      #expect(!font.contains("Type 3"))
      // The columns emb, sub and uni stand before the number of the object.
      #expect(font.split(separator: " ").suffix(5).prefix(3) == ["yes", "yes", "yes"], "\(font)")
    }
  }

  @Test(.enabled(if: ExternalTool.hasPoppler, "needs poppler-utils"))
  func labelsAreTextThatCanBeFound() throws {
    let text = try says("pdftotext", ["-layout", "FILE", "-"])
    for label in ["Sequence number (MB)", "10.9.0.1:39990 → 10.9.0.2:80", "goodput 9.43"] {
      #expect(text.contains(label))
    }
  }

  @Test(
    .enabled(if: ExternalTool.hasPoppler, "needs poppler-utils"),
    arguments: [(648.0, 331.2), (239.76, 147.6), (959.76, 446.4)])
  func pageHasTheSizeOfTheScene(width: Double, height: Double) throws {
    let information = try says("pdfinfo", ["FILE"], of: .page(width: width, height: height))
    let line = try #require(information.split(separator: "\n").first { $0.hasPrefix("Page size:") })
    let sizes = line.split(separator: " ").compactMap { Double($0) }
    #expect(sizes == [width, height])
  }

  @Test(.enabled(if: ExternalTool.hasPoppler, "needs poppler-utils"))
  func informationNamesTitleAndTime() throws {
    let lines = try says("pdfinfo", ["-isodates", "FILE"]).split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    for line in [
      "Title: Zeitsequenz für A", "Subject: Time sequence A → B.", "Keywords: TCP, capture",
      "Creator: captcp 1.0.0", "CreationDate: 2023-11-14T22:13:20Z", "ModDate: 2023-11-14T22:13:20Z",
      "Pages: 1",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test func pagesWithoutSizeAreRefused() {
    #expect(throws: RendererError.invalidPage(width: -1, height: 100)) {
      try PDFRenderer().pdf(.page(width: -1), metadata: .sample)
    }
  }
}
