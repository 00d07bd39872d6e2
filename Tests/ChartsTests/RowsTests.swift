import Measurements
import Testing

@testable import Charts

@Suite struct RowsTests {
  @Test func cellsKeepTheirFirstPointAndCountAll() {
    let points = [(1.2, 1.3), (1.9, 1.1), (5, 5), (1.0, 1.0)].map { Scene.Point(x: $0.0, y: $0.1) }
    let cells = CellReducer.cells(points, side: 1, maximum: 100)
    #expect(cells.map(\.point) == [points[0], points[2]])
    #expect(cells.map(\.count) == [3, 1])
  }

  @Test func cellsGrowUntilTheyAreFewEnough() {
    var random = SeededGenerator(seed: 7)
    let points = (0..<20_000).map { _ in
      Scene.Point(
        x: Double.random(in: 0...400, using: &random), y: Double.random(in: 0...200, using: &random))
    }
    let cells = CellReducer.cells(points, side: 1, maximum: 5000)
    #expect(cells.count <= 5000 && cells.count > 1000)
    #expect(cells.reduce(0) { $0 + $1.count } == 20_000)
  }

  @Test(arguments: [(1, 1, 0), (1, 1000, 0), (1000, 1000, 4), (32, 1000, 2), (0, 0, 0)])
  func opacityGrowsWithTheLogarithm(_ count: Int, _ largest: Int, _ step: Int) {
    #expect(CellReducer.step(count, largest: largest) == step)
  }

  @Test func linearBinsStartAtMultiplesAndHoldAll() {
    let bins = HistogramBin.linear(sorted: [376, 950, 1448, 1448], length: 50)
    #expect(bins.first?.lower == 350)
    #expect(bins.last?.upper == 1450 && bins.last?.count == 2 && bins.last?.percent == 50)
    #expect(bins.reduce(0) { $0 + $1.count } == 4)
  }

  @Test func logarithmicBinsTakeWhatLiesOutside() {
    let bins = HistogramBin.logarithmic(sorted: [0, 1, 11, 99, 1000], lower: 1, upper: 100, number: 2)
    #expect(bins.map(\.count) == [2, 3])
    #expect((bins[0].upper - 10).magnitude < 1e-9)
  }

  @Test(arguments: [(0.7, 0.5), (1.4, 1.0), (1.6, 2.0), (3.4, 2.0), (30.0, 20.0), (36.0, 50.0), (8.0, 10.0)])
  func niceLengthIsOneTwoFive(_ length: Double, _ nice: Double) {
    #expect((HistogramBin.niceLength(length) - nice).magnitude < 1e-9)
  }

  @Test func percentilesNeedEnoughSamples() {
    let few = SampleSummary((1...19).map(Double.init), .duration)
    #expect(few.quantile(50)?.value == 10 && few.quantile(95) == nil && few.quantile(99) == nil)
    let many = SampleSummary((0...100).map { Double($0) * 1e6 }, .duration)
    #expect(many.quantile(95)?.text == "95.0 ms" && many.quantile(99)?.text == "99.0 ms")
    #expect(many.marks.map(\.percent) == [50, 95])
    #expect(many.facts(prefix: "rtt", noun: "RTT").first { $0.name == "rttP95Ms" }?.value == 95)
    #expect(SampleSummary([], .bytes).facts(prefix: "x", noun: "x").map(\.name) == ["xSamples"])
  }

  @Test func panelsOfARowAndOfAColumnLineUp() throws {
    let scene = try RTTChart(data: RowDataSets.rtt("10^4", rows: 2)).scene(
      style: ChartStyle(), measurer: BuiltinMeasurer())
    let plots = scene.plots.map(\.rect)
    try #require(plots.count == 4)
    #expect(plots[0].y == plots[1].y && plots[0].maxY == plots[1].maxY)
    #expect((plots[0].x - plots[2].x).magnitude < 0.02 && (plots[0].maxX - plots[2].maxX).magnitude < 0.02)
    #expect((plots[0].height - plots[2].height).magnitude < 1)
    #expect(scene.plots.map(\.hasTime) == [true, false, true, false])
  }

  @Test func dotsLieAtTheirValues() throws {
    let data = RowDataSets.rtt("ten")
    let scene = try RTTChart(data: data).scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    let plot = scene.plots[0]
    let start = try #require(scene.commands.firstIndex(of: .beginGroup(id: nil, cssClass: "samples")))
    guard case .markers(let dots) = scene.commands[start + 1] else { return #expect(Bool(false)) }
    let samples = data.rows[0].samples
    #expect(dots.points.count == samples.count)
    for (point, row) in zip(dots.points, 0..<samples.count) {
      let seconds = Double(samples.times[row]) / 1e9
      let x =
        plot.rect.x + (seconds - plot.xRange.lowerBound) / (plot.xRange.upperBound - plot.xRange.lowerBound)
        * plot.rect.width
      let y = plot.rect.maxY - Double(samples.values[row]) / plot.yRange.upperBound * plot.rect.height
      #expect((point.x - x).magnitude < 0.02 && (point.y - y).magnitude < 0.02)
    }
  }

  @Test func lanesShowAsManyEventsAsTheFactsSay() throws {
    let data = RowDataSets.recovery("ten")
    let chart = RecoveryChart(data: data)
    let scene = try chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    let start = try #require(
      scene.commands.firstIndex(of: .beginGroup(id: nil, cssClass: "lane lane-retransmission")))
    guard case .path(let path) = scene.commands[start + 1] else { return #expect(Bool(false)) }
    let ticks = path.elements.count { if case .move = $0 { true } else { false } }
    #expect(Double(ticks) == chart.facts.first { $0.name == "retransmissions" }?.value)
    #expect(scene.strings.contains("\(ticks)"))
  }

  @Test func narrowPageLeavesTheDistributionOut() throws {
    let chart = RTTChart(data: RowDataSets.rtt("10^4"))
    let wide = try chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    let narrow = try chart.scene(style: ChartStyle(preset: .paperColumn), measurer: BuiltinMeasurer())
    #expect(wide.plots.count == 2 && narrow.plots.count == 1)
    #expect(chart.caption(style: ChartStyle()).contains("right: share of samples"))
    #expect(!chart.caption(style: ChartStyle(preset: .paperColumn)).contains("right:"))
  }

  @Test func highWindowLeavesThePlotAndIsNamed() throws {
    var data = RowDataSets.inFlight("ten")
    data.window.values = StepValues(data.window.values.map { _ in 2_000_000 })
    let chart = InFlightChart(data: data)
    let scene = try chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    #expect(scene.strings.contains("1.91 MiB \u{2191}"))
    #expect(scene.plots[0].yRange.upperBound < 100_000)
    #expect(chart.caption(style: ChartStyle()).contains("the advertised window lies above the range"))
  }

  @Test func windowWithoutScaleShowsNoBytes() throws {
    let scene = try WindowChart(data: RowDataSets.window("wrap")).scene(
      style: ChartStyle(), measurer: BuiltinMeasurer())
    #expect(scene.strings.contains("Window field, scale unknown"))
    #expect(!scene.strings.contains { $0.contains("KiB") || $0.contains("in flight") })
  }

  @Test func captureAtTheReceiverIsSaid() {
    var flight = RowDataSets.inFlight("ten")
    flight.isAtReceiver = true
    #expect(InFlightChart(data: flight).subtitle.contains("received, not yet acknowledged"))
    var delays = RowDataSets.dataAck("ten")
    delays.isAtReceiver = false
    #expect(DataAckChart(data: delays).subtitle.contains("with the path\u{2019}s round trip"))
  }

  @Test func valuesThatALogarithmCannotShowAreCounted() {
    let chart = DataAckChart(data: RowDataSets.dataAck("10^4"))
    let zeros = RowDataSets.dataAck("10^4").delays.values.count { $0 == 0 }
    #expect(
      chart.caption(style: ChartStyle()).contains("\(zeros) values \u{2264} 0 drawn at the lower edge."))
  }

  @Test func plateTakesTheColourOfTheBandBehindIt() throws {
    var data = ChartDataSets.timeSequence("states")
    data.ackHasDSACK = data.ackTimes.map { (600_000_000...700_000_000).contains($0) }
    let scene = try TimeSequenceChart(data: data).scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    let plates = scene.commands.compactMap { command -> String? in
      if case .text(let text) = command, text.string == "D" { return text.plate?.role } else { return nil }
    }
    #expect(!plates.isEmpty && plates.allSatisfy { $0 == "band" })
  }

  @Test func emptyChartHasNoUnits() throws {
    for kind in RowDataSets.kinds {
      let scene = try RowDataSets.chart(kind, "none").scene(style: ChartStyle(), measurer: BuiltinMeasurer())
      let titles = scene.commands.compactMap { command -> String? in
        if case .text(let text) = command, text.purpose == "axis-title" {
          return text.string
        } else {
          return nil
        }
      }
      #expect(titles.allSatisfy { !$0.contains("(") }, "\(kind): \(titles)")
    }
  }

  @Test(arguments: [(1_000.0, 1e8, "\u{B5}s"), (1e6, 1e8, "ms"), (1e9, 1e10, "s"), (1.0, 100.0, "ns")])
  func unitOfALogarithmicAxisHasTheFewestCharacters(_ lower: Double, _ upper: Double, _ symbol: String) {
    let axis = ValueAxis(lower: lower, upper: upper, isLogarithmic: true, family: .duration, names: ["x"])
    #expect(axis.chosenUnit.symbol == symbol)
  }
}
