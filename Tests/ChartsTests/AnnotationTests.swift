import Testing

@testable import Charts

@Suite struct AnnotationTests {
  private static let marks = [
    Annotation(extent: .moment(.relative(300_000_000)), text: "handover", timeText: "0.3 s"),
    Annotation(
      extent: .period(.relative(500_000_000), .relative(900_000_000)), text: "link down",
      timeText: "0.5-0.9 s"),
    Annotation(extent: .period(.relative(90_000_000_000), nil), text: "much later", timeText: "90- s"),
  ]

  private func style(_ preset: Preset = .screen) -> ChartStyle {
    var style = ChartStyle(preset: preset)
    style.annotations = Self.marks
    return style
  }

  private func charts(_ name: String) -> [(String, any Chart)] {
    let rows = RowDataSets.kinds.map { ($0, RowDataSets.chart($0, name)) }
    return rows + [
      ("timesequence", TimeSequenceChart(data: ChartDataSets.timeSequence(name))),
      ("throughput", ThroughputChart(data: ChartDataSets.throughput(name))),
    ]
  }

  @Test(arguments: ["states", "IPv6", "two", "none", "absolute", "zoom"])
  func chartsOfAllKindsKeepTheRulesWithAnnotations(_ name: String) throws {
    for (kind, chart) in charts(name) {
      for preset in Preset.allCases {
        let scene = try chart.scene(style: style(preset), measurer: BuiltinMeasurer())
        let violations = LayoutAssertions.violations(in: scene, style: style(preset))
        #expect(violations.isEmpty, "\(kind) \(name) \(preset): \(violations)")
      }
    }
  }

  @Test func momentsAreLinesPeriodsAreBandsAndBothAreNamedOnce() throws {
    for (kind, chart) in charts("states") where kind != "compare-cdf" && kind != "compare-multiple" {
      let scene = try chart.scene(style: style(.slide), measurer: BuiltinMeasurer())
      // Rows of many connections and steps of several flows leave no room; the caption tells of them in any case.
      if kind != "timeline", kind != "compare" {
        #expect(scene.strings.count { $0 == "handover" } == 1, "\(kind)")
        #expect(scene.strings.count { $0 == "link down" } == 1, "\(kind)")
      }
      #expect(scene.commands.contains(.beginGroup(id: nil, cssClass: "marked")), "\(kind)")
      #expect(!scene.strings.contains("much later"))
      #expect(chart.hasTimeAxis)
      let caption = chart.annotatedCaption(style: style())
      #expect(caption.hasSuffix(" Marked: handover (0.3 s); link down (0.5-0.9 s)."), "\(kind): \(caption)")
    }
  }

  @Test func absoluteTimesFollowTheAxis() {
    let axis = TimeAxis(zero: 5_000)
    #expect(Annotation.Moment.absolute(7_000).offset(on: axis) == 2_000)
    #expect(Annotation.Moment.relative(7_000).offset(on: axis) == 7_000)
    #expect(Annotation.Moment.absolute(.min).offset(on: axis) == .min)
    let backwards = Annotation(
      extent: .period(.absolute(9_000), .relative(1)), text: "x", timeText: "")
    #expect(backwards.span(on: axis) == nil)
  }

  @Test func aDistributionAloneHasNoPlaceForThem() {
    let chart = RowDataSets.chart("compare-cdf", "states")
    #expect(!chart.hasTimeAxis)
    #expect(!chart.annotatedCaption(style: style()).contains("Marked"))
  }

  @Test func statesCanBeLeftOut() throws {
    var style = ChartStyle(preset: .slide)
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("states"))
    let marked = try chart.scene(style: style, measurer: BuiltinMeasurer())
    style.showsStates = false
    let plain = try chart.scene(style: style, measurer: BuiltinMeasurer())
    func hasBands(_ scene: Scene) -> Bool { scene.commands.contains(.beginGroup(id: nil, cssClass: "bands")) }
    #expect(hasBands(marked) && !hasBands(plain))
    // What is no band any more is told in a lane.
    #expect(plain.strings.contains("zero window"))
  }
}
