/// Finds the place of a plot: measures all labels, sets margins, repeats until both agree.
struct PanelLayout {
  private(set) var spec: PanelSpec
  let region: Scene.Rect
  let type: Typography
  /// Least share of the region's width that the plot must have.
  let minimumShare: Double
  /// Least height of the plot in points.
  let minimumHeight: Double

  /// Margins that neighbours have, and this panel therefore too.
  var leastMargins = PanelMargins()

  /// What was given up to win room.
  private struct Variant {
    var labelsInKey = false
    var isShort = false
  }

  /// Room that event lanes take below the plot.
  static func laneRoom(_ lanes: Int, _ type: Typography) -> Double {
    lanes == 0 ? 0 : 0.85 * type.size + Double(lanes) * type.lanePitch
  }

  /// Lays the panel out.
  ///
  /// First all names stand beside their lines; then they move into the key; then they are shortened.
  ///
  /// - Throws: ``LayoutError/noRoom(text:width:height:)`` that names the widest label.
  func solve() throws(LayoutError) -> Panel {
    if !type.showsLanes, !spec.lanes.isEmpty {
      var bare = self
      bare.spec.lanes = []
      return try bare.solve()
    }
    let isPaper = type.style.preset.isPaper
    let variants =
      isPaper
      ? [Variant(isShort: true), Variant(labelsInKey: true, isShort: true)]
      : [Variant(), Variant(labelsInKey: true), Variant(labelsInKey: true, isShort: true)]
    for variant in variants {
      let panel = solve(variant)
      if panel.plot.width >= minimumShare * region.width, panel.plot.height >= minimumHeight { return panel }
    }
    throw .noRoom(text: widestText(), width: type.pageWidth, height: region.maxY)
  }

  private func solve(_ variant: Variant) -> Panel {
    let u = type.size
    var margins = PanelMargins(left: 4 * u, top: 2 * u, right: 4 * u, bottom: 4 * u)
    var panel = panel(margins, variant)
    for round in 0..<5 {
      let measured = measure(panel).maximum(leastMargins)
      let isSettled = !measured.differs(from: margins)
      margins = round == 4 ? measured.maximum(margins) : measured
      panel = self.panel(margins, variant)
      if isSettled { break }
    }
    return panel
  }

  private func panel(_ margins: PanelMargins, _ variant: Variant) -> Panel {
    let plot = Scene.Rect(
      x: region.x + margins.left, y: region.y + margins.top,
      width: max(1, region.width - margins.left - margins.right),
      height: max(1, region.height - margins.top - margins.bottom))
    let (xTicks, yTicks) = ticks(plot)
    let key = entries(variant)
    let room = region.maxX - plot.x - 0.6 * type.size
    let isKeyShort = variant.isShort || KeyStrip.width(key, isShort: false, type: type) > room
    let (rows, isBeside) = keyRows(key, plot: plot, yTicks: yTicks, isShort: isKeyShort)
    return Panel(
      spec: spec, region: region, plot: plot, xTicks: xTicks, yTicks: yTicks,
      labels: variant.labelsInKey ? [] : spec.labels, keyRows: rows, isKeyBesideTitle: isBeside,
      isKeyShort: isKeyShort, isShort: variant.isShort, xLabelPad: xLabelPad(plot, xTicks, yTicks))
  }

  private func ticks(_ plot: Scene.Rect) -> (x: AxisTicks, y: AxisTicks) {
    let u = type.size
    let isPaper = type.style.preset.isPaper
    let height = type.measure("0").ascent + type.measure("0").descent
    let xRoom = LabelRoom(
      length: plot.width, textSize: u, extent: { type.width($0) }, air: 0.65 * u,
      spacing: min((isPaper ? 6 : 9) * u, spec.xAxis == nil ? .infinity : plot.width / 4))
    let yRoom = LabelRoom(
      length: plot.height, textSize: u, extent: { _ in height }, air: 0.22 * u,
      spacing: (isPaper ? 3.25 : 4.2) * u)
    var x =
      spec.xAxis?.ticks(in: xRoom)
      ?? TimeTicks(first: spec.firstTime, last: spec.lastTime, axis: spec.timeAxis).ticks(in: xRoom)
    var y = spec.valueAxis.ticks(in: yRoom)
    if !spec.showsTicks {
      // Without ticks there is no unit.
      x = AxisTicks(ticks: [], titles: spec.xAxis?.names ?? TimeTicks.names(spec.timeAxis))
      y = AxisTicks(ticks: [], titles: spec.valueAxis.names)
    }
    if spec.table != nil { y.ticks = [] }
    return (x, y)
  }

  /// Labels of the time axis keep clear of the lowest label of the vertical axis.
  private func xLabelPad(_ plot: Scene.Rect, _ xTicks: AxisTicks, _ yTicks: AxisTicks) -> Double {
    let u = type.size
    let pad = 0.5 * u
    guard spec.lanes.isEmpty, let lowest = yTicks.ticks.first(where: { !$0.label.isEmpty }),
      let first = xTicks.ticks.first(where: { !$0.label.isEmpty })
    else { return pad }
    let left = first.fraction * plot.width - type.width(first.label) / 2
    guard left < -0.5 * u + 0.21 * u else { return pad }
    let extent = type.measure(lowest.label)
    let bottom = (extent.ascent + extent.descent) / 2 - lowest.fraction * plot.height
    return max(pad, bottom + 0.21 * u)
  }

  private func measure(_ panel: Panel) -> PanelMargins {
    let u = type.size
    let extent = type.measure("0")
    let height = extent.ascent + extent.descent
    var margins = PanelMargins()
    let yLabels = spec.hidesYLabels ? 0 : panel.yTicks.ticks.map { type.width($0.label) }.max() ?? 0
    let laneNames = spec.lanes.map { type.width($0.name, size: type.smallSize) }.max() ?? 0
    let overhangs = (spec.hidesXLabels ? [] : panel.xTicks.ticks).map {
      tick -> (left: Double, right: Double) in
      let half = type.width(tick.label) / 2
      return (half - tick.fraction * panel.plot.width, half - (1 - tick.fraction) * panel.plot.width)
    }
    margins.left =
      0.6 * u + max(yLabels + 0.55 * u, laneNames + 0.55 * u, overhangs.map(\.left).max() ?? 0, 0.4 * u)
    if let table = spec.table {
      let widest = table.names(type).map { type.width($0, size: table.textSize) }.max() ?? 0
      margins.left = max(margins.left, 0.6 * u + widest + 0.7 * u)
    }
    let names = panel.labels.flatMap { panel.isShort ? $0.shortLines : $0.lines }
    let counts = spec.lanes.map { type.width($0.count, size: type.smallSize) }
    let beside = (names.map { type.width($0) } + counts).max().map { $0 + 0.55 * u } ?? 0
    let columns = spec.table?.rightRoom(type) ?? 0
    margins.right = 0.6 * u + max(beside, overhangs.map(\.right).max() ?? 0, columns)
    let ownRows = panel.isKeyBesideTitle ? 0 : panel.keyRows.count
    margins.top = Double(ownRows) * keyRowHeight + titleRowHeight
    margins.bottom = Self.laneRoom(spec.lanes.count, type)
    margins.bottom +=
      spec.hidesXLabels
      ? 1.1 * u : panel.xLabelPad + height + max(1.4 * u - height, 0.22 * u) + height + 0.25 * u
    return margins
  }

  /// Height of a row of the key.
  private var keyRowHeight: Double { max(1.5 * type.size, type.linePitch) }

  /// Height of the row with the vertical axis' title.
  private var titleRowHeight: Double {
    let extent = type.measure("0")
    return max(1.6 * type.size, extent.ascent + extent.descent + 0.45 * type.size)
  }

  private func entries(_ variant: Variant) -> [KeyEntry] {
    let names = spec.labels.map {
      KeyEntry(
        symbol: $0.symbol, text: $0.lines.joined(separator: " "),
        shortText: $0.shortLines.joined(separator: " "))
    }
    return (variant.labelsInKey ? names : []) + spec.seriesKey + (type.showsKey ? spec.key : [])
  }

  /// One row beside the title if there is room, else rows of their own above it.
  private func keyRows(
    _ key: [KeyEntry], plot: Scene.Rect, yTicks: AxisTicks, isShort: Bool
  ) -> (rows: [[KeyEntry]], isBesideTitle: Bool) {
    guard !key.isEmpty else { return ([], true) }
    let total = KeyStrip.width(key, isShort: isShort, type: type)
    let title = type.width(yTicks.titles.first ?? "")
    if title + total + 2 * type.size <= plot.width { return ([key], true) }
    let room = region.maxX - plot.x - 0.6 * type.size
    var rows: [[KeyEntry]] = []
    for entry in key {
      if let last = rows.last, KeyStrip.width(last + [entry], isShort: isShort, type: type) <= room {
        rows[rows.count - 1].append(entry)
      } else {
        rows.append([entry])
      }
    }
    return (rows, false)
  }

  private func widestText() -> String {
    let texts =
      spec.labels.flatMap(\.lines) + spec.lanes.map(\.name) + spec.key.map(\.text) + spec.valueAxis.names
    return texts.max { type.width($0) < type.width($1) } ?? ""
  }
}
