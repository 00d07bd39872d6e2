/// How often each value of a row occurs, to its right.
struct SideDistribution {
  /// What it draws.
  enum Form {
    /// Share of the samples at or below each value, with some quantiles marked by name.
    case cumulative([Mark])
    /// Bars from the left, at the heights of the row's own axis.
    case barsBeside([HistogramBin])
    /// Bars from below, on an axis of values.
    case barsAbove([HistogramBin])
  }

  /// A quantile that is marked.
  struct Mark {
    /// Per cent of the samples.
    var percent: Double
    /// The value in base units.
    var value: Double
    /// Name and value.
    var text: String
  }

  /// What it draws.
  var form: Form
  /// The samples in ascending order, in base units of the row's axis.
  var sorted: [Double]
  /// The axis of values, where the row's own is not shared.
  var valueAxis: ValueAxis
  /// What is counted (`Samples`, `Segments`).
  var noun: String
  /// Colour.
  var role: Role
  /// Dashed lines, named at the right.
  var references: [TimeRow.Reference] = []

  /// Share of the width that it takes.
  var share: Double {
    if case .barsBeside = form { return 0.24 }
    return 0.3
  }

  /// Whether a page is wide enough for it.
  static func fits(_ style: ChartStyle) -> Bool {
    let asked = style.width ?? style.preset.width
    return (asked.isFinite ? asked : style.preset.width) >= 36 * style.preset.textSize
  }

  /// End of the axis of shares for bars beside a row; `nil` for other forms.
  var highestShare: Double? {
    if case .barsBeside(let bins) = form { return Self.highest(bins) }
    return nil
  }

  /// The panel, beside that of its row.
  ///
  /// Rows below each other show ticks of one axis: `highest` is the end that all of them have.
  func spec(beside row: PanelSpec, type: Typography, highest: Double?) -> PanelSpec {
    var spec = row
    spec.lanes = row.lanes.map { EventLane(name: "", role: $0.role, count: "", spans: []) }
    spec.key = []
    spec.labels = []
    spec.hasVerticalGrid = true
    var axis = valueAxis
    axis.remarks = []
    switch form {
    case .cumulative:
      spec.xAxis = axis
      spec.valueAxis = ValueAxis(lower: 0, upper: 102, family: .percent, names: [noun])
    case .barsAbove(let bins):
      spec.xAxis = axis
      spec.valueAxis = ValueAxis(lower: 0, upper: Self.highest(bins), family: .percent, names: [noun])
    case .barsBeside(let bins):
      spec.xAxis = ValueAxis(lower: 0, upper: highest ?? Self.highest(bins), family: .percent, names: [noun])
      spec.valueAxis.names = []
      spec.hidesYLabels = true
      spec.labels = references.map { $0.label(type) }
    }
    return spec
  }

  private static func highest(_ bins: [HistogramBin]) -> Double {
    1.06 * max(bins.map(\.percent).max() ?? 1, 1e-3)
  }

  /// Draws the panel.
  func draw(_ panel: Panel, id: String, into scene: inout SceneBuilder) {
    scene.beginGroup("panel distribution", id: id)
    panel.drawBackground(bands: [], into: &scene)
    scene.beginClip(panel.plot)
    switch form {
    case .cumulative: drawCurve(panel, into: &scene)
    case .barsBeside(let bins), .barsAbove(let bins): drawBars(bins, panel, into: &scene)
    }
    scene.endClip()
    for reference in references {
      if case .barsBeside = form { reference.draw(panel, into: &scene) }
    }
    panel.drawAxes(into: &scene)
    panel.drawNames(into: &scene)
    if case .cumulative(let marks) = form { drawMarks(marks, panel, into: &scene) }
    scene.endGroup()
  }

  private func drawCurve(_ panel: Panel, into scene: inout SceneBuilder) {
    let preset = scene.type.style.preset
    let isReduced = Double(sorted.count) > 4 * panel.columns(preset)
    var line = StepLine(
      holdsValue: true, left: panel.plot.x, columnWidth: isReduced ? panel.columnWidth(preset) : nil)
    let step = 100 / Double(max(1, sorted.count))
    if let first = sorted.first { line.append(x: panel.valueX.position(first), y: panel.y.position(0)) }
    for (row, value) in sorted.enumerated() {
      // Of equal values only the last is the share at or below.
      if row + 1 < sorted.count, sorted[row + 1] == value { continue }
      line.append(x: panel.valueX.position(value), y: panel.y.position(Double(row + 1) * step))
    }
    line.append(x: panel.plot.maxX, y: panel.y.position(100))
    scene.beginGroup("cdf")
    scene.path(
      line.elements(), style: .init(stroke: scene.type.theme.paint(role), lineWidth: scene.type.line * 1.2),
      isInk: true)
    scene.endGroup()
  }

  /// Quantiles whose names find room; a circle without name would only puzzle.
  private func drawMarks(_ marks: [Mark], _ panel: Panel, into scene: inout SceneBuilder) {
    let type = scene.type
    for mark in marks {
      let point = Scene.Point(x: panel.valueX.position(mark.value), y: panel.y.position(mark.percent))
      guard point.x >= panel.plot.x, point.x <= panel.plot.maxX else { continue }
      let isNamed = panel.drawPointLabel(
        mark.text, at: point, distance: 0.6 * type.size, paint: type.theme.paint(.text), into: &scene)
      guard isNamed else { continue }
      scene.markers(
        .circle, size: 0.5 * type.size, points: [point],
        style: .init(
          stroke: type.theme.paint(role), fill: type.theme.paint(.background), lineWidth: type.line))
    }
  }

  private func drawBars(_ bins: [HistogramBin], _ panel: Panel, into scene: inout SceneBuilder) {
    scene.beginGroup("bars")
    let paint = scene.type.theme.paint(role)
    for bin in bins where bin.count > 0 {
      var rect: Scene.Rect
      if case .barsBeside = form {
        let top = panel.y.position(bin.upper)
        let bottom = panel.y.position(bin.lower)
        rect = Scene.Rect(
          x: panel.plot.x, y: top, width: panel.valueX.position(bin.percent) - panel.plot.x,
          height: max(0.5, bottom - top))
      } else {
        let left = panel.valueX.position(bin.lower)
        let top = panel.y.position(bin.percent)
        rect = Scene.Rect(
          x: left, y: top, width: max(0.5, panel.valueX.position(bin.upper) - left),
          height: panel.plot.maxY - top)
      }
      rect = rect.intersection(panel.plot)
      guard rect.height > 0, rect.width > 0 else { continue }
      // A hair of background between neighbours keeps bars apart.
      let gap = min(0.25, rect.height / 6, rect.width / 6)
      rect = Scene.Rect(
        x: rect.x, y: rect.y, width: rect.width - (isAbove ? gap : 0),
        height: rect.height - (isAbove ? 0 : gap))
      scene.rect(rect, style: .init(fill: paint), isInk: true)
    }
    scene.endGroup()
  }

  private var isAbove: Bool {
    if case .barsAbove = form { return true }
    return false
  }
}

extension TimeRow.Reference {
  /// Its name at the right end.
  func label(_ type: Typography) -> DirectLabel {
    DirectLabel(
      lines: lines, shortLines: shortLines, paint: type.theme.textPaint(.aux), value: value,
      symbol: .line(Self.style(type)))
  }

  /// How it is stroked.
  static func style(_ type: Typography) -> Scene.Style {
    .init(stroke: type.theme.paint(.aux), lineWidth: type.line * 0.7, dash: [2, 2])
  }

  /// Draws the line across a plot; nothing if it lies outside.
  func draw(_ panel: Panel, into scene: inout SceneBuilder) {
    let axis = panel.spec.valueAxis
    guard value >= axis.lower, value <= axis.upper else { return }
    let y = panel.y.position(value)
    scene.beginGroup("reference")
    scene.line(
      x1: panel.plot.x, y1: y, x2: panel.plot.maxX, y2: y, style: Self.style(scene.type), isInk: true)
    scene.endGroup()
  }
}
