import Measurements

@testable import Charts

/// CPU time and memory over packets and over connections, all axes logarithmic.
struct GrowthChart: Chart {
  static let kind = "growth"

  let table: GrowthTable

  var title: String { "CPU time and memory of captcp statistic" }
  var subtitle: String {
    var parts = ["both axes logarithmic; dashed: ten times as much for ten times as many"]
    for (name, rows) in series {
      if let fit = GrowthFit(rows, \.seconds) {
        parts.append("CPU over \(name) ^ \(Self.text(fit.exponent))")
      }
    }
    return parts.joined(separator: PageHeader.separator)
  }

  private var series: [(name: String, rows: [GrowthTable.Row])] {
    [("packets", table.packets), ("connections", table.connections)]
  }

  func caption(style: ChartStyle) -> String {
    "CPU time (left) and peak memory (right) of captcp statistic over the size of the capture. \(subtitle)."
  }

  var altText: String { caption(style: ChartStyle()) }
  var facts: [ChartFact] { [] }
  var dataTables: [DataTable] { [] }

  func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    return try ChartPage.scene(of: self, type: type, title: title, subtitle: subtitle, lanes: 0) {
      page, builder throws(LayoutError) in
      let specs = [
        spec("CPU time", .duration, { $0.seconds * 1e9 }), spec("Peak memory", .bytes, \.bytes),
      ]
      let grid = PanelGrid(
        rows: [specs], shares: [0.5, 0.5], region: page.region, pageHeight: page.height, type: type)
      let panels = try grid.solve()[0]
      for (index, panel) in panels.enumerated() {
        builder.beginGroup("panel", id: "panel-\(index)")
        panel.drawBackground(bands: [], into: &builder)
        draw(panel, index == 0 ? { $0.seconds * 1e9 } : \.bytes, into: &builder)
        panel.drawAxes(into: &builder)
        builder.endGroup()
      }
      return panels.map(\.area)
    }
  }

  private func spec(
    _ name: String, _ family: AxisUnit.Family, _ value: (GrowthTable.Row) -> Double
  ) -> PanelSpec {
    let rows = table.packets + table.connections
    var spec = PanelSpec(
      firstTime: 0, lastTime: 1, timeAxis: TimeAxis(origin: .capture, zero: 0),
      valueAxis: .over(rows.map(value), family: family, names: [name], isLogarithmic: true))
    spec.xAxis = .over(
      rows.map(\.number), family: .count, names: ["Packets or connections", "Number"], isLogarithmic: true)
    spec.hasVerticalGrid = true
    return spec
  }

  private func draw(
    _ panel: Panel, _ value: (GrowthTable.Row) -> Double, into scene: inout SceneBuilder
  ) {
    let type = scene.type
    let roles: [Role] = [.data, .loss]
    scene.beginClip(panel.plot.expanded(by: 2))
    for (role, series) in zip(roles, series) {
      let points = series.rows.map {
        Scene.Point(x: panel.valueX.position($0.number), y: panel.y.position(value($0)))
      }
      guard let first = points.first, let last = series.rows.last else { continue }
      // Linear growth through the last point, from the left or the lower edge on.
      let lower = panel.spec.valueAxis.lower
      let start = max(series.rows[0].number, last.number * lower / value(last))
      let from = Scene.Point(
        x: panel.valueX.position(start), y: panel.y.position(value(last) * start / last.number))
      scene.path(
        [.move(from), .line(points[points.count - 1])],
        style: .init(stroke: type.theme.paint(.aux), lineWidth: type.line * 0.7, dash: [2, 2]))
      scene.path(
        [.move(first)] + points.dropFirst().map { .line($0) },
        style: .init(stroke: type.theme.paint(role), lineWidth: type.line), isInk: true)
      scene.markers(.dot, size: 0.5 * type.size, points: points, style: .init(fill: type.theme.paint(role)))
    }
    scene.endClip()
    for (role, series) in zip(roles, series) {
      let points = series.rows.map {
        Scene.Point(x: panel.valueX.position($0.number), y: panel.y.position(value($0)))
      }
      _ = panel.drawLineName(
        series.name, along: points, others: [], paint: type.theme.textPaint(role), into: &scene)
    }
  }

  /// A number with two decimals.
  static func text(_ value: Double) -> String {
    let hundredths = Int((100 * value).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
  }
}
