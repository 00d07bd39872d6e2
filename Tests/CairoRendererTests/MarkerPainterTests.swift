import CairoRenderer
import Charts
import Testing

@Suite struct MarkerPainterTests {
  private func render(_ commands: [Scene.Command]) throws -> DecodedPNG {
    var scene = Scene.page()
    scene.commands = commands
    return try #require(DecodedPNG(try PNGRenderer().png(scene, dpi: 144, metadata: .sample)))
  }

  /// The box of pixels that differ from the white background.
  private func inkBox(_ png: DecodedPNG) -> (x: ClosedRange<Int>, y: ClosedRange<Int>)? {
    let places = (0..<png.width * png.height).filter { png.channels[$0 * 3..<$0 * 3 + 3] != [255, 255, 255] }
    let columns = places.map { $0 % png.width }
    let rows = places.map { $0 / png.width }
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max()
    else { return nil }
    return (left...right, top...bottom)
  }

  @Test(arguments: Scene.Markers.Kind.allCases)
  func markerFillsItsSizeAroundItsPlace(kind: Scene.Markers.Kind) throws {
    let markers = Scene.Markers(
      kind: kind, size: 20, points: [.init(x: 100, y: 50)],
      style: .init(stroke: .blue, fill: kind == .dot ? .red : nil, lineWidth: 1))
    let ink = try #require(inkBox(try render([.markers(markers)])))
    #expect((ink.x.lowerBound + ink.x.upperBound - 399).magnitude <= 1)
    #expect((40...46).contains(ink.x.count), "width \(ink.x.count)")
    if kind != .tick { #expect((36...46).contains(ink.y.count), "height \(ink.y.count)") }
  }

  @Test(arguments: Scene.Markers.Kind.allCases)
  func manyMarkersLookLikeSingleOnes(kind: Scene.Markers.Kind) throws {
    let points = (0..<300).map { Scene.Point(x: 6 + Double($0 % 30) * 6.31, y: 6 + Double($0 / 30) * 9.17) }
    var fill = Scene.Paint.red
    fill.opacity = 0.6
    var markers = Scene.Markers(
      kind: kind, size: 5, points: points, style: .init(stroke: .blue, fill: fill, lineWidth: 0.8))
    let together = try render([.markers(markers)])
    let single = try render(
      points.map {
        markers.points = [$0]
        return .markers(markers)
      })
    let differences = zip(together.channels, single.channels).map { abs(Int($0) - Int($1)) }
    let mean = Double(differences.reduce(0, +)) / Double(differences.count)
    #expect(mean < 2, "mean difference \(mean)")
    #expect(together.channels.contains { $0 < 200 })
  }

  @Test func markersStayInsideTheClip() throws {
    let points = (0..<1000).map { Scene.Point(x: Double($0) / 5, y: 50) }
    let png = try render([
      .beginClip(.init(x: 100, y: 0, width: 20, height: 100)),
      .markers(.init(kind: .square, size: 10, points: points, style: .init(fill: .red))), .endClip,
    ])
    let ink = try #require(inkBox(png))
    #expect(ink.x == 200...239)
  }
}
