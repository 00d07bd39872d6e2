import Measurements
import Testing

@testable import Charts

/// The rules of layout for the kinds that are made of rows over time.
@Suite struct RowLayoutTests {
  private func check(_ chart: any Chart, _ name: String, styles: [ChartStyle] = ChartDataSets.styles) throws {
    for style in styles {
      // Colours change no place: the second measurer has nothing new to say of the other themes.
      let measurers: [any TextMeasurer] =
        style.theme == .light ? [FixedMeasurer(), BuiltinMeasurer()] : [FixedMeasurer()]
      for measurer in measurers {
        let scene = try chart.scene(style: style, measurer: measurer)
        let violations = LayoutAssertions.violations(in: scene, style: style)
        #expect(violations.isEmpty, "\(name), \(style.preset), \(style.theme), \(measurer): \(violations)")
        #expect(!scene.plots.isEmpty)
      }
    }
  }

  @Test(arguments: RowDataSets.kinds, ChartDataSets.names)
  func kindKeepsTheRules(_ kind: String, _ name: String) throws {
    try check(RowDataSets.chart(kind, name), "\(kind) \(name)")
  }

  @Test(arguments: RowDataSets.kinds)
  func logarithmicAxesKeepTheRules(_ kind: String) throws {
    for name in ["ten", "10^4", "constant", "zoom"] {
      var styles = Preset.allCases.map { ChartStyle(preset: $0) }
      for index in styles.indices {
        styles[index].hasLogarithmicX = true
        styles[index].hasLogarithmicY = true
      }
      try check(RowDataSets.chart(kind, name), "\(kind) \(name) log", styles: styles)
    }
  }

  @Test func rowsThatFindNoHeightAreNamed() {
    var style = ChartStyle()
    style.height = 170
    #expect(throws: LayoutError.self) {
      try RowDataSets.chart("timeline", "10^4").scene(style: style, measurer: BuiltinMeasurer())
    }
  }

  @Test(arguments: RowDataSets.kinds.filter { $0 != "timeline" && $0 != "compare-multiple" })
  func smallPagesGiveUpTheirHeader(_ kind: String) throws {
    var style = ChartStyle()
    style.width = 255
    style.height = 170
    try check(RowDataSets.chart(kind, "ten"), kind, styles: [style])
  }

  @Test func twoDirectionsAndHistogramsKeepTheRules() throws {
    for name in ["ten", "10^4", "IPv6", "states"] {
      var options = RTTChart.Options()
      options.showsHistogram = true
      try check(RTTChart(data: RowDataSets.rtt(name, rows: 2), options: options), name)
    }
  }

  @Test(arguments: RowDataSets.kinds, ChartDataSets.names)
  func textsTellOfTheData(_ kind: String, _ name: String) {
    let chart = RowDataSets.chart(kind, name)
    #expect((60...350).contains(chart.altText.count), "\(chart.altText)")
    #expect(!chart.caption(style: ChartStyle()).contains(".."))
    #expect(!chart.caption(style: ChartStyle()).contains("  "))
    #expect(chart.facts.map(\.name).count == Set(chart.facts.map(\.name)).count)
    #expect(chart.dataTables.first?.name == "")
    #expect(Set(chart.dataTables.map(\.name)).count == chart.dataTables.count)
  }

  @Test(arguments: RowDataSets.kinds)
  func manyPointsStaySmall(_ kind: String) throws {
    let scene = try RowDataSets.chart(kind, "10^4").scene(style: ChartStyle(), measurer: BuiltinMeasurer())
    let svg = SVGWriter().svg(scene)
    #expect(svg.count <= 1_500_000)
    #expect(String(decoding: svg, as: UTF8.self).split(separator: "<").count <= 50_000)
  }
}
