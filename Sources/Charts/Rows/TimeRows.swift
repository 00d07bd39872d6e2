/// Plots over one time axis, row by row, each with its distribution.
struct TimeRows {
  /// The rows, from top to bottom.
  let rows: [TimeRow]
  /// What is shown of the time axis.
  let period: TimePeriod
  /// What its zero means.
  let timeAxis: TimeAxis
  let type: Typography

  /// Event lanes of all rows, which add to the page's height.
  var laneCount: Int { rows.reduce(0) { $0 + $1.lanes.count } }

  private var hasSide: Bool { rows.contains { $0.side != nil } }

  /// Lays the rows out and draws them.
  func draw(_ page: ChartPage, into scene: inout SceneBuilder) throws(LayoutError) -> [Scene.PlotArea] {
    let side = rows.compactMap(\.side).first
    let highest = rows.compactMap { $0.side?.highestShare }.max()
    let specs = rows.enumerated().map { index, row in
      let spec = spec(row, isLast: index == rows.count - 1)
      guard hasSide else { return [spec] }
      return [spec, row.side?.spec(beside: spec, type: type, highest: highest) ?? Self.empty(beside: spec)]
    }
    let share = side?.share ?? 0
    let grid = PanelGrid(
      rows: specs, shares: hasSide ? [1 - share, share] : [1], region: page.region, pageHeight: page.height,
      type: page.type)
    let panels = try grid.solve()
    var areas: [Scene.PlotArea] = []
    for (index, row) in rows.enumerated() {
      draw(row, panel: panels[index][0], id: "plot" + Self.suffix(index), into: &scene)
      areas.append(panels[index][0].area)
      if hasSide, let side = row.side {
        side.draw(panels[index][1], id: "distribution" + Self.suffix(index), into: &scene)
        areas.append(panels[index][1].area)
      }
    }
    return areas
  }

  private static func suffix(_ index: Int) -> String { index == 0 ? "" : "-\(index + 1)" }

  private func spec(_ row: TimeRow, isLast: Bool) -> PanelSpec {
    var spec = PanelSpec(
      firstTime: period.first, lastTime: period.last, timeAxis: timeAxis, valueAxis: row.axis)
    spec.hidesXLabels = !isLast
    guard row.message == nil else {
      spec.showsTicks = false
      return spec
    }
    spec.labels = row.names
    if row.side == nil { spec.labels += row.references.map { $0.label(type) } }
    spec.key = row.key
    spec.lanes = row.lanes
    return spec
  }

  /// The place of a distribution that there is not.
  private static func empty(beside row: PanelSpec) -> PanelSpec {
    var spec = row
    spec.showsTicks = false
    spec.labels = []
    spec.key = []
    spec.valueAxis.names = []
    spec.hidesYLabels = true
    return spec
  }

  private func draw(_ row: TimeRow, panel: Panel, id: String, into scene: inout SceneBuilder) {
    scene.beginGroup("panel", id: id)
    let states = type.style.showsStates ? row.states : []
    let bands = states.flatMap(\.periods).filter {
      TimeScale.distance(from: $0.lowerBound, to: $0.upperBound) >= 0.01 * period.length
    }
    panel.drawBackground(bands: bands, into: &scene)
    if let message = row.message {
      panel.drawAxes(into: &scene)
      panel.drawMessage(message, into: &scene)
      scene.endGroup()
      return
    }
    for reference in row.references { reference.draw(panel, into: &scene) }
    let air = 0.25 * type.size
    scene.beginClip(
      Scene.Rect(
        x: panel.plot.x - air, y: panel.plot.y - air, width: panel.plot.width + 2 * air,
        height: panel.plot.height + 2 * air))
    if let samples = row.samples { draw(samples, hasSide: row.side != nil, panel: panel, into: &scene) }
    for line in row.lines { line.draw(panel, period: period, into: &scene) }
    scene.endClip()
    panel.drawAxes(into: &scene)
    panel.drawNames(into: &scene)
    panel.drawLanes(into: &scene)
    drawStateNames(row, panel, into: &scene)
    drawSingle(row, panel, into: &scene)
    scene.endGroup()
  }

  private func draw(
    _ samples: TimeRow.Samples, hasSide: Bool, panel: Panel, into scene: inout SceneBuilder
  ) {
    let visible = period.rows(samples.times)
    let density = TimeRow.density(visible.count, style: type.style, hasSide: hasSide)
    let axis = panel.spec.valueAxis
    let highest = axis.upper * (1 + 1e-9)
    var points: [Scene.Point] = []
    points.reserveCapacity(visible.count)
    for row in visible {
      let value = Double(samples.values[row])
      guard value <= highest else { continue }
      points.append(
        Scene.Point(
          x: panel.x.position(samples.times[row]), y: panel.y.position(max(axis.lower, value))))
    }
    scene.beginGroup("samples")
    samples.marks.draw(points, density: density, into: &scene)
    scene.endGroup()
  }

  /// Names of states in their bands, the longest first, where they find room.
  private func drawStateNames(_ row: TimeRow, _ panel: Panel, into scene: inout SceneBuilder) {
    guard type.style.showsStates else { return }
    let periods = row.states.flatMap { state in state.periods.map { (state.name, $0) } }
      .sorted {
        TimeScale.distance(from: $0.1.lowerBound, to: $0.1.upperBound)
          > TimeScale.distance(from: $1.1.lowerBound, to: $1.1.upperBound)
      }
    for (name, period) in periods.prefix(5) {
      _ = panel.drawBandLabel(
        TimeSequenceChart.stateText(name, period), period: period, role: .loss, into: &scene)
    }
  }

  /// The value of an only sample beside it.
  private func drawSingle(_ row: TimeRow, _ panel: Panel, into scene: inout SceneBuilder) {
    guard let samples = row.samples, samples.times.count == 1, let text = row.singleText else { return }
    let point = Scene.Point(
      x: panel.x.position(samples.times[0]), y: panel.y.position(Double(samples.values[0])))
    _ = panel.drawPointLabel(
      text, at: point, distance: 0.6 * type.size, paint: type.theme.paint(.text), into: &scene)
  }
}
