import Measurements
import Testing

@testable import Charts

@Suite struct SVGWriterTests {
  private func scene(
    _ data: TimeSequenceData, _ options: TimeSequenceChart.Options = .init(), style: ChartStyle = ChartStyle()
  ) throws -> Scene {
    try TimeSequenceChart(data: data, options: options).scene(style: style, measurer: BuiltinMeasurer())
  }

  @Test func eachRetransmissionIsOneGroup() throws {
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("zoom"))
    let svg = try MarkupReader(SVGWriter().svg(chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())))
    let fact = try #require(chart.facts.first { $0.name == "visibleRetransmissions" })
    #expect(fact.value > 3)
    #expect(svg.elements(ofClass: "retransmit").count == Int(fact.value))
  }

  @Test func idsAreUniqueAndPrefixed() throws {
    var options = TimeSequenceChart.Options()
    options.inset = 100_000_000...300_000_000
    let bytes = SVGWriter(idPrefix: "f3-").svg(try scene(ChartDataSets.timeSequence("states"), options))
    let ids = try MarkupReader(bytes).elements.compactMap { $0.attributes["id"] }
    #expect(ids.count >= 6)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("f3-") })
  }

  @Test func ackLineEndsWhereTheAxesSay() throws {
    let data = ChartDataSets.timeSequence("ten")
    let scene = try scene(data)
    let svg = try MarkupReader(SVGWriter().svg(scene))
    let path = try #require(svg.elements.first { $0.name == "path" && $0.parents.last == "ack" })
    let points = numbers(try #require(path.attributes["d"]))
    let plot = scene.plots[0]
    func x(_ time: Int64) -> Double {
      plot.rect.x + (Double(time) / 1e9 - plot.xRange.lowerBound)
        / (plot.xRange.upperBound - plot.xRange.lowerBound)
        * plot.rect.width
    }
    func y(_ value: Int64) -> Double {
      plot.rect.maxY - (Double(value) - plot.yRange.lowerBound)
        / (plot.yRange.upperBound - plot.yRange.lowerBound)
        * plot.rect.height
    }
    #expect((points[0].x - x(data.ackTimes[0])).magnitude <= 0.011)
    #expect((points[0].y - y(data.ackValues[0])).magnitude <= 0.011)
    let last = try #require(points.last)
    #expect((last.x - plot.rect.maxX).magnitude <= 0.011)
    #expect((last.y - y(try #require(data.ackValues.last))).magnitude <= 0.011)
  }

  /// Points of a path of M, L, H and V.
  private func numbers(_ path: String) -> [Scene.Point] {
    var points: [Scene.Point] = []
    var current = Scene.Point(x: 0, y: 0)
    var rest = Substring(path)
    while let command = rest.first {
      rest = rest.dropFirst()
      let text = rest.prefix { !"MLHVZ".contains($0) }
      rest = rest.dropFirst(text.count)
      let values = text.split(separator: " ").compactMap { Double($0) }
      switch command {
      case "H": current.x = values[0]
      case "V": current.y = values[0]
      default: current = Scene.Point(x: values[0], y: values[1])
      }
      points.append(current)
    }
    return points
  }

  @Test func rootSaysWhatThePictureIs() throws {
    let scene = try scene(ChartDataSets.timeSequence("ten"))
    let svg = try MarkupReader(SVGWriter().svg(scene))
    let root = svg.elements[0]
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["width"] == "648pt")
    #expect(root.attributes["aria-labelledby"] == "timesequence-title timesequence-desc")
    #expect(svg.elements[1].text == scene.title)
    #expect(svg.elements[2].text.hasPrefix(scene.altText))
    let plot = try #require(root.attributes["data-plot"]).split(separator: " ")
    #expect(plot.count == 9 && plot.last == "linear")
    #expect(Double(plot[0]) == scene.plots[0].rect.x)
  }

  @Test func allTextsAreRealTextInTheirPlaces() throws {
    let scene = try scene(ChartDataSets.timeSequence("zoom"))
    let svg = try MarkupReader(SVGWriter().svg(scene))
    let texts = svg.elements.filter { $0.name == "text" }
    #expect(texts.map(\.text) == scene.strings)
    #expect(texts.allSatisfy { $0.attributes["textLength"] == nil && $0.attributes["x"] != nil })
    for (element, text) in zip(texts, scene.texts) {
      #expect(element.attributes["text-anchor"] == (text.anchor == .start ? nil : text.anchor.rawValue))
    }
    #expect(svg.elements.allSatisfy { $0.name != "script" })
  }

  @Test func variablesAndFluidSizeAreForPages() throws {
    let scene = try scene(ChartDataSets.timeSequence("ten"), style: ChartStyle(preset: .html))
    let plain = String(decoding: SVGWriter().svg(scene), as: UTF8.self)
    let page = String(decoding: SVGWriter(usesVariables: true, isFluid: true).svg(scene), as: UTF8.self)
    #expect(!plain.contains("var(--"))
    #expect(page.contains("stroke=\"var(--data,#154C9E)\""))
    #expect(page.contains("fill=\"var(--ack-text,#0A7A6A)\""))
    let root = try MarkupReader(Array(page.utf8)).elements[0]
    #expect(root.attributes["width"] == nil && root.attributes["viewBox"] == "0 0 648 331.2")
    let known = Set(Theme.light.cssVariables.map(\.name))
    for part in page.split(separator: "var(").dropFirst() {
      #expect(known.contains(String(part.prefix { $0 != "," })))
    }
  }

  @Test func markersOfPagesCanBeMovedByTheirCentres() throws {
    var scene = Scene(
      width: 100, height: 50, background: Color(0xFFFFFF), name: "m", title: "", altText: "",
      longDescription: "",
      fontFamilies: [])
    let style = Scene.Style(fill: Scene.Paint(role: "loss", color: Color(0xF0591A)))
    scene.commands = [
      .markers(
        Scene.Markers(
          kind: .diamond, size: 4, points: [.init(x: 10, y: 20), .init(x: 30.5, y: 20)], style: style)
      )
    ]
    let page = String(decoding: SVGWriter(isFluid: true).svg(scene), as: UTF8.self)
    #expect(
      page.contains(
        #"<path class="mark" d="M10 20m0 -2l2 2l-2 2l-2 -2zM30.5 20m0 -2l2 2l-2 2l-2 -2z""#))
    let alone = String(decoding: SVGWriter().svg(scene), as: UTF8.self)
    #expect(!alone.contains("class=\"mark\"") && alone.contains("M10 18L12 20"))
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "a\"onload=\"x", "&amp;<b>", "'\\\u{0}\u{1B}[31m", "]]>", "-->",
    "\u{202E}evil\u{FFFF}",
  ])
  func hostileNamesAreOnlyText(_ name: String) throws {
    var data = ChartDataSets.timeSequence("ten")
    data.identity = FlowIdentity(
      flow: name, source: name, destination: name, capture: name, capturePoint: name)
    data.notes = [name]
    let scene = try scene(data)
    let svg = try MarkupReader(SVGWriter(idPrefix: name).svg(scene))
    let allowed: Set<String> = ["svg", "title", "desc", "rect", "g", "path", "text", "clipPath", "circle"]
    #expect(svg.elements.allSatisfy { allowed.contains($0.name) })
    let isBroken = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || scalar.value == 0x202E }
    #expect(scene.strings.allSatisfy { !$0.unicodeScalars.contains(where: isBroken) })
    #expect(svg.elements.flatMap(\.attributes.keys).allSatisfy { !$0.hasPrefix("on") })
  }

  @Test func sameSceneGivesTheSameBytes() throws {
    let data = ChartDataSets.timeSequence("states")
    #expect(SVGWriter().svg(try scene(data)) == SVGWriter().svg(try scene(data)))
  }

  @Test func millionSegmentsGiveASmallPicture() throws {
    let chart = TimeSequenceChart(data: ChartDataSets.flow(segments: 1_000_000, step: 12_000))
    try checkBounds(try chart.scene(style: ChartStyle(preset: .paperPage), measurer: FixedMeasurer()))
  }

  @Test(arguments: [Preset.screen, .paperPage])
  func densestUnreducedDataGiveASmallPicture(_ preset: Preset) throws {
    let segments = Int(1.15 * preset.width * 0.75 / 72 * preset.columnsPerInch)
    var data = ChartDataSets.flow(segments: segments, step: 1_000_000, resentEvery: 2)
    let last = data.segmentTimes.last ?? 0
    for index in 0..<100_000 {
      let time = Int64(index) * last / 100_000
      let number = Int64((index * 7919) % 1_000_000)
      data.sackTimes.append(time)
      data.sackLefts.append(number)
      data.sackRights.append(number + 500)
      data.eventTimes.append(time)
      data.eventKinds.append(index % 2 == 0 ? .rst : .rstOfReceiver)
      data.eventValues.append(number)
    }
    let order = data.sackTimes.indices.sorted { data.sackTimes[$0] < data.sackTimes[$1] }
    data.sackTimes = order.map { data.sackTimes[$0] }
    data.sackLefts = order.map { data.sackLefts[$0] }
    data.sackRights = order.map { data.sackRights[$0] }
    data.ackHasDSACK = data.ackHasDSACK.map { _ in true }
    try checkBounds(try scene(data, style: ChartStyle(preset: preset)))
  }

  @Test func manyBinsGiveASmallPicture() throws {
    let data = ChartDataSets.throughput("10^4", bin: 100_000, mean: 5)
    #expect(data.series[0].bytes.count > 100_000)
    try checkBounds(ThroughputChart(data: data).scene(style: ChartStyle(), measurer: BuiltinMeasurer()))
  }

  private func checkBounds(_ scene: Scene) throws {
    let bytes = SVGWriter().svg(scene)
    #expect(bytes.count <= 1_500_000)
    #expect(bytes.count { $0 == UInt8(ascii: "<") } <= 25_000)
  }
}

@Suite struct LatexCaptionTests {
  @Test func signsAndSpecialCharactersAreCommands() {
    var data = ChartDataSets.timeSequence("ten")
    data.identity.capture = "100%_a&b.pcap"
    data.notes = ["Rates are \u{2212}5 \u{B5}s \u{2192} 12\u{202F}345."]
    let caption = TimeSequenceChart(data: data).latexCaption(style: ChartStyle(preset: .paperColumn))
    #expect(caption.contains("100\\%\\_a\\&b.pcap"))
    #expect(caption.contains("$-$5 $\\mu$s $\\rightarrow$ 12\\,345."))
    #expect(caption.contains("Bars: new data"))
  }
}
