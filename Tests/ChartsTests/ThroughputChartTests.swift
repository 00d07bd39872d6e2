import Measurements
import Testing

@testable import Charts

@Suite struct ThroughputChartTests {
  /// Ten full bins of 100 ms and one of 40 ms; 125 000 B a bin are 10 Mbit/s.
  private func data(mean: Int = 5) -> ThroughputData {
    var data = ThroughputData(
      identity: ChartDataSets.identity, axis: TimeAxis(zero: 0), layer: .linkLayer,
      binNanoseconds: 100_000_000,
      firstBinStart: 0, lastBinNanoseconds: 40_000_000, meanBins: mean,
      series: [
        .init(
          name: "",
          bytes: [0, 25_000, 125_000, 125_000, 125_000, 125_000, 125_000, 125_000, 200_000, 125_000, 99],
          goodputBytes: [
            0, 20_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000, 160_000, 100_000, 90,
          ],
          retransmissionTimes: [250_000_000, 900_000_000], totalBytes: 1_225_099, totalGoodputBytes: 980_090,
          dataNanoseconds: 1_040_000_000, goodputBitsPerSecond: 7_539_153)
      ])
    data.packets = 900
    data.dataSegments = 850
    data.retransmittedSegments = 2
    return data
  }

  private func scene(_ data: ThroughputData, _ style: ChartStyle = ChartStyle()) throws -> Scene {
    try ThroughputChart(data: data).scene(style: style, measurer: BuiltinMeasurer())
  }

  @Test func namesCarryTheLastMeanAndTheMeanOfTheFlow() throws {
    let strings = try scene(data()).strings
    #expect(strings.contains("wire 11.20"))
    #expect(strings.contains("goodput 8.96"))
    #expect(strings.contains("mean goodput") && strings.contains("7.54 Mbit/s"))
    #expect(strings.contains("500 ms mean") && strings.contains("100 ms bins (wire)"))
    #expect(strings.contains("Rate (Mbit/s)"))
  }

  @Test func titleAndSubtitleNameTheBins() {
    let chart = ThroughputChart(data: data())
    #expect(chart.title == "Throughput and goodput, A \u{2192} B")
    #expect(chart.subtitle.hasSuffix("1.04 s, 980 kB \u{B7} 100 ms bins, 500 ms mean"))
  }

  @Test func incompleteLastBinIsInTheTableAndNotInThePicture() throws {
    let chart = ThroughputChart(data: data())
    let rows = String(decoding: chart.dataTables[0].csv(), as: UTF8.self).split(separator: "\n")
    #expect(rows[0] == "time_s,duration_s,wire_B,wire_bit_per_s,goodput_B,goodput_bit_per_s")
    #expect(rows[9] == "0.800000000,0.100000000,200000,16000000,160000,12800000")
    #expect(rows[11] == "1.000000000,0.040000000,99,19800,90,18000")
    #expect(
      chart.caption(style: ChartStyle()).contains("The last bin is incomplete (40.0 ms) and not drawn."))
    let scene = try scene(data())
    let steps = try #require(path(scene, after: "throughput bins"))
    let plot = scene.plots[0]
    let last = steps.compactMap { if case .line(let point) = $0 { point.x } else { nil } }.max() ?? 0
    let seconds = plot.xRange.upperBound - plot.xRange.lowerBound
    #expect((last - (plot.rect.x + plot.rect.width * 1.0 / seconds)).magnitude < 0.02)
  }

  private func path(_ scene: Scene, after group: String) -> [Scene.Path.Element]? {
    guard let index = scene.commands.firstIndex(of: .beginGroup(id: nil, cssClass: group)) else { return nil }
    for command in scene.commands[index...] { if case .path(let path) = command { return path.elements } }
    return nil
  }

  @Test func movingMeanStartsWhenItsWindowIsFull() throws {
    let scene = try scene(data())
    let mean = try #require(path(scene, after: "throughput mean"))
    let plot = scene.plots[0]
    guard case .move(let first) = mean[0] else { return #expect(Bool(false)) }
    let seconds = plot.xRange.upperBound - plot.xRange.lowerBound
    #expect((first.x - (plot.rect.x + plot.rect.width * 0.5 / seconds)).magnitude < 0.02)
    let rate = plot.yRange.upperBound * (plot.rect.maxY - first.y) / plot.rect.height
    #expect((rate - 6.4e6).magnitude < 20_000)
    #expect(mean.count == 6)
  }

  @Test func factsAreThoseOfTheFullBins() {
    let facts = Dictionary(
      uniqueKeysWithValues: ThroughputChart(data: data()).facts.map { ($0.name, $0.value) })
    #expect(facts["peakBitsPerSecond"] == 16e6)
    #expect(facts["minimumBitsPerSecond"] == 0)
    #expect(facts["goodputMeanBitsPerSecond"] == 7_539_153)
    #expect(facts["totalBytes"] == 1_225_099)
  }

  @Test(arguments: [
    (ThroughputData.Layer.goodput, "goodput", "Goodput, A \u{2192} B"),
    (.applicationLayer, "application", "Throughput and goodput, A \u{2192} B"),
    (.transportLayer, "TCP", "Throughput and goodput, A \u{2192} B"),
    (.networkLayer, "IP", "Throughput and goodput, A \u{2192} B"),
    (.phy, "phy", "Throughput and goodput, A \u{2192} B"),
  ])
  func layerGivesNameAndTitle(_ layer: ThroughputData.Layer, _ name: String, _ title: String) throws {
    var data = data()
    data.layer = layer
    #expect(ThroughputChart(data: data).title == title)
    let names = try scene(data).texts.filter { $0.purpose == "name" }.map(\.string)
    #expect(names.contains { $0.hasPrefix(name + " ") })
    #expect(names.count == (layer == .goodput ? 3 : 4))
  }

  @Test func unitOfTheUserIsTaken() throws {
    var data = data()
    data.unitName = "kilobyte"
    let strings = try scene(data).strings
    #expect(strings.contains("Rate (kB/s)"))
    #expect(strings.contains("wire 1400"))
    #expect(strings.contains("942.4 kB/s"))
  }

  @Test func fewPacketsAreBarsWithTheirBytes() throws {
    var data = data()
    data.packets = 8
    let scene = try scene(data)
    #expect(scene.groups.contains("throughput bars"))
    #expect(scene.strings.contains("125\u{202F}000 B"))
    #expect(scene.strings.contains("Bytes in each bin of 100 ms (kB)"))
    #expect(!scene.strings.contains { $0.contains("bit/s") })
  }

  @Test func flowWithoutDurationHasNoRate() throws {
    var data = data()
    data.dataSegments = 3
    data.series[0].dataNanoseconds = 0
    let scene = try scene(data)
    let message = scene.texts.filter { $0.purpose == "message" }.map(\.string).joined(separator: " ")
    #expect(message == "No rate: all 3 data segments have the same time stamp (0 s duration)")
    #expect(!ThroughputChart(data: data).facts.contains { $0.name == "goodputMeanBitsPerSecond" })
  }

  @Test func emptyFlowSaysWhy() throws {
    var data = data()
    data.series = []
    data.emptyReason = "No data segment: 12 pure ACKs"
    #expect(try scene(data).strings.contains("No data segment: 12 pure ACKs"))
  }

  @Test func severalSeriesDifferInColourAndDash() throws {
    var data = data()
    let one = data.series[0]
    data.series = (0..<8).map { index in
      var series = one
      series.name = "\(index).1"
      series.totalBytes += Int64(index)
      return series
    }
    let chart = ThroughputChart(data: data)
    let scene = try scene(data)
    var styles: [String] = []
    for command in scene.commands {
      if case .path(let path) = command, let stroke = path.style.stroke,
        Role(rawValue: stroke.role) != nil, path.style.lineWidth > 1.9
      {
        styles.append("\(stroke.role) \(path.style.dash)")
      }
    }
    #expect(Set(styles).count == 6)
    #expect(chart.caption(style: ChartStyle()).contains("2 further series with fewer bytes are not drawn."))
    #expect(
      !scene.strings.contains { $0.hasPrefix("0.1 ") } && scene.strings.contains { $0.hasPrefix("7.1 ") })
    #expect(chart.dataTables[0].columns[0].name == "series")
    #expect(chart.dataTables[0].rowCount == 88)
  }

  @Test func logarithmicAxisMarksSilentBinsAtTheEdge() throws {
    var data = data(mean: 1)
    data.series[0].bytes[5] = 0
    var style = ChartStyle()
    style.hasLogarithmicY = true
    let scene = try scene(data, style)
    #expect(scene.plots[0].hasLogarithmicY)
    #expect(scene.plots[0].yRange.lowerBound == 1_000_000)
    #expect(
      ThroughputChart(data: data).caption(style: style).contains("2 silent bins are ticks at the lower edge.")
    )
  }

  @Test func retransmissionsHaveALaneWithTheirCount() throws {
    let scene = try scene(data())
    #expect(scene.texts.first { $0.purpose == "lane-count" }?.string == "2")
    var none = data()
    none.series[0].retransmissionTimes = []
    none.retransmittedSegments = 0
    #expect(try !self.scene(none).strings.contains("retransmit"))
    #expect(
      ThroughputChart(data: none).caption(style: ChartStyle()).contains(
        "0 retransmissions of 850 data segments"))
  }

  @Test func zoomShowsItsPartOnly() throws {
    var data = data()
    data.axis.zoomStart = 200_000_000
    data.axis.zoomStop = 700_000_000
    let scene = try scene(data)
    #expect(scene.plots[0].xRange == 0.2...0.7)
    #expect(scene.plots[0].yRange.upperBound == 10e6 * 1.04)
    #expect(scene.title == "Throughput and goodput, A \u{2192} B, zoom 200\u{2013}700 ms")
  }
}
