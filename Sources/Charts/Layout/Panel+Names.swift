/// Names beside the lines and event lanes of a panel.
extension Panel {
  /// Draws the names of series at the right end of the plot, pushed apart where their values are near.
  func drawNames(into scene: inout SceneBuilder) {
    guard !labels.isEmpty else { return }
    let type = scene.type
    let u = type.size
    let extent = type.measure("0")
    let ordered = labels.map { label -> (label: DirectLabel, wanted: Double) in
      (label, label.value.map { max(plot.y, min(plot.maxY, y.position($0))) } ?? plot.y)
    }.sorted { $0.wanted < $1.wanted }
    let heights = ordered.map { Double(lines($0.label).count) * type.linePitch }
    let centers = Dodge.centers(
      wanted: ordered.map(\.wanted), heights: heights, range: (plot.y - 0.1 * u)...(plot.maxY + 0.3 * u))
    scene.beginGroup("names")
    for (index, item) in ordered.enumerated() {
      let texts = lines(item.label)
      var center = centers[index] - Double(texts.count - 1) * type.linePitch / 2
      let isFar = (centers[index] - item.wanted).magnitude > 1.2 * u
      if isFar, texts.count == 1 {
        scene.line(
          x1: plot.maxX + 0.08 * u, y1: item.wanted, x2: plot.maxX + 0.45 * u, y2: center,
          style: .init(stroke: type.theme.paint(.axis), lineWidth: 0.5))
      }
      for text in texts {
        scene.text(
          text, x: plot.maxX + 0.55 * u, y: center + (extent.ascent - extent.descent) / 2,
          paint: item.label.paint,
          purpose: "name")
        center += type.linePitch
      }
    }
    scene.endGroup()
  }

  private func lines(_ label: DirectLabel) -> [String] { isShort ? label.shortLines : label.lines }

  /// The middle of a row of the table.
  func rowCenter(_ row: Int) -> Double {
    let count = Double(max(1, spec.table?.rows.count ?? 1))
    return plot.y + (Double(row) + 0.5) * plot.height / count
  }

  /// Checks that the rows of a table are far enough apart for their names.
  ///
  /// - Throws: ``LayoutError/noRoom(text:width:height:)`` that names the first row.
  func checkRows() throws(LayoutError) {
    guard let table = spec.table, let first = table.rows.first else { return }
    guard plot.height / Double(table.rows.count) < 1.4 * table.textSize else { return }
    throw .noRoom(text: first.name, width: region.width, height: region.maxY)
  }

  /// Draws names and figures of the rows of a table.
  func drawTable(into scene: inout SceneBuilder) {
    guard let table = spec.table else { return }
    let type = scene.type
    let places = table.columnPlaces(type, from: plot.maxX)
    scene.beginGroup("table")
    let extent = type.measure("0")
    for (head, place) in zip(table.heads, places) {
      scene.text(
        head, x: place, y: plot.y - 0.42 * type.size - extent.descent, anchor: table.anchor,
        size: table.textSize,
        paint: type.theme.paint(.muted), purpose: "head")
    }
    for (index, name) in table.names(type).enumerated() {
      let row = table.rows[index]
      let baseline = scene.baseline(center: rowCenter(index), size: table.textSize)
      scene.text(
        name, x: plot.x - 0.7 * type.size, y: baseline, anchor: .end, size: table.textSize, paint: row.paint,
        purpose: "row")
      for (column, (cell, place)) in zip(row.cells, places).enumerated() {
        scene.text(
          cell, x: place, y: baseline, anchor: table.anchor, size: table.textSize,
          paint: column == table.lossColumn ? type.theme.textPaint(.loss) : row.paint, purpose: "cell")
      }
    }
    scene.endGroup()
  }

  /// Draws the event lanes below the plot.
  func drawLanes(into scene: inout SceneBuilder) {
    let type = scene.type
    for (index, lane) in spec.lanes.enumerated() {
      let center = plot.maxY + 0.7 * type.size + (Double(index) + 0.5) * type.lanePitch
      let baseline = scene.baseline(center: center, size: type.smallSize)
      scene.beginGroup("lane lane-" + lane.name.map { $0.isLetter ? $0.lowercased() : "-" }.joined())
      scene.text(
        lane.name, x: plot.x - 0.55 * type.size, y: baseline, anchor: .end, size: type.smallSize,
        paint: type.theme.textPaint(lane.role), purpose: "lane")
      scene.path(
        laneBars(lane.spans, center: center, height: type.size, type: type),
        style: .init(fill: type.theme.paint(lane.role)))
      scene.text(
        lane.count, x: plot.maxX + 0.55 * type.size, y: baseline, size: type.smallSize,
        paint: type.theme.textPaint(lane.role), purpose: "lane-count")
      scene.endGroup()
    }
  }

  /// One box for each run of events that lie nearer than 0.4 pt.
  func laneBars(
    _ events: [ClosedRange<Int64>], center: Double, height: Double, type: Typography
  ) -> [Scene.Path.Element] {
    let width = max(0.5, 0.55 * type.line)
    let spans = events.compactMap(visibleSpan).map { place -> ClosedRange<Double> in
      let left = min(place.lowerBound, plot.maxX - width)
      return left...max(place.upperBound, left + width)
    }
    let runs = Self.united(spans, gap: 0.4)
    return runs.flatMap { run -> [Scene.Path.Element] in
      [
        .move(.init(x: run.lowerBound, y: center - height / 2)),
        .line(.init(x: run.upperBound, y: center - height / 2)),
        .line(.init(x: run.upperBound, y: center + height / 2)),
        .line(.init(x: run.lowerBound, y: center + height / 2)), .close,
      ]
    }
  }
}
