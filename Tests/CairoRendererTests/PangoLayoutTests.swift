import CairoRenderer
import Foundation
import Testing

@testable import Charts

/// The rules of layout with the fonts of this system, which the tests of the charts do not see.
@Suite(.enabled(if: PangoMeasurer().hasAnyFont, "needs any font"))
struct PangoLayoutTests {
  @Test(arguments: AllCharts.kinds, ChartDataSets.names)
  func kindKeepsTheRules(_ kind: String, _ name: String) throws {
    let measurer = PangoMeasurer()
    let chart = AllCharts.chart(kind, name)
    if AllCharts.isLong(kind, name) { return }
    // Colours change no place.
    for style in ChartDataSets.styles
    where style.theme == .light && !AllCharts.mayBeRefused(kind, name, style) {
      for scene in try AllCharts.scenes(chart, style: style, measurer: measurer) {
        let violations = LayoutAssertions.violations(in: scene, style: style)
        #expect(
          violations.isEmpty, "\(kind) \(name), \(style.preset), \(style.theme): \(violations.prefix(5))")
      }
    }
  }
}
