extension TimeSequenceChart {
  /// Draws one plot with all its layers.
  func draw(
    _ view: TimeSequenceView, panel: Panel, share: Double, id: String, into scene: inout SceneBuilder
  ) {
    let type = scene.type
    let density = view.density(style: type.style, share: share)
    let states = states(view)
    var bands =
      options.annotates && type.style.showsStates
      ? states.flatMap(\.periods).filter {
        TimeScale.distance(from: $0.lowerBound, to: $0.upperBound) >= 0.01 * view.period.length
      } : []
    if id == "plot", let inset = insetView(style: type.style) {
      bands.append(inset.period.first...inset.period.last)
    }
    scene.beginGroup("panel", id: id)
    panel.drawBackground(bands: bands, into: &scene)
    if summary.isEmpty {
      panel.drawAxes(into: &scene)
      panel.drawMessage(emptyText, into: &scene)
      scene.endGroup()
      return
    }
    let air = 0.25 * type.size
    let clip = Scene.Rect(
      x: panel.plot.x - air, y: panel.plot.y, width: panel.plot.width + 2 * air, height: panel.plot.height)
    if options.isDetrended, let zero = zeroLine(panel) { drawReference(zero, panel: panel, into: &scene) }
    scene.beginClip(clip)
    let layers = TimeSequenceLayers(view: view, panel: panel, density: density)
    layers.drawLines(into: &scene)
    if density == .large {
      layers.drawEnvelope(into: &scene)
    } else {
      layers.drawSegments(into: &scene)
      layers.drawEvents(into: &scene)
    }
    scene.endClip()
    panel.drawAxes(into: &scene)
    panel.drawNames(into: &scene)
    panel.drawLanes(into: &scene)
    if density != .large { layers.drawLetters(into: &scene) }
    drawStateNames(view, panel: panel, into: &scene)
    if summary.segmentCount == 1 { drawSingle(view, panel: panel, into: &scene) }
    scene.endGroup()
  }

  /// The sentence in place of data.
  var emptyText: String {
    data.emptyReason.isEmpty ? "No data segment from A to B in this flow" : data.emptyReason
  }

  private func zeroLine(_ panel: Panel) -> Double? {
    let axis = panel.spec.valueAxis
    return axis.lower < 0 && axis.upper > 0 ? panel.y.position(0) : nil
  }

  private func drawReference(_ y: Double, panel: Panel, into scene: inout SceneBuilder) {
    let type = scene.type
    scene.line(
      x1: panel.plot.x, y1: y, x2: panel.plot.maxX, y2: y,
      style: .init(stroke: type.theme.paint(.aux), lineWidth: type.line * 0.65, dash: [2, 2]))
  }

  private func drawStateNames(_ view: TimeSequenceView, panel: Panel, into scene: inout SceneBuilder) {
    let named = labelledStates(view, plotWidth: panel.plot.width, type: scene.type)
    let periods = named.flatMap { state in state.periods.map { (state.name, $0) } }
      .sorted {
        TimeScale.distance(from: $0.1.lowerBound, to: $0.1.upperBound)
          > TimeScale.distance(from: $1.1.lowerBound, to: $1.1.upperBound)
      }
    for (name, period) in periods.prefix(5) {
      _ = panel.drawBandLabel(Self.stateText(name, period), period: period, role: .loss, into: &scene)
    }
  }

  /// The size of the only segment beside it.
  private func drawSingle(_ view: TimeSequenceView, panel: Panel, into scene: inout SceneBuilder) {
    guard let row = view.segments.first else { return }
    let bytes = TimeSequenceSummary.difference(data.segmentEnds[row], data.segmentStarts[row])
    let middle =
      (view.value(data.segmentStarts[row], at: data.segmentTimes[row])
        + view.value(data.segmentEnds[row], at: data.segmentTimes[row])) / 2
    let point = Scene.Point(x: panel.x.position(data.segmentTimes[row]), y: panel.y.position(middle))
    _ = panel.drawPointLabel(
      "1 segment: \(DecimalNumber.grouped(String(bytes))) B", at: point, distance: 0.6 * scene.type.size,
      paint: scene.type.theme.paint(.text), into: &scene)
  }
}
