import Measurements

extension ThroughputChart {
  /// Draws the plot with all its layers.
  func draw(_ panel: Panel, into scene: inout SceneBuilder) {
    scene.beginGroup("panel", id: "plot")
    panel.drawBackground(bands: [], into: &scene)
    if case .message(let sentence) = mode {
      panel.drawAxes(into: &scene)
      panel.drawMessage(sentence, into: &scene)
      scene.endGroup()
      return
    }
    if mode == .lines, let meanGoodput { drawReference(meanGoodput, panel: panel, into: &scene) }
    scene.beginClip(panel.plot)
    if mode == .bars { drawBars(panel, into: &scene) } else { drawLines(panel, into: &scene) }
    scene.endClip()
    panel.drawAxes(into: &scene)
    panel.drawNames(into: &scene)
    panel.drawLanes(into: &scene)
    if mode == .bars { drawBarCounts(panel, into: &scene) }
    scene.endGroup()
  }

  private func drawReference(_ rate: Double, panel: Panel, into scene: inout SceneBuilder) {
    let y = panel.y.position(rate)
    guard y >= panel.plot.y, y <= panel.plot.maxY else { return }
    scene.beginGroup("mean-goodput")
    scene.line(
      x1: panel.plot.x, y1: y, x2: panel.plot.maxX, y2: y, style: referenceStyle(scene.type), isInk: true)
    scene.endGroup()
  }

  private func drawLines(_ panel: Panel, into scene: inout SceneBuilder) {
    let type = scene.type
    for (index, line) in lines.enumerated() where !bins.hasMean || (index == 0 && !bins.isSeveral) {
      scene.beginGroup(line.cssClass + " bins")
      var style = bins.hasMean ? binStyle(line, type: type) : lineStyle(line, type: type, isStrong: false)
      // Goodput lies just below the line of all bytes; thinner, it leaves that in sight.
      if !bins.hasMean, !bins.isSeveral, index > 0 { style.lineWidth *= 0.6 }
      drawSteps(line, style: style, panel: panel, into: &scene)
      scene.endGroup()
    }
    guard bins.hasMean else { return }
    for line in lines {
      scene.beginGroup(line.cssClass + " mean")
      drawMean(line, panel: panel, into: &scene)
      scene.endGroup()
    }
  }

  /// Width of a column if the bins are more than can be seen.
  private func columnWidth(_ panel: Panel, _ type: Typography, visible: Int) -> Double? {
    let preset = type.style.preset
    return Double(visible) > panel.columns(preset) ? panel.columnWidth(preset) : nil
  }

  /// Bins as steps; on a logarithmic axis silent bins are gaps with a tick at the edge.
  private func drawSteps(
    _ line: ThroughputLine, style: Scene.Style, panel: Panel, into scene: inout SceneBuilder
  ) {
    let rates = bins.rates(line.bytes)
    let visible = visibleBins(TimePeriod(first: panel.x.first, last: panel.x.last)).clamped(
      to: 0..<rates.count)
    let width = columnWidth(panel, scene.type, visible: visible.count)
    var steps = StepLine(holdsValue: true, left: panel.plot.x, columnWidth: width)
    var gaps: [Scene.Path.Element] = []
    var lastGap = -Double.infinity
    for bin in visible {
      let left = panel.x.position(bins.start(of: bin))
      let right = panel.x.position(bins.end(of: bin))
      if panel.y.isLogarithmic, rates[bin] <= 0 {
        scene.path(steps.elements(), style: style, isInk: true)
        steps = StepLine(holdsValue: true, left: panel.plot.x, columnWidth: width)
        let middle = (left + right) / 2
        if middle - lastGap > 0.5 {
          gaps += [
            .move(.init(x: middle, y: panel.plot.maxY)),
            .line(.init(x: middle, y: panel.plot.maxY - 0.4 * scene.type.size)),
          ]
          lastGap = middle
        }
        continue
      }
      let y = panel.y.position(rates[bin])
      steps.append(x: left, y: y)
      steps.append(x: right, y: y)
    }
    scene.path(steps.elements(), style: style, isInk: true)
    scene.path(gaps, style: .init(stroke: style.stroke, lineWidth: scene.type.line * 0.7), isInk: true)
  }

  /// The moving mean, each value at the end of its window.
  private func drawMean(_ line: ThroughputLine, panel: Panel, into scene: inout SceneBuilder) {
    let style = lineStyle(line, type: scene.type, isStrong: true)
    let visible = visibleBins(TimePeriod(first: panel.x.first, last: panel.x.last))
    let wanted = max(0, visible.lowerBound - 1)..<(visible.upperBound + 1)
    let means = bins.means(line.bytes).filter { wanted.contains($0.bin) }
    let width = columnWidth(panel, scene.type, visible: means.count)
    var path = StepLine(holdsValue: false, left: panel.plot.x, columnWidth: width)
    for mean in means {
      if panel.y.isLogarithmic, mean.rate <= 0 {
        scene.path(path.elements(), style: style, isInk: true)
        path = StepLine(holdsValue: false, left: panel.plot.x, columnWidth: width)
        continue
      }
      path.append(x: panel.x.position(bins.end(of: mean.bin)), y: panel.y.position(mean.rate))
    }
    scene.path(path.elements(), style: style, isInk: true)
  }

  /// Bars of single packets' bytes.
  private func drawBars(_ panel: Panel, into scene: inout SceneBuilder) {
    guard let line = lines.first else { return }
    scene.beginGroup(line.cssClass + " bars")
    for bin in barBins(line, panel) {
      scene.rect(bar(bin, line, panel), style: .init(fill: scene.type.theme.paint(line.role)))
    }
    scene.endGroup()
  }

  private func barBins(_ line: ThroughputLine, _ panel: Panel) -> [Int] {
    visibleBins(TimePeriod(first: panel.x.first, last: panel.x.last))
      .filter { $0 < line.bytes.count && line.bytes[$0] > 0 }
  }

  private func bar(_ bin: Int, _ line: ThroughputLine, _ panel: Panel) -> Scene.Rect {
    let left = max(panel.plot.x, min(panel.plot.maxX - 1, panel.x.position(bins.start(of: bin))))
    let right = max(left + 1, min(panel.plot.maxX, panel.x.position(bins.start(of: bin) &+ bins.length)))
    let top = max(panel.plot.y, panel.y.position(Double(line.bytes[bin])))
    return Scene.Rect(x: left, y: top, width: right - left, height: max(0, panel.plot.maxY - top))
  }

  /// The number of bytes above each bar where it finds room.
  private func drawBarCounts(_ panel: Panel, into scene: inout SceneBuilder) {
    guard let line = lines.first else { return }
    for bin in barBins(line, panel).prefix(50) {
      let rect = bar(bin, line, panel)
      let text = DecimalNumber.grouped(String(line.bytes[bin])) + " B"
      let extent = scene.type.measure(text)
      let half = extent.width / 2
      // Above the middle of its bar, or to one side if a neighbour stands in the way.
      for middle in [rect.x + rect.width / 2, rect.maxX - half, rect.x + half] {
        let isDrawn = panel.drawLetter(
          text, x: max(panel.plot.x + half + 1, min(middle, panel.plot.maxX - half - 1)),
          y: rect.y - extent.descent - 0.15 * scene.type.size, anchor: .middle,
          paint: scene.type.theme.textPaint(line.role), into: &scene)
        if isDrawn { break }
      }
    }
  }
}
