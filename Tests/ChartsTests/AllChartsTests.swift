import Foundation
import Testing

@testable import Charts

/// What holds for every kind of chart and every set of data.
@Suite struct AllChartsTests {
  /// `make test-slow` takes the sets that a debug build needs minutes for.
  private static let isSlow = ProcessInfo.processInfo.environment["SEEDS"] != nil

  private static let forms = ["timesequence-detrended", "timesequence-inset", "rtt-histogram"]
  private static let flowGraphs = ["flowgraph", "flowgraph-peer", "flowgraph-scale"]

  private func check(_ kind: String, _ name: String, styles: [ChartStyle]) throws {
    let chart = AllCharts.chart(kind, name)
    for style in styles {
      for measurer in [FixedMeasurer(), BuiltinMeasurer()] as [any TextMeasurer] {
        let scenes = try? AllCharts.scenes(chart, style: style, measurer: measurer)
        #expect(
          scenes != nil || AllCharts.mayBeRefused(kind, name, style), "\(kind) \(name), \(style.preset)")
        for scene in scenes ?? [] {
          let violations = LayoutAssertions.violations(in: scene, style: style)
          #expect(
            violations.isEmpty, "\(kind) \(name), \(style.preset), \(style.theme): \(violations.prefix(5))")
        }
      }
    }
  }

  @Test(arguments: forms, ChartDataSets.names) func formKeepsTheRules(_ kind: String, _ name: String) throws {
    try check(kind, name, styles: ChartDataSets.styles)
  }

  @Test(arguments: flowGraphs, ChartDataSets.names)
  func flowGraphKeepsTheRules(_ kind: String, _ name: String) throws {
    if AllCharts.isLong(kind, name), !Self.isSlow { return }
    try check(kind, name, styles: AllCharts.isLong(kind, name) ? [ChartStyle()] : ChartDataSets.styles)
  }

  @Test(arguments: ["10^5"]) func manyPointsKeepTheRules(_ name: String) throws {
    for kind in AllCharts.kinds where !Self.flowGraphs.contains(kind) {
      try check(kind, name, styles: [ChartStyle()])
    }
  }

  @Test(
    .enabled(if: isSlow, "make test-slow"), arguments: AllCharts.kinds.filter { !flowGraphs.contains($0) })
  func tenMillionPointsKeepTheRules(_ kind: String) throws {
    let chart = AllCharts.chart(kind, "10^7")
    for style in [ChartStyle(), ChartStyle(preset: .paperColumn)] {
      let scene = try chart.scene(style: style, measurer: BuiltinMeasurer())
      #expect(LayoutAssertions.violations(in: scene, style: style).isEmpty, "\(kind)")
      expectBounds(SVGWriter().svg(scene), "\(kind) \(style.preset)")
    }
  }

  private func expectBounds(_ svg: [UInt8], _ name: String) {
    #expect(svg.count <= 1_500_000, "\(name): \(svg.count) B")
    var elements = 0
    for index in svg.indices.dropLast()
    where svg[index] == UInt8(ascii: "<") && svg[index + 1] != UInt8(ascii: "/") {
      elements += 1
    }
    #expect(elements <= 25_000, "\(name): \(elements) elements")
  }

  @Test(arguments: AllCharts.kinds, ["ten", "states", "10^4", "10^5"])
  func pictureIsBounded(_ kind: String, _ name: String) throws {
    // A flow graph is set on pages of sixty rows: more packets are more pages.
    if Self.flowGraphs.contains(kind), name.hasPrefix("10^") { return }
    let chart = AllCharts.chart(kind, name)
    for preset in name == "10^5" ? [Preset.paperPage] : [.screen, .paperPage, .slide] {
      let style = ChartStyle(preset: preset)
      for scene in try AllCharts.scenes(chart, style: style, measurer: FixedMeasurer()).prefix(3) {
        expectBounds(SVGWriter().svg(scene), "\(kind) \(name) \(preset)")
      }
    }
  }

  @Test(arguments: AllCharts.kinds, ["none", "one", "ten", "states", "IPv6", "hours"])
  func pictureSaysWhatTheSceneHolds(_ kind: String, _ name: String) throws {
    let chart = AllCharts.chart(kind, name)
    for scene in try AllCharts.scenes(chart, style: ChartStyle(), measurer: FixedMeasurer()).prefix(3) {
      let svg = try MarkupReader(SVGWriter().svg(scene))
      #expect(svg.elements.filter { $0.name == "text" }.map(\.text) == scene.strings)
      let ids = svg.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count && ids.allSatisfy { $0.hasPrefix(scene.name) }, "\(ids)")
      #expect(svg.elements.count { $0.name == "clipPath" } == clips(scene))
      #expect(svg.elements[2].text.hasPrefix(chart.altText))
    }
  }

  /// Rectangles that are clipped to.
  private func clips(_ scene: Scene) -> Int {
    Set(scene.commands.compactMap { if case .beginClip(let rect) = $0 { rect } else { nil } }).count
  }

  @Test(arguments: ["ten", "states", "zoom"]) func everyRetransmissionShownIsCounted(_ name: String) throws {
    let chart = AllCharts.chart("timesequence", name)
    let style = ChartStyle(preset: .slide)
    let scene = try chart.scene(style: style, measurer: FixedMeasurer())
    let shown = scene.groups.count { $0 == "retransmit" }
    #expect(Double(shown) == chart.facts.first { $0.name == "visibleRetransmissions" }?.value)
  }

  @Test(arguments: ["ten", "states", "10^4"]) func everyLaneSaysItsExactCount(_ name: String) throws {
    let data = RowDataSets.recovery(name)
    let scene = try RecoveryChart(data: data).scene(style: ChartStyle(), measurer: FixedMeasurer())
    let counts = scene.strings
    for (lane, spans) in data.spans where !spans.isEmpty {
      let count = "\(spans.count)"
      let grouped = count.count < 5 ? count : count.dropLast(3) + "\u{202F}" + count.suffix(3)
      #expect(
        counts.contains(String(grouped)) || counts.contains { $0.hasPrefix(grouped) }, "\(lane): \(grouped)")
    }
  }
}
