import Measurements

extension CompareChart {
  /// Draws flows over time as steps; bins without a value are gaps.
  func drawLines(
    _ panel: Panel, _ period: TimePeriod, _ indices: [Int], into scene: inout SceneBuilder
  ) {
    scene.beginClip(panel.plot)
    for index in indices {
      let series = drawn[index]
      scene.beginGroup("series series-\(index + 1)")
      scene.path(steps(series, panel, period, scene.type), style: lineStyle(index, scene.type), isInk: true)
      scene.endGroup()
    }
    scene.endClip()
  }

  private func steps(
    _ series: CompareData.Series, _ panel: Panel, _ period: TimePeriod, _ type: Typography
  ) -> [Scene.Path.Element] {
    let bins = bins(series)
    let shown = visible(bins, period)
    let preset = type.style.preset
    let width = Double(shown.count) > panel.columns(preset) ? panel.columnWidth(preset) : nil
    var result: [Scene.Path.Element] = []
    var line = StepLine(holdsValue: true, left: panel.plot.x, columnWidth: width)
    for bin in shown {
      let value = series.values[bin]
      guard value.isFinite, !panel.y.isLogarithmic || value > 0 else {
        result += line.elements()
        line = StepLine(holdsValue: true, left: panel.plot.x, columnWidth: width)
        continue
      }
      let y = panel.y.position(value)
      line.append(x: panel.x.position(bins.start(of: bin)), y: y)
      line.append(x: panel.x.position(bins.end(of: bin)), y: y)
    }
    return result + line.elements()
  }

  /// Draws the cumulative distributions.
  func drawCurves(
    _ panel: Panel, _ period: TimePeriod, _ indices: [Int]? = nil, into scene: inout SceneBuilder
  ) {
    scene.beginClip(panel.plot.expanded(by: 0.5 * scene.type.line))
    for index in indices ?? Array(drawn.indices) {
      let sorted = distribution(drawn[index], period).sorted
      guard !sorted.isEmpty else { continue }
      scene.beginGroup("cdf cdf-\(index + 1)")
      scene.path(curve(sorted, panel, scene.type), style: lineStyle(index, scene.type), isInk: true)
      scene.endGroup()
    }
    scene.endClip()
  }

  private func curve(_ sorted: [Double], _ panel: Panel, _ type: Typography) -> [Scene.Path.Element] {
    let preset = type.style.preset
    let isReduced = Double(sorted.count) > 4 * panel.columns(preset)
    var line = StepLine(
      holdsValue: true, left: panel.plot.x, columnWidth: isReduced ? panel.columnWidth(preset) : nil)
    let step = 100 / Double(sorted.count)
    if let first = sorted.first { line.append(x: panel.valueX.position(first), y: panel.y.position(0)) }
    for (row, value) in sorted.enumerated() {
      // Of equal values only the last is the share at or below.
      if row + 1 < sorted.count, sorted[row + 1] == value { continue }
      line.append(x: panel.valueX.position(value), y: panel.y.position(Double(row + 1) * step))
    }
    // Curves end at their greatest sample: lines along 100 % would hide which one ends where.
    return line.elements()
  }

  /// Writes the names near the lines of a panel; `false` if one finds no room.
  func drawLineNames(_ panel: Panel, _ period: TimePeriod, into scene: inout SceneBuilder) -> Bool {
    let type = scene.type
    let lines = drawn.map { series in
      isDistribution ? curvePoints(series, panel, period) : linePoints(series, panel, period)
    }
    return drawn.indices.allSatisfy { index in
      guard !lines[index].isEmpty else { return true }
      let others = lines.indices.filter { $0 != index }.flatMap { lines[$0] }
      return panel.drawLineName(
        type.shortened(drawn[index].name, width: 0.3 * type.pageWidth), along: lines[index], others: others,
        paint: type.theme.textPaint(Self.role(index)), into: &scene)
    }
  }

  /// Places along a distribution: at equal shares, and at equal distances where it is flat.
  private func curvePoints(
    _ series: CompareData.Series, _ panel: Panel, _ period: TimePeriod
  ) -> [Scene.Point] {
    let found = distribution(series, period)
    guard let least = found.minimum, let greatest = found.maximum else { return [] }
    var points = (1..<40).compactMap { step -> Scene.Point? in
      let share = Double(step) / 40
      return found.quantile(share).map {
        Scene.Point(x: panel.valueX.position($0), y: panel.y.position(100 * share))
      }
    }
    let from = panel.valueX.position(least)
    let length = panel.valueX.position(greatest) - from
    for step in 1..<40 {
      let x = from + length * Double(step) / 40
      let share = Double(found.sorted.count { panel.valueX.position($0) <= x }) / Double(found.count)
      points.append(Scene.Point(x: x, y: panel.y.position(100 * share)))
    }
    return points.filter { panel.plot.expanded(by: 1).contains($0) }
  }

  /// Middles of the bins of a line.
  private func linePoints(
    _ series: CompareData.Series, _ panel: Panel, _ period: TimePeriod
  ) -> [Scene.Point] {
    let bins = bins(series)
    let shown = visible(bins, period)
    let points = stride(from: shown.lowerBound, to: shown.upperBound, by: max(1, shown.count / 80)).compactMap
    {
      bin -> Scene.Point? in
      guard series.values[bin].isFinite else { return nil }
      let x = (panel.x.position(bins.start(of: bin)) + panel.x.position(bins.end(of: bin))) / 2
      return Scene.Point(x: x, y: panel.y.position(series.values[bin]))
    }
    return points.filter { panel.plot.expanded(by: 1).contains($0) }
  }

  /// Draws a plot for each flow, all with the same axes.
  func drawMultiples(
    _ page: ChartPage, _ period: TimePeriod, columns: Int, into scene: inout SceneBuilder
  ) throws(LayoutError) -> [Scene.PlotArea] {
    let common = multipleSpec(period, page.type.style)
    let rows = stride(from: 0, to: drawn.count, by: columns).map { start in
      (start..<start + columns).map { index in
        var spec = common
        spec.hidesYLabels = index > start
        spec.valueAxis.names = index < drawn.count ? [drawn[index].name] : []
        spec.shortTitle = spec.valueAxis.names.first
        // A plot with none below it carries the labels of the time axis.
        spec.hidesXLabels = index + columns < drawn.count
        return spec
      }
    }
    let grid = PanelGrid(
      rows: rows, shares: [Double](repeating: 1 / Double(columns), count: columns), region: page.region,
      pageHeight: page.height, type: page.type)
    let panels = try grid.solve().flatMap(\.self)
    var areas: [Scene.PlotArea] = []
    for (index, panel) in panels.prefix(drawn.count).enumerated() {
      scene.beginGroup("panel", id: index == 0 ? "plot" : "plot-\(index + 1)")
      drawMultiple(index, panel, period, into: &scene)
      scene.endGroup()
      areas.append(panel.area)
    }
    return areas
  }

  private func drawMultiple(
    _ index: Int, _ panel: Panel, _ period: TimePeriod, into scene: inout SceneBuilder
  ) {
    panel.drawBackground(bands: [], into: &scene)
    if let sentence = missing(drawn[index], period) {
      panel.drawAxes(into: &scene)
      let center = panel.plot.y + panel.plot.height / 2
      _ = panel.drawLetter(
        sentence, x: panel.plot.x + panel.plot.width / 2, y: scene.baseline(center: center), anchor: .middle,
        paint: scene.type.theme.paint(.muted), into: &scene)
      return
    }
    if isDistribution {
      drawCurves(panel, period, [index], into: &scene)
    } else {
      drawLines(panel, period, [index], into: &scene)
    }
    panel.drawAxes(into: &scene)
  }

  /// What all plots of a chart of many flows share.
  func multipleSpec(_ period: TimePeriod, _ style: ChartStyle) -> PanelSpec {
    if isDistribution {
      var spec = PanelSpec(
        firstTime: period.first, lastTime: period.last, timeAxis: data.axis,
        valueAxis: ValueAxis(lower: 0, upper: 102, family: .percent, names: []).fixed(to: style.yRange))
      spec.xAxis = ValueAxis.over(
        drawn.flatMap { distribution($0, period).sorted }, family: data.distribution.family,
        names: [data.distribution.axisName], isLogarithmic: style.hasLogarithmicX, range: style.xRange)
      return spec
    }
    var spec = PanelSpec(
      firstTime: period.first, lastTime: period.last, timeAxis: data.axis,
      valueAxis: .over(
        valuesShown(period), family: data.metric.family, names: [], isLogarithmic: style.hasLogarithmicY,
        range: style.yRange))
    spec.showsTicks = emptyText(period) == nil
    return spec
  }
}
