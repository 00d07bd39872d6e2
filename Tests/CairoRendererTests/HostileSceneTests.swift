import CairoRenderer
import Charts
import Testing

/// Scenes that no layout should make: nothing may end the program.
@Suite struct HostileSceneTests {
  private func survives(_ scene: Scene) throws -> DecodedPNG {
    #expect(try PDFRenderer().pdf(scene, metadata: .sample).starts(with: Array("%PDF".utf8)))
    return try #require(DecodedPNG(try PNGRenderer().png(scene, dpi: 72, metadata: .sample)))
  }

  private func isBlank(_ png: DecodedPNG) -> Bool { png.channels.allSatisfy { $0 == 255 } }

  @Test(arguments: [
    "", " ", "\0", "a\0b", "\u{1B}[2J\u{7}", "line\r\nline\u{2028}line", "שלום עולם", "مرحبا 123",
    "\u{202E}abc\u{202D}",
    "e\u{301}\u{301}\u{301}\u{301}", "👩‍👩‍👧‍👦🏳️‍🌈", "\u{FFFF}\u{10FFFF}", "<b>&amp;</b>", "\u{AD}\u{200B}\u{FEFF}",
    String(decoding: [0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x41] as [UInt8], as: UTF8.self),
  ])
  func oddTextsAreDrawn(text: String) throws {
    var scene = Scene.page()
    scene.commands = [.text(.label(text, x: 100, y: 50, anchor: .middle))]
    _ = try survives(scene)
    let extent = PangoMeasurer().measure(text, families: ["sans-serif"], size: 10, isBold: false)
    #expect(extent.width.isFinite && extent.width >= 0 && extent.ascent.isFinite && extent.descent.isFinite)
  }

  @Test func charactersOfAllPlanesAreDrawn() throws {
    // Every 257th code point, and those that are no characters.
    let codes = Array(stride(from: UInt32(0), to: 0x110000, by: 257)) + [0xFDD0, 0xFDEF, 0xFFFE, 0x10FFFF]
    let scalars = codes.compactMap(Unicode.Scalar.init)
    var scene = Scene.page()
    for start in stride(from: 0, to: scalars.count, by: 100) {
      let part = scalars[start..<min(start + 100, scalars.count)].map { Character($0) }
      scene.commands.append(.text(.label(String(part), x: 0, y: 50)))
    }
    _ = try survives(scene)
  }

  @Test(arguments: ["a", "漢", "\u{301}", "👩‍👧", "א"])
  func veryLongTextsAreCut(unit: String) throws {
    var scene = Scene.page()
    scene.commands = [.text(.label(String(repeating: unit, count: 100_000), x: 0, y: 50))]
    _ = try survives(scene)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -5, 1e300, 1e-300])
  func oddSizesOfTextsAreHandled(size: Double) throws {
    var scene = Scene.page()
    var label = Scene.Text.label("text", x: 10, y: 50)
    label.size = size
    scene.commands = [.text(label)]
    _ = try survives(scene)
    let extent = PangoMeasurer().measure("text", families: [], size: size, isBold: true)
    #expect(extent.width.isFinite && extent.width >= 0)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func commandsWithoutAPlaceAreLeftOut(value: Double) throws {
    let point = Scene.Point(x: value, y: 50)
    let line = Scene.Style(stroke: .red, fill: .blue, lineWidth: 2)
    var scene = Scene.page()
    var label = Scene.Text.label("text", x: value, y: 50)
    label.plate = .init(role: "background", color: Color(0xFFFFFF))
    label.box.x = value
    scene.commands = [
      .path(.init(elements: [.move(.init(x: 1, y: 1)), .line(point), .close], style: line)),
      .rect(.init(x: 1, y: 1, width: value, height: 10), style: line), .text(label),
      .markers(.init(kind: .circle, size: 5, points: [point], style: line)),
      .markers(.init(kind: .circle, size: value, points: [.init(x: 50, y: 50)], style: line)),
      .markers(.init(kind: .dot, size: 5, points: Array(repeating: point, count: 500), style: line)),
      .beginClip(.init(x: value, y: 0, width: 10, height: 10)),
      .rect(.init(x: 1, y: 1, width: 50, height: 50), style: line), .endClip,
    ]
    #expect(isBlank(try survives(scene)))
  }

  @Test func commandsAfterABadOneAreDrawn() throws {
    var scene = Scene.page()
    scene.commands = [
      .path(.init(elements: [.line(.init(x: .nan, y: 1))], style: .init(stroke: .red))),
      .path(
        .init(
          elements: [.move(.init(x: 0, y: 50)), .line(.init(x: 200, y: 50))],
          style: .init(stroke: .red, lineWidth: 4, dash: [-1, .nan, 0]))),
      .path(
        .init(
          elements: [.move(.init(x: 0, y: 80)), .line(.init(x: 200, y: 80))],
          style: .init(stroke: .red, lineWidth: 4, dash: [0, 0]))),
    ]
    let png = try survives(scene)
    #expect(png.pixel(100, 50) == [255, 0, 0])
    #expect(png.pixel(100, 80) == [255, 0, 0])
  }

  @Test func linesToFarPlacesDoNotWrapAround() throws {
    var scene = Scene.page()
    scene.commands = [
      .path(
        .init(
          elements: [.move(.init(x: -1e12, y: 50)), .line(.init(x: 1e300, y: 50))],
          style: .init(stroke: .red, lineWidth: 4)))
    ]
    let png = try survives(scene)
    #expect(png.pixel(0, 50) == [255, 0, 0] && png.pixel(199, 50) == [255, 0, 0])
    #expect(png.pixel(100, 20) == [255, 255, 255])
  }

  @Test func groupsAndClipsNeedNotBalance() throws {
    var scene = Scene.page()
    scene.commands = [
      .endClip, .endGroup, .beginGroup(id: nil, cssClass: nil),
      .beginClip(.init(x: 0, y: 0, width: 10, height: 10)),
      .endClip, .endClip, .rect(.init(x: 0, y: 0, width: 200, height: 100), style: .init(fill: .red)),
      .beginClip(.init(x: 0, y: 0, width: 10, height: 10)),
    ]
    #expect(try survives(scene).pixel(199, 99) == [255, 0, 0])
  }

  @Test(arguments: [1.0, 0.5])
  func pathsOfAMillionElementsAreDrawn(opacity: Double) throws {
    var scene = Scene.page()
    var paint = Scene.Paint.red
    paint.opacity = opacity
    let elements = (0..<1_000_000).map { index -> Scene.Path.Element in
      let point = Scene.Point(x: Double(index) / 5000, y: index % 2 == 0 ? 49 : 51)
      return index == 0 ? .move(point) : .line(point)
    }
    scene.commands = [.path(.init(elements: elements, style: .init(stroke: paint, lineWidth: 2)))]
    let png = try survives(scene)
    // One band of one colour: pieces leave neither gaps nor darker seams.
    #expect(Set((2..<198).map { png.pixel($0, 49) }).count == 1)
    #expect(png.pixel(100, 49)[0] == 255)
    #expect(png.pixel(100, 49)[1] == (opacity == 1 ? 0 : 127) || png.pixel(100, 49)[1] == 128)
    #expect(png.pixel(100, 10) == [255, 255, 255])
  }
}
