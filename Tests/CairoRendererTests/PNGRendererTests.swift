import CairoRenderer
import Charts
import Testing

@Suite struct PNGRendererTests {
  private func render(
    _ scene: Scene, dpi: Double = 144, transparent: Bool = false
  ) throws -> DecodedPNG {
    try #require(
      DecodedPNG(try PNGRenderer().png(scene, dpi: dpi, metadata: .sample, transparent: transparent)))
  }

  @Test func everyChunkIsIntactAndTheFileEndsWithIEND() throws {
    let png = try render(.sample)
    #expect(png.chunks.allSatisfy { $0.isIntact })
    #expect(png.chunks.last?.type == "IEND")
    #expect(png.chunks.map(\.type).starts(with: ["IHDR", "pHYs"]))
  }

  @Test func headerSaysRGBWithoutAlpha() throws {
    let header = try #require(try render(.sample).contents(of: "IHDR").first)
    #expect(header == [0, 0, 2, 88, 0, 0, 1, 44, 8, 2, 0, 0, 0])
  }

  @Test(arguments: [(72.0, 2835), (144, 5669), (600, 23_622)])
  func physicalSizeMatchesTheResolution(dpi: Double, perMetre: Int) throws {
    let content = try #require(try render(.page(width: 20, height: 10), dpi: dpi).contents(of: "pHYs").first)
    let number = [8, 16].map { UInt8(truncatingIfNeeded: perMetre >> (16 - $0)) }
    #expect(content == [0, 0] + number + [0, 0] + number + [1])
  }

  @Test func wordsStandInTextChunksAndNoTimeDoes() throws {
    let png = try render(.sample)
    let latin = png.contents(of: "tEXt").map { String($0.map { Character(Unicode.Scalar($0)) }) }
    #expect(latin == ["Title\0Zeitsequenz für A", "Software\0captcp 1.0.0", "Source\0snd.pcap, 14 MB"])
    let international = png.contents(of: "iTXt").map { String(decoding: $0, as: UTF8.self) }
    #expect(international == ["Description\0\0\0\0\0Time sequence A → B."])
    for type in ["tIME", "gAMA", "iCCP", "sRGB"] { #expect(png.contents(of: type).isEmpty) }
  }

  @Test func controlCharactersOfAFileNameDoNotEndATextChunk() throws {
    var metadata = PictureMetadata.sample
    metadata.source = "a\0b\u{1B}[31m\n.pcap"
    let png = try #require(DecodedPNG(try PNGRenderer().png(.page(), dpi: 72, metadata: metadata)))
    let international = png.contents(of: "iTXt").map { String(decoding: $0, as: UTF8.self) }
    #expect(international.contains("Source\0\0\0\0\0a\u{FFFD}b\u{FFFD}[31m .pcap"))
  }

  @Test func pixelsHaveTheColoursOfTheScene() throws {
    var scene = Scene.page(background: 0x14171A)
    scene.commands = [.rect(.init(x: 50, y: 20, width: 40, height: 30), style: .init(fill: .red))]
    let png = try render(scene)
    #expect(png.width == 400 && png.height == 200)
    #expect(png.pixel(0, 0) == [0x14, 0x17, 0x1A])
    #expect(png.pixel(399, 199) == [0x14, 0x17, 0x1A])
    #expect(png.pixel(100, 40) == [0xFF, 0, 0])
    #expect(png.pixel(179, 99) == [0xFF, 0, 0])
    #expect(png.pixel(180, 99) == [0x14, 0x17, 0x1A])
    #expect(png.pixel(99, 40) == [0x14, 0x17, 0x1A])
  }

  @Test func opacityMixesWithTheBackground() throws {
    var scene = Scene.page()
    var paint = Scene.Paint.red
    paint.opacity = 0.5
    scene.commands = [.rect(.init(x: 0, y: 0, width: 100, height: 100), style: .init(fill: paint))]
    let pixel = try render(scene).pixel(20, 20)
    #expect(pixel[0] == 255)
    #expect((127...128).contains(pixel[1]) && pixel[1] == pixel[2])
  }

  @Test func transparentPictureHasAlphaAndUnmultipliedColours() throws {
    var scene = Scene.page()
    var paint = Scene.Paint.red
    paint.opacity = 0.5
    scene.commands = [.rect(.init(x: 0, y: 0, width: 100, height: 100), style: .init(fill: paint))]
    let png = try render(scene, transparent: true)
    #expect(png.colorType == 6)
    #expect(png.pixel(399, 199) == [0, 0, 0, 0])
    let pixel = png.pixel(20, 20)
    #expect(pixel.prefix(3) == [255, 0, 0])
    #expect((127...128).contains(pixel[3]))
  }

  @Test func clipHidesWhatLiesOutsideAndEnds() throws {
    var scene = Scene.page()
    let whole = Scene.Rect(x: 0, y: 0, width: 200, height: 100)
    scene.commands = [
      .beginClip(.init(x: 50, y: 25, width: 50, height: 25)), .rect(whole, style: .init(fill: .red)),
      .endClip,
      .rect(.init(x: 190, y: 90, width: 10, height: 10), style: .init(fill: .blue)),
    ]
    let png = try render(scene, dpi: 72)
    #expect(png.pixel(49, 30) == [255, 255, 255])
    #expect(png.pixel(50, 30) == [255, 0, 0])
    #expect(png.pixel(99, 49) == [255, 0, 0])
    #expect(png.pixel(99, 50) == [255, 255, 255])
    #expect(png.pixel(195, 95) == [0, 0, 255])
  }

  @Test func plateHidesTheLineBehindAText() throws {
    var scene = Scene.page()
    var label = Scene.Text.label("-", x: 100, y: 80)
    label.box = .init(x: 60, y: 20, width: 80, height: 70)
    label.plate = .init(role: "background", color: Color(0xFFFFFF))
    scene.commands = [
      .rect(.init(x: 0, y: 0, width: 200, height: 100), style: .init(fill: .red)), .text(label),
    ]
    let png = try render(scene, dpi: 72)
    #expect(png.pixel(70, 30) == [255, 255, 255])
    #expect(png.pixel(59, 30) == [255, 0, 0])
  }

  @Test func gridLinesFillWholePixels() throws {
    var scene = Scene.page()
    scene.commands = [
      .path(
        .init(
          elements: [.move(.init(x: 10, y: 50.13)), .line(.init(x: 190, y: 50.13))],
          style: .init(stroke: .grid, lineWidth: 0.5)))
    ]
    let png = try render(scene)
    let column = (95..<106).map { png.pixel(200, $0)[0] }
    #expect(column.filter { $0 == 0xE6 }.count == 1)
    #expect(column.filter { $0 == 0xFF }.count == 10)
  }

  @Test func sameSceneGivesSameBytes() throws {
    let first = try PNGRenderer().png(.sample, dpi: 144, metadata: .sample)
    let second = try PNGRenderer().png(.sample, dpi: 144, metadata: .sample)
    #expect(first == second)
  }

  @Test func pagesWithoutSizeAndHugePicturesAreRefused() {
    #expect(throws: RendererError.invalidPage(width: 0, height: 100)) {
      try PNGRenderer().png(.page(width: 0), dpi: 72, metadata: .sample)
    }
    #expect(throws: RendererError.invalidPage(width: .infinity, height: 100)) {
      try PNGRenderer().png(.page(width: .infinity), dpi: 72, metadata: .sample)
    }
    #expect(throws: RendererError.invalidResolution(dotsPerInch: -1)) {
      try PNGRenderer().png(.page(), dpi: -1, metadata: .sample)
    }
    #expect(throws: RendererError.tooManyPixels(width: 200_000, height: 100_000)) {
      try PNGRenderer().png(.page(), dpi: 72_000, metadata: .sample)
    }
    #expect(throws: RendererError.tooManyPixels(width: 18_000, height: 18_000)) {
      try PNGRenderer().png(.page(width: 7200, height: 7200), dpi: 180, metadata: .sample)
    }
  }
}
