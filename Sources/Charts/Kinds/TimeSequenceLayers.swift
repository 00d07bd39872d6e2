/// Draws the data of one view into its plot, layer by layer.
struct TimeSequenceLayers {
  let view: TimeSequenceView
  let panel: Panel
  let density: DensityClass
  private let x: TimeScale
  private let y: ValueScale
  private let marks: TimeSequenceMarks
  private var data: TimeSequenceData { view.data }

  init(view: TimeSequenceView, panel: Panel, density: DensityClass) {
    self.view = view
    self.panel = panel
    self.density = density
    x = panel.x
    y = panel.y
    marks = TimeSequenceMarks(view: view)
  }

  private func place(_ number: Int64, _ time: Int64) -> Scene.Point {
    Scene.Point(x: x.position(time), y: y.position(view.value(number, at: time)))
  }

  /// Whether a place lies in the plot, so that its mark may be drawn.
  private func isInside(_ point: Scene.Point) -> Bool {
    point.x >= panel.plot.x - 0.01 && point.x <= panel.plot.maxX + 0.01 && point.y >= panel.plot.y - 0.01
      && point.y <= panel.plot.maxY + 0.01
  }

  private func columnWidth(_ scene: SceneBuilder) -> Double { panel.columnWidth(scene.type.style.preset) }

  /// The window's edge, SACK blocks and the ACK line.
  func drawLines(into scene: inout SceneBuilder) {
    let type = scene.type
    if view.drawsWindow {
      scene.beginGroup("window")
      drawAckLine(
        style: SegmentMarks.windowStyle(type), into: &scene,
        value: { view.windowEdge($0) })
      let repeated = marks.repeatedWindowRows(density).compactMap { row in
        view.windowEdge(row).map { place($0, data.ackTimes[row]) }
      }
      SegmentMarks.windowTicks(repeated.filter(isInside), into: &scene)
      scene.endGroup()
    }
    if density != .large, !view.sacks.isEmpty { drawSackBlocks(into: &scene) }
    scene.beginGroup("ack")
    drawAckLine(style: SegmentMarks.ackStyle(type), into: &scene, value: { data.ackValues[$0] })
    scene.endGroup()
    guard density != .large else { return }
    let ticks = marks.duplicateRows.map { place(data.ackValues[$0], data.ackTimes[$0]) }.filter(isInside)
    guard !ticks.isEmpty else { return }
    scene.beginGroup("duplicate-ack")
    SegmentMarks.duplicateTicks(Self.thinned(ticks, cell: 0.25), into: &scene)
    scene.endGroup()
  }

  /// Leaves out points that would be drawn over another one; of many only as many as can be told apart.
  static func thinned(_ points: [Scene.Point], cell: Double) -> [Scene.Point] {
    var cell = cell
    while true {
      var seen: Set<Scene.Point> = []
      let kept = points.filter { point in
        seen.insert(Scene.Point(x: (point.x / cell).rounded(), y: (point.y / cell).rounded())).inserted
      }
      if kept.count <= 3000 || cell > 1000 { return kept }
      cell *= 2
    }
  }

  /// A line over the ACKs of the view up to the right edge, with gaps where the value is unknown.
  private func drawAckLine(
    style: Scene.Style, into scene: inout SceneBuilder, value: (Int) -> Int64?
  ) {
    let isReduced = Double(view.acks.count) > 4 * panel.columns(scene.type.style.preset)
    let width = isReduced ? columnWidth(scene) : nil
    let holds = !view.options.isDetrended
    var line = StepLine(holdsValue: holds, left: panel.plot.x, columnWidth: width)
    var previous: Int64?
    func add(_ number: Int64, _ time: Int64) {
      let point = place(number, time)
      line.append(x: point.x, y: point.y)
    }
    if let row = view.carriedAck, let number = value(row) {
      add(number, view.period.first)
      previous = number
    }
    var elements: [Scene.Path.Element] = []
    for row in view.acks {
      let time = data.ackTimes[row]
      guard let number = value(row) else {
        // Among thousands of ACKs a gap would be narrower than a column.
        if isReduced { continue }
        if let previous { add(previous, time) }
        previous = nil
        elements += line.elements()
        line = StepLine(holdsValue: holds)
        continue
      }
      if !holds, let previous { add(previous, time) }
      add(number, time)
      previous = number
    }
    // A held value goes on to the edge; with the mean rate subtracted it would seem to fall behind.
    if holds, let previous { add(previous, view.period.last) }
    scene.path(elements + line.elements(), style: style, isInk: true)
  }

  private func drawSackBlocks(into scene: inout SceneBuilder) {
    var bars: [SegmentMarks.Bar] = []
    bars.reserveCapacity(view.sacks.count)
    for row in view.sacks {
      let bottom = place(data.sackLefts[row], data.sackTimes[row])
      let top = place(data.sackRights[row], data.sackTimes[row])
      guard top.y < panel.plot.maxY, bottom.y > panel.plot.y else { continue }
      bars.append((bottom.x, min(bottom.y, panel.plot.maxY), max(top.y, panel.plot.y)))
    }
    if Double(bars.count) > panel.columns(scene.type.style.preset) {
      bars = BarReducer.united(
        bars, left: panel.plot.x, columnWidth: max(0.5, columnWidth(scene)), maximum: 12_000)
    }
    scene.beginGroup("sack")
    SegmentMarks.sackBlocks(bars, into: &scene)
    scene.endGroup()
  }

  /// The highest byte sent as a line, for views with too many segments to draw each.
  func drawEnvelope(into scene: inout SceneBuilder) {
    let holds = !view.options.isDetrended
    var line = StepLine(
      holdsValue: holds, left: panel.plot.x, columnWidth: columnWidth(scene))
    var highest = data.segmentEnds.prefix(view.segments.lowerBound).max()
    func add(_ number: Int64, _ time: Int64) {
      let point = place(number, time)
      line.append(x: point.x, y: point.y)
    }
    if let highest { add(highest, view.period.first) }
    for row in view.segments {
      let time = data.segmentTimes[row]
      if !holds, let highest { add(highest, time) }
      highest = max(highest ?? Int64.min, data.segmentEnds[row])
      if let highest { add(highest, time) }
    }
    scene.beginGroup("sent")
    scene.path(
      line.elements(),
      style: .init(stroke: scene.type.theme.paint(.data), lineWidth: scene.type.line * (holds ? 1.2 : 1)),
      isInk: true)
    scene.endGroup()
  }

  /// Each segment: new data in one path, the others one by one.
  func drawSegments(into scene: inout SceneBuilder) {
    var beams: [SegmentMarks.Bar] = []
    for row in view.segments where data.segmentKinds[row] == .newData {
      if let bar = bar(row) { beams.append(bar) }
    }
    scene.beginGroup("segment")
    SegmentMarks.beams(beams, hasCaps: density == .small, into: &scene)
    scene.endGroup()
    for row in view.segments where data.segmentKinds[row] != .newData {
      guard let bar = bar(row), isInside(Scene.Point(x: bar.x, y: bar.top)) else { continue }
      let kind = data.segmentKinds[row]
      let name =
        switch kind {
        case .reordered: "reordered"
        case .retransmissionAfterTimeout: "retransmit after-timeout"
        default: "retransmit"
        }
      scene.beginGroup(name)
      SegmentMarks.resent(kind, x: bar.x, bottom: bar.bottom, top: bar.top, into: &scene)
      scene.endGroup()
    }
  }

  /// The extent of a segment, cut at the plot's edges; `nil` outside.
  private func bar(_ row: Int) -> SegmentMarks.Bar? {
    let bottom = place(data.segmentStarts[row], data.segmentTimes[row])
    let top = place(data.segmentEnds[row], data.segmentTimes[row])
    guard top.y < panel.plot.maxY, bottom.y > panel.plot.y else { return nil }
    return (bottom.x, min(bottom.y, panel.plot.maxY), max(top.y, panel.plot.y))
  }

  /// Stems of SYN and FIN, crosses of RST, and the extended marks.
  func drawEvents(into scene: inout SceneBuilder) {
    let theme = scene.type.theme
    for (kind, name) in [(TimeSequenceData.EventKind.syn, "syn"), (.fin, "fin")] {
      let rows = marks.eventRows([kind])
      guard !rows.isEmpty else { continue }
      scene.beginGroup(name)
      var elements: [Scene.Path.Element] = []
      for point in stems(rows) {
        elements += [.move(.init(x: point, y: panel.plot.maxY)), .line(.init(x: point, y: panel.plot.y))]
      }
      scene.path(
        elements, style: .init(stroke: theme.paint(.text), lineWidth: scene.type.line * 0.6), isInk: true)
      scene.endGroup()
    }
    drawMarkers([.rst, .rstOfReceiver], "rst", .cross, .loss, isFilled: false, into: &scene)
    guard view.options.showsExtendedMarks else { return }
    drawMarkers([.push], "push", .dot, .data, isFilled: true, into: &scene)
    drawMarkers([.ece], "ece", .square, .win, isFilled: false, into: &scene)
    drawMarkers([.cwr], "cwr", .square, .win, isFilled: true, into: &scene)
  }

  private func stems(_ rows: [Int]) -> [Double] {
    var places: [Double] = []
    for row in rows {
      let place = x.position(data.eventTimes[row])
      if let last = places.last, place - last < 0.4 { continue }
      places.append(place)
    }
    return places
  }

  private func drawMarkers(
    _ kinds: Set<TimeSequenceData.EventKind>, _ name: String, _ marker: Scene.Markers.Kind, _ role: Role,
    isFilled: Bool, into scene: inout SceneBuilder
  ) {
    let points = marks.eventRows(kinds).map { place(data.eventValues[$0], data.eventTimes[$0]) }.filter(
      isInside)
    guard !points.isEmpty else { return }
    scene.beginGroup(name)
    SegmentMarks.marker(
      marker, role: role, isFilled: isFilled, points: Self.thinned(points, cell: 0.5), into: &scene)
    scene.endGroup()
  }

  /// Letters of SYN, FIN and D-SACK where they find room.
  func drawLetters(into scene: inout SceneBuilder) {
    let type = scene.type
    let u = type.size
    let extent = type.measure("S")
    for (kind, letter) in [(TimeSequenceData.EventKind.syn, "S"), (.fin, "F")] {
      for place in stems(marks.eventRows([kind])) {
        let baseline = panel.plot.y + 0.25 * u + extent.ascent
        let isLate = place > panel.plot.maxX - 1.6 * u
        _ = panel.drawLetter(
          letter, x: place + (isLate ? -0.35 : 0.35) * u, y: baseline, anchor: isLate ? .end : .start,
          paint: type.theme.paint(.text), into: &scene)
      }
    }
    for row in marks.duplicateSackRows.prefix(200) {
      let point = place(data.ackValues[row], data.ackTimes[row])
      guard isInside(point) else { continue }
      _ = panel.drawLetter(
        "D", x: point.x, y: point.y + 0.65 * u + extent.ascent, anchor: .middle,
        paint: type.theme.textPaint(.ack), size: type.style.preset.minimumTextSize, into: &scene)
    }
  }
}
