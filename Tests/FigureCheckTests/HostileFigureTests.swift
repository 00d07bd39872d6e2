import CairoRenderer
import Charts
import Fixtures
import Testing

@testable import FigureCheck

/// Files that are cut, damaged or made to take for ever: an error or a result, in bounded time.
@Suite struct HostileFigureTests {
  private static let drawn: [UInt8] = {
    var scene = Scene(
      width: 300, height: 150, background: Color(0xFFFFFF), name: "sample", title: "Sample",
      altText: "A sample.",
      longDescription: "", fontFamilies: ["Liberation Sans", "DejaVu Sans", "sans-serif"])
    let paint = Scene.Paint(role: "data", color: Color(0x154C9E))
    scene.commands = [
      .path(
        Scene.Path(
          elements: [.move(.init(x: 10, y: 10)), .line(.init(x: 90, y: 60)), .line(.init(x: 120, y: 20))],
          style: .init(stroke: paint, lineWidth: 1.4))),
      .text(
        Scene.Text(
          string: "goodput 9.43", position: .init(x: 20, y: 90), anchor: .start, size: 8, isBold: false,
          paint: paint,
          purpose: "label", box: .init(x: 20, y: 82, width: 50, height: 10))),
    ]
    let metadata = PictureMetadata(
      title: "Sample", description: "", software: "captcp", source: "", keywords: ["TCP"], creationSeconds: 0)
    return (try? PDFRenderer().pdf(scene, metadata: metadata)) ?? []
  }()

  private func error(_ file: HandmadePDF) -> PDFError? { error(file.bytes) }

  private func error(_ bytes: [UInt8]) -> PDFError? {
    do {
      _ = try FigureInspection(of: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func drawnFileIsRead() throws {
    let figure = try FigureInspection(of: Self.drawn)
    #expect(figure.texts == [.init(page: 1, hundredths: 800, pieces: 1, sample: "goodput 9.43")])
    #expect(figure.fonts.map(\.isEmbedded) == [true])
    #expect(figure.marks.map(\.color.hex) == ["#154C9E"])
    #expect(FigureLint(minimumTextSize: 7).findings(in: figure).isEmpty)
  }

  @Test func whatIsNoPDFIsSaid() {
    #expect(error([]) == .notAPDF)
    #expect(error(Array("This is no figure.".utf8)) == .notAPDF)
    #expect(error(HandmadePDF(trailer: "/Encrypt << /Filter /Standard >>")) == .encrypted)
  }

  @Test func everyCutIsRefused() {
    for length in stride(from: 0, to: Self.drawn.count - 8, by: 61) {
      #expect(error(Array(Self.drawn[..<length])) != nil, "\(length)")
    }
  }

  @Test(arguments: 0..<400) func changedBytesTrapNowhere(seed: Int) {
    var random = SeededNumbers(seed: seed)
    var bytes = Self.drawn
    for _ in 0..<(1 + seed % 20) {
      let place = Int(random.next() % UInt64(bytes.count))
      bytes[place] = UInt8(truncatingIfNeeded: random.next())
    }
    _ = error(bytes)
  }

  @Test(arguments: 0..<300) func changedWordsTrapNowhere(seed: Int) {
    var file = HandmadePDF(
      content: "q 1 0 0 1 0 0 cm BT /F1 8 Tf [(a) 3 (b)] TJ ET 1 0 0 rg 0 0 9 9 re B Q /X Do")
    file.resources = "<< /Font << /F1 10 0 R >> /XObject << /X 11 0 R >> >>"
    file.objects = [
      "<< /Subtype /Type0 /DescendantFonts [12 0 R] /ToUnicode 11 0 R >>",
      HandmadePDF.stream(
        "/Subtype /Form /Matrix [1 0 0 1 0 0]", "1 beginbfrange <00> <ff> <0041> endbfrange"),
      "<< /FontDescriptor << /FontFile2 11 0 R >> >>",
    ]
    file.table = seed % 2 == 0 ? .classic : .packed
    var bytes = file.bytes
    var random = SeededNumbers(seed: seed)
    let letters = Array("0123456789 R/<>[]()-.%qQ".utf8)
    for _ in 0..<(1 + seed % 12) {
      bytes[Int(random.next() % UInt64(bytes.count))] = letters[Int(random.next() % UInt64(letters.count))]
    }
    _ = error(bytes)
  }

  @Test func circlesAreFound() {
    var file = HandmadePDF(content: "/X Do")
    file.resources = "<< /XObject << /X 10 0 R >> >>"
    file.objects = [HandmadePDF.stream("/Subtype /Form", "/X Do")]
    #expect(error(file) == .tooComplex)
    file.objects = [HandmadePDF.stream("/Subtype /Form /Filter 11 0 R", ""), "11 0 R"]
    #expect(error(file) == .damaged(reason: "references lead in a circle"))
    file.objects = ["<< /Length 10 0 R >>\nstream\n\nendstream"]
    #expect(error(file) != nil)
  }

  /// Each stream has its length in the next one: read one inside the other, they took the stack.
  @Test func chainsOfLengthsEnd() {
    var file = HandmadePDF(content: "/X Do")
    file.resources = "<< /XObject << /X 10 0 R >> >>"
    file.objects = (0..<60_000).map { "<< /Length \(11 + $0) 0 R >>\nstream\n\nendstream" } + ["0"]
    #expect(error(file) == .tooComplex)
  }

  @Test func formsThatDoubleAtEachLevelEnd() {
    var file = HandmadePDF(content: "/X Do")
    file.resources = "<< /XObject << /X 10 0 R >> >>"
    file.objects = (0..<11).map { level in
      HandmadePDF.stream(
        "/Subtype /Form /Resources << /XObject << /X \(11 + level) 0 R >> >>",
        String(repeating: "/X Do ", count: 40))
    }
    #expect(error(file) == .tooComplex)
  }

  @Test func deepNestingEnds() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(error(HandmadePDF(content: deep)) == nil)
    #expect(error(HandmadePDF(resources: deep)) != nil)
    #expect(error(HandmadePDF(content: String(repeating: "q ", count: 1000))) == .tooComplex)
  }

  @Test(arguments: ["LZWDecode", "Crypt", "JBIG2Decode"]) func filterThatIsNotReadIsSaid(filter: String) {
    var file = HandmadePDF(content: "/X Do")
    file.resources = "<< /XObject << /X 10 0 R >> >>"
    file.objects = [HandmadePDF.stream("/Subtype /Form /Filter /\(filter)", "x")]
    #expect(
      error(file) == .unsupported(reason: "a stream is packed with \(filter), which is not read"))
  }

  @Test func numbersBeyondAllBoundsAreNone() {
    let numbers = "9999999999999999999999 -99999999999999999999 1e5 --3 +.5 . - 1.2.3"
    #expect(
      error(HandmadePDF(content: "\(numbers) cm \(numbers) re f [\(numbers)] 0 d S \(numbers) Tr")) == nil)
    #expect(error(HandmadePDF(trailer: "/Prev 99999999999999999999")) == nil)
    #expect(error(HandmadePDF(trailer: "/Prev -5")) != nil)
  }
}
