import Measurements
import Testing

@testable import Charts

@Suite struct CompareChartTests {
  private func chart(
    _ name: String = "10^4", flows: Int = 3, form: CompareData.Form = .both,
    change: (inout CompareData) -> Void = { _ in }
  ) -> CompareChart {
    var data = RowDataSets.compare(name, flows: flows, form: form)
    change(&data)
    return CompareChart(data: data)
  }

  private func groups(_ scene: Scene, _ prefix: String) -> Int {
    scene.commands.count {
      if case .beginGroup(_, let name) = $0 { name?.hasPrefix(prefix) == true } else { false }
    }
  }

  @Test func eachFlowIsALineAndACurve() throws {
    let scene = try chart().scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    #expect(groups(scene, "series series-") == 3 && groups(scene, "cdf cdf-") == 3)
    #expect(scene.plots.count == 2)
    for name in ["1.1 :40000", "2.1 :40001", "3.1 :40002"] { #expect(scene.strings.contains(name)) }
  }

  @Test func linesDifferByDashToo() {
    let chart = chart(flows: 6)
    let type = Typography(style: ChartStyle(theme: .grey), measurer: BuiltinMeasurer())
    #expect(Set((0..<6).map { chart.lineStyle($0, type).dash }).count == 6)
  }

  @Test func moreThanSixFlowsHavePlotsOfTheirOwnWithCommonAxes() throws {
    let scene = try chart(flows: 7).scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    #expect(scene.plots.count == 7)
    #expect(Set(scene.plots.map(\.yRange)).count == 1 && Set(scene.plots.map(\.xRange)).count == 1)
    #expect(Set(scene.plots.map(\.rect.x)).count == 3)
  }

  @Test func beyondTwentyFourTheLargestAreDrawnAndTheCaptionSaysSo() throws {
    let chart = chart(flows: 30)
    let scene = try chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    #expect(scene.plots.count == 24)
    #expect(chart.caption(style: ChartStyle()).contains("6 further flows with less payload are not drawn."))
    #expect(
      chart.dataTables[0].columns[0].values.count == chart.data.series.reduce(0) { $0 + $1.values.count })
  }

  @Test func incompleteLastBinIsKeptInTheDataAndNotDrawn() throws {
    let chart = chart("ten") { data in
      data.series = Array(data.series.prefix(2))
      for index in data.series.indices {
        data.series[index].values = [1e6, 2e6, 9e9]
        data.series[index].lastBinNanoseconds = 1
      }
    }
    let scene = try chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    #expect(scene.plots[0].yRange.upperBound < 3e6)
    #expect(chart.dataTables[0].rowCount == 6)
  }

  @Test func zoomHoldsForTheDistributionToo() {
    let whole = chart("10^4")
    let zoomed = chart("10^4") { $0.axis.zoomStop = 1_000_000_000 }
    let series = zoomed.data.series[0]
    let count = zoomed.distribution(series, zoomed.period(nil)).count
    #expect(count > 0 && count < whole.distribution(whole.data.series[0], whole.period(nil)).count)
    #expect(zoomed.title.contains("zoom"))
  }

  @Test func unknownBinsAreGaps() throws {
    let chart = chart("ten") { data in
      data.series = Array(data.series.prefix(2))
      data.metric = .rtt
      data.series[0].values = [1e6, 2e6, .nan, 4e6, 5e6]
      data.series[0].lastBinNanoseconds = data.binNanoseconds
    }
    let scene = try chart.scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    let start = try #require(
      scene.commands.firstIndex { if case .beginGroup(_, "series series-1") = $0 { true } else { false } })
    guard case .path(let path) = scene.commands[start + 1] else { return #expect(Bool(false)) }
    #expect(path.elements.count { if case .move = $0 { true } else { false } } == 2)
    #expect(chart.dataTables[0].csv().contains(UInt8(ascii: "\n")))
    #expect(String(decoding: chart.dataTables[0].csv(), as: UTF8.self).contains(",\n"))
  }

  @Test func changeOfTwoFlowsIsToldInPercent() {
    let chart = chart(flows: 2) { data in
      data.series[0].goodputBitsPerSecond = 2e6
      data.series[1].goodputBitsPerSecond = 3e6
      data.series[0].medianRTTNanoseconds = 50e6
      data.series[1].medianRTTNanoseconds = 40e6
    }
    let facts = Dictionary(uniqueKeysWithValues: chart.facts.map { ($0.name, $0) })
    #expect(facts["goodputChangePercent"]?.value == 50)
    #expect(facts["rttMedianChangePercent"]?.value == -20)
    #expect(facts["rttMedianChangePercent"]?.text.contains("\u{2212}20 % against") == true)
  }

  @Test func narrowPageLeavesTheDistributionOut() throws {
    let style = ChartStyle(preset: .paperColumn)
    #expect(try chart().scene(style: style, measurer: BuiltinMeasurer()).plots.count == 1)
    #expect(!chart().caption(style: style).contains("Right:"))
  }

  @Test func rangesHoldForTheAxesThatThereAre() throws {
    var style = ChartStyle()
    style.xRange = 10...100
    style.yRange = 20...80
    let scene = try chart(form: .cdf).scene(style: style, measurer: BuiltinMeasurer())
    #expect(scene.plots[0].xRange == 10e6...100e6 && scene.plots[0].yRange == 20...80)
    style.xRange = 1...2
    let overlay = try chart(form: .overlay).scene(style: style, measurer: BuiltinMeasurer())
    #expect(overlay.plots[0].xRange == 1...2)
  }
}
