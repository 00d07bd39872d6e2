import Measurements
import Testing

@testable import Charts

@Suite struct LayoutTests {
  private func check(_ chart: any Chart, _ name: String) throws {
    for style in ChartDataSets.styles {
      for measurer in [FixedMeasurer(), BuiltinMeasurer()] as [any TextMeasurer] {
        let scene = try chart.scene(style: style, measurer: measurer)
        let violations = LayoutAssertions.violations(in: scene, style: style)
        #expect(violations.isEmpty, "\(name), \(style.preset), \(style.theme), \(measurer): \(violations)")
        #expect(!scene.plots.isEmpty)
      }
    }
  }

  @Test(arguments: ChartDataSets.names)
  func timeSequenceKeepsTheRules(_ name: String) throws {
    try check(
      TimeSequenceChart(data: ChartDataSets.timeSequence(name), options: ChartDataSets.options(name)), name)
  }

  @Test(arguments: ChartDataSets.names)
  func throughputKeepsTheRules(_ name: String) throws {
    try check(ThroughputChart(data: ChartDataSets.throughput(name)), name)
  }

  @Test(arguments: ["ten", "zoom", "states", "hours"])
  func variantsOfTimeSequenceKeepTheRules(_ name: String) throws {
    let data = ChartDataSets.timeSequence(name)
    var options = TimeSequenceChart.Options()
    options.isDetrended = true
    try check(TimeSequenceChart(data: data, options: options), name + " detrended")
    options = .init()
    options.window = .on
    options.startsAtZero = true
    options.inset = 20_000_000...60_000_000
    try check(TimeSequenceChart(data: data, options: options), name + " inset")
  }

  @Test(arguments: ["ten", "10^4", "zoom"])
  func smallPageOfFixedSizeGivesUpHeaderKeyAndLanes(_ name: String) throws {
    var style = ChartStyle()
    style.width = 255.118
    style.height = 155.906
    let charts: [any Chart] = [
      TimeSequenceChart(data: ChartDataSets.timeSequence(name)),
      ThroughputChart(data: ChartDataSets.throughput(name)),
    ]
    for chart in charts {
      let scene = try chart.scene(style: style, measurer: BuiltinMeasurer())
      #expect(LayoutAssertions.violations(in: scene, style: style).isEmpty)
      #expect((scene.width - 255.12).magnitude < 0.01 && (scene.height - 155.91).magnitude < 0.01)
    }
  }

  @Test func severalSeriesKeepTheRules() throws {
    for count in [2, 6, 9] {
      var data = ChartDataSets.throughput("10^4")
      data.series = (0..<count).map { index in
        var series = data.series[0]
        series.name = "\(index + 1).1 10.9.0.1:\(40_000 + index)"
        series.bytes = series.bytes.map { $0 / Int64(index + 1) }
        return series
      }
      try check(ThroughputChart(data: data), "\(count) series")
    }
  }

  @Test(arguments: [
    "bit", "byte", "kilobit", "kilobyte", "megabit", "megabyte", "gigabit", "gigabyte", "kibibit", "kibibyte",
    "mebibit", "mebibyte", "gibibit", "gibibyte",
  ])
  func eachUnitKeepsTheRules(_ unit: String) throws {
    var data = ChartDataSets.throughput("10^4")
    data.unitName = unit
    for style in [ChartStyle(preset: .screen), ChartStyle(preset: .paperColumn)] {
      let scene = try ThroughputChart(data: data).scene(style: style, measurer: BuiltinMeasurer())
      #expect(LayoutAssertions.violations(in: scene, style: style).isEmpty)
    }
  }

  @Test func logarithmicRateKeepsTheRules() throws {
    for name in ["10^4", "ten", "states"] {
      for preset in Preset.allCases {
        var style = ChartStyle(preset: preset)
        style.hasLogarithmicY = true
        let scene = try ThroughputChart(data: ChartDataSets.throughput(name)).scene(
          style: style, measurer: FixedMeasurer())
        #expect(LayoutAssertions.violations(in: scene, style: style).isEmpty)
      }
    }
  }

  @Test func tooSmallPageNamesTheTextWithoutRoom() {
    var style = ChartStyle(preset: .paperColumn)
    style.width = 60
    style.height = 40
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("ten"))
    #expect(throws: LayoutError.self) { try chart.scene(style: style, measurer: FixedMeasurer()) }
  }

  @Test func narrowPageMovesNamesIntoTheKey() throws {
    var style = ChartStyle(preset: .screen)
    style.width = 215
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("10^4"))
    let scene = try chart.scene(style: style, measurer: FixedMeasurer())
    let purposes = scene.texts.filter { $0.string.hasPrefix("ack") }.map(\.purpose)
    #expect(purposes == ["key"])
    #expect(LayoutAssertions.violations(in: scene, style: style).isEmpty)
  }

  @Test func eachLaneMakesThePageHigher() throws {
    let plain = try TimeSequenceChart(
      data: ChartDataSets.flow(segments: 2000, step: 1_000_000, resentEvery: 5000)
    )
    .scene(style: ChartStyle(), measurer: FixedMeasurer())
    let resent = try TimeSequenceChart(data: ChartDataSets.flow(segments: 2000, step: 1_000_000))
      .scene(style: ChartStyle(), measurer: FixedMeasurer())
    #expect(plain.height == Preset.screen.height)
    #expect(resent.height == Preset.screen.height + 14)
  }

  @Test func userTitleReplacesTheOwnOneAndHiddenTitleHasNoText() throws {
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("ten"))
    var style = ChartStyle()
    style.title = "Loss at the second hop"
    #expect(
      try chart.scene(style: style, measurer: FixedMeasurer()).strings.contains("Loss at the second hop"))
    style.hidesTitle = true
    let hidden = try chart.scene(style: style, measurer: FixedMeasurer())
    #expect(!hidden.texts.contains { $0.purpose == "title" || $0.purpose == "subtitle" })
  }
}

extension Scene {
  /// All texts in drawing order.
  var texts: [Text] {
    commands.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
  /// All strings in drawing order.
  var strings: [String] { texts.map(\.string) }
  /// Names of all groups.
  var groups: [String] {
    commands.compactMap { if case .beginGroup(_, let name) = $0 { name } else { nil } }
  }
}
