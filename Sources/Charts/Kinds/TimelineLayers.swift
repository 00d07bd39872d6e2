import Measurements

/// Lays out and draws the rows of a timeline.
struct TimelineLayers {
  let chart: TimelineChart
  let period: TimePeriod
  let type: Typography
  private var data: TimelineData { chart.data }

  /// Height of a row: 0.23 inch at 10 pt.
  private var pitch: Double { 1.66 * type.size }
  private var rowCount: Int { data.rows.count + (chart.hidden > 0 ? 1 : 0) }
  private var hasArea: Bool { !data.allOpen.isEmpty }
  private var areaHeight: Double { 8 * type.size }
  private var plotHeight: Double { max(6.2 * type.size, pitch * Double(rowCount)) }

  /// Height of the page below its header.
  var contentHeight: Double {
    plotHeight + 8 * type.size + (hasArea ? areaHeight + 3 * type.size : 0)
  }

  /// Draws the rows, and the number of open connections above them where there are very many.
  func draw(_ page: ChartPage, into scene: inout SceneBuilder) throws(LayoutError) -> [Scene.PlotArea] {
    let specs = (hasArea ? [[areaSpec]] : []) + [[tableSpec]]
    let panels = try PanelGrid(
      rows: specs, shares: [1], weights: hasArea ? [areaHeight, plotHeight] : [1], region: page.region,
      pageHeight: page.height, type: page.type
    ).solve().map { $0[0] }
    if hasArea, let panel = panels.first { drawArea(panel, into: &scene) }
    if let panel = panels.last {
      try panel.checkRows()
      drawRows(panel, into: &scene)
    }
    return panels.map(\.area)
  }

  private func spec(_ axis: ValueAxis) -> PanelSpec {
    PanelSpec(firstTime: period.first, lastTime: period.last, timeAxis: data.axis, valueAxis: axis)
  }

  private var areaSpec: PanelSpec {
    var spec = spec(
      ValueAxis.over(data.allOpen.map(Double.init), family: .count, names: ["Open connections"]))
    spec.hidesXLabels = true
    return spec
  }

  private var tableSpec: PanelSpec {
    var spec = spec(ValueAxis(lower: 0, upper: 1, family: .count, names: []))
    guard !data.rows.isEmpty else {
      spec.showsTicks = false
      return spec
    }
    spec.hasVerticalGrid = true
    spec.table = table
    spec.key = [
      KeyEntry(symbol: .stem, text: "SYN, FIN", shortText: "SYN, FIN"),
      KeyEntry(symbol: .marker(.cross, .loss, isFilled: false), text: "RST", shortText: "RST"),
      KeyEntry(symbol: .heat, text: heatText, shortText: heatText),
    ]
    return spec
  }

  /// Names and figures of the rows; figures are left out, then names cut, where the plot would be too narrow.
  private var table: RowTable {
    let variants = [(3, 0.34), (1, 0.34), (0, 0.42), (0, 0.28)].map { table(columns: $0, nameShare: $1) }
    let fitting = variants.first { table in
      let names = table.names(type).map { type.width($0, size: table.textSize) }.max() ?? 0
      let right = max(table.rightRoom(type), 2 * type.size)
      return type.pageWidth - names - right - 2.5 * type.size >= 0.457 * type.pageWidth
    }
    return fitting ?? variants[variants.count - 1]
  }

  private func table(columns: Int, nameShare: Double) -> RowTable {
    var rows = data.rows.map { row in
      let length = max(0, TimeSequenceSummary.difference(row.period.upperBound, row.period.lowerBound))
      let resent = row.resentSegments == 0 ? "\u{B7}" : Quantity.count(row.resentSegments)
      let figures = [
        Quantity.si(Double(row.payloadBytes), "B"), resent, Quantity.duration(nanoseconds: length),
      ]
      return RowTable.Row(
        name: row.name, paint: type.theme.paint(.text), cells: Array(figures.prefix(columns)))
    }
    if chart.hidden > 0 {
      let name = "\(Quantity.count(chart.hidden)) more"
      rows.append(RowTable.Row(name: name, paint: type.theme.paint(.muted), cells: []))
    }
    return RowTable(
      heads: Array(["payload", "resent", "duration"].prefix(columns)), rows: rows, textSize: type.smallSize,
      lossColumn: 1, nameShare: nameShare)
  }

  /// The ends of the heat ramp.
  private var heatText: String {
    guard let range = cellRange else { return "payload per \(chart.binText)" }
    return
      "\(Quantity.si(range.lowerBound, "B")) to \(Quantity.si(range.upperBound, "B")) per \(chart.binText), log"
  }

  /// Least and greatest payload of a cell.
  private var cellRange: ClosedRange<Double>? {
    let cells = data.rows.lazy.flatMap(\.cells).filter { $0 > 0 }
    guard let least = cells.min(), let greatest = cells.max() else { return nil }
    return Double(least)...Double(greatest)
  }

  private func drawArea(_ panel: Panel, into scene: inout SceneBuilder) {
    scene.beginGroup("panel", id: "open")
    panel.drawBackground(bands: [], into: &scene)
    scene.beginClip(panel.plot)
    let times = data.allOpen.indices.map { data.firstBinStart &+ Int64($0) &* data.binNanoseconds }
    TimeLine(
      cssClass: "open-connections", times: times, values: .whole(data.allOpen), holdsValue: true,
      reachesEnd: true, style: .init(stroke: type.theme.paint(.data), lineWidth: type.line), areaOpacity: 0.2
    ).draw(panel, period: period, into: &scene)
    scene.endClip()
    panel.drawAxes(into: &scene)
    scene.endGroup()
  }

  private func drawRows(_ panel: Panel, into scene: inout SceneBuilder) {
    scene.beginGroup("panel", id: "plot")
    panel.drawBackground(bands: [], into: &scene)
    guard !data.rows.isEmpty else {
      panel.drawAxes(into: &scene)
      panel.drawMessage("No connection in the capture", into: &scene)
      scene.endGroup()
      return
    }
    let air = 0.4 * type.size
    scene.beginClip(
      Scene.Rect(
        x: panel.plot.x - air, y: panel.plot.y, width: panel.plot.width + 2 * air, height: panel.plot.height))
    let range = cellRange
    for (index, row) in data.rows.enumerated() {
      scene.beginGroup("connection")
      drawLife(row, panel, center: panel.rowCenter(index), into: &scene)
      drawCells(row.cells, range, panel, center: panel.rowCenter(index), into: &scene)
      drawEnds(row, panel, center: panel.rowCenter(index), into: &scene)
      scene.endGroup()
    }
    if chart.hidden > 0, let most = data.othersOpen.max(), most > 0 {
      scene.beginGroup("others")
      drawCells(data.othersOpen, 1...Double(most), panel, center: panel.rowCenter(rowCount - 1), into: &scene)
      scene.endGroup()
    }
    scene.endClip()
    panel.drawAxes(into: &scene)
    panel.drawTable(into: &scene)
    scene.endGroup()
  }

  /// The line of an open connection; ends that the capture cut are dashed.
  private func drawLife(
    _ row: TimelineData.Row, _ panel: Panel, center: Double, into scene: inout SceneBuilder
  ) {
    guard let span = panel.visibleSpan(row.period) else { return }
    let stub = min(1.4 * type.size, (span.upperBound - span.lowerBound) / 2)
    let left = span.lowerBound + (row.isStartCut ? stub : 0)
    let right = span.upperBound - (row.isEndCut ? stub : 0)
    let paint = type.theme.paint(.text)
    let style = Scene.Style(stroke: paint, lineWidth: type.line * 0.7)
    let dashed = Scene.Style(stroke: paint, lineWidth: type.line * 0.7, dash: [1.5, 1.5])
    if right > left { scene.line(x1: left, y1: center, x2: right, y2: center, style: style, isInk: true) }
    if row.isStartCut, stub > 0 {
      scene.line(x1: span.lowerBound, y1: center, x2: left, y2: center, style: dashed, isInk: true)
    }
    if row.isEndCut, stub > 0 {
      scene.line(x1: right, y1: center, x2: span.upperBound, y2: center, style: dashed, isInk: true)
    }
  }

  /// Height of cells and stems; few rows do not make them higher.
  private func cellHeight(_ panel: Panel) -> Double {
    0.62 * min(1.2 * pitch, panel.plot.height / Double(max(1, rowCount)))
  }

  /// Cells of a row; neighbours of one step are one rectangle.
  private func drawCells(
    _ cells: [Int64], _ range: ClosedRange<Double>?, _ panel: Panel, center: Double,
    into scene: inout SceneBuilder
  ) {
    guard let range else { return }
    let height = cellHeight(panel)
    var start = 0
    while start < cells.count {
      let step = Self.step(cells[start], in: range)
      var end = start + 1
      while end < cells.count, Self.step(cells[end], in: range) == step { end += 1 }
      if let step {
        let first = data.firstBinStart &+ Int64(start) &* data.binNanoseconds
        let last = data.firstBinStart &+ Int64(end) &* data.binNanoseconds
        if let span = panel.visibleSpan(first...max(first, last)) {
          let left = min(span.lowerBound, panel.plot.maxX - 0.6)
          scene.rect(
            Scene.Rect(
              x: left, y: center - height / 2, width: max(0.6, span.upperBound - left), height: height),
            style: .init(fill: type.theme.heatPaint(step)), isInk: true)
        }
      }
      start = end
    }
  }

  /// The step of the ramp, 0 to 4, by the logarithm of a count; `nil` for none.
  static func step(_ count: Int64, in range: ClosedRange<Double>) -> Int? {
    guard count > 0 else { return nil }
    guard range.upperBound > range.lowerBound, range.lowerBound > 0 else { return 4 }
    let share =
      naturalLogarithm(Double(count) / range.lowerBound)
      / naturalLogarithm(range.upperBound / range.lowerBound)
    return max(0, min(4, Int((share * 5).rounded(.down))))
  }

  private func drawEnds(
    _ row: TimelineData.Row, _ panel: Panel, center: Double, into scene: inout SceneBuilder
  ) {
    let height = cellHeight(panel)
    let stems = row.ends.filter(period.contains).flatMap { time -> [Scene.Path.Element] in
      let x = panel.x.position(time)
      return [.move(.init(x: x, y: center - height / 2)), .line(.init(x: x, y: center + height / 2))]
    }
    scene.path(
      stems, style: .init(stroke: type.theme.paint(.text), lineWidth: 1.2 * type.line), isInk: true)
    let crosses = row.resets.filter(period.contains).map {
      Scene.Point(x: panel.x.position($0), y: center)
    }
    scene.markers(
      .cross, size: 0.62 * type.size, points: crosses,
      style: .init(stroke: type.theme.paint(.loss), lineWidth: 1.3 * type.line))
  }
}
