/// One plot that has found its place.
struct Panel {
  /// What it holds.
  let spec: PanelSpec
  /// The part of the page that it and its labels fill.
  let region: Scene.Rect
  /// The area between the axes.
  let plot: Scene.Rect
  /// Ticks of the time axis.
  let xTicks: AxisTicks
  /// Ticks of the vertical axis.
  let yTicks: AxisTicks
  /// Names beside the lines; empty if they moved into the key.
  let labels: [DirectLabel]
  /// The key, row by row.
  let keyRows: [[KeyEntry]]
  /// Whether the key shares the row of the vertical axis' title.
  let isKeyBesideTitle: Bool
  /// Whether the key takes short names, to stay in one row.
  let isKeyShort: Bool
  /// Whether short names are taken.
  let isShort: Bool
  /// Distance from the axis to the top of its labels.
  let xLabelPad: Double

  /// The time axis.
  var x: TimeScale {
    TimeScale(first: spec.firstTime, last: spec.lastTime, left: plot.x, right: plot.maxX)
  }

  /// The horizontal axis where it counts no time.
  var valueX: ValueScale {
    ValueScale(
      lower: spec.xAxis?.lower ?? 0, upper: spec.xAxis?.upper ?? 1,
      isLogarithmic: spec.xAxis?.isLogarithmic ?? false, start: plot.x, end: plot.maxX)
  }

  /// Room around the plot.
  var margins: PanelMargins {
    PanelMargins(
      left: plot.x - region.x, top: plot.y - region.y, right: region.maxX - plot.maxX,
      bottom: region.maxY - plot.maxY)
  }

  /// The vertical axis.
  var y: ValueScale {
    ValueScale(
      lower: spec.valueAxis.lower, upper: spec.valueAxis.upper, isLogarithmic: spec.valueAxis.isLogarithmic,
      start: plot.maxY, end: plot.y)
  }

  /// What scripts and tests need to know.
  var area: Scene.PlotArea {
    let first = Double(spec.firstTime) / 1e9
    let last = Double(spec.lastTime) / 1e9
    var area = Scene.PlotArea(
      rect: SceneBuilder.rounded(plot),
      xRange: spec.xAxis.map { $0.lower...$0.upper } ?? min(first, last)...max(first, last),
      yRange: spec.valueAxis.lower...spec.valueAxis.upper)
    area.hasLogarithmicY = spec.valueAxis.isLogarithmic
    area.hasTime = spec.xAxis == nil
    return area
  }

  /// Width of a column of the plot in which more marks show nothing more; at most 4000 of them.
  func columnWidth(_ preset: Preset) -> Double { max(72 / preset.columnsPerInch, plot.width / 4000) }

  /// Number of such columns.
  func columns(_ preset: Preset) -> Double { plot.width / columnWidth(preset) }

  /// The place of the axis line that carries the labels, below all lanes.
  func axisY(_ type: Typography) -> Double { plot.maxY + PanelLayout.laneRoom(spec.lanes.count, type) }
}
