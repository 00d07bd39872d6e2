/// Axes, grid, titles and key of a panel.
extension Panel {
  /// Draws what lies behind the data: the grid and the bands of states.
  func drawBackground(bands: [ClosedRange<Int64>], into scene: inout SceneBuilder) {
    let theme = scene.type.theme
    let spans = Self.united(bands.compactMap(visibleSpan) + markedBands(scene.type))
    if !spans.isEmpty {
      scene.beginGroup("bands")
      for span in spans {
        scene.rect(
          Scene.Rect(
            x: span.lowerBound, y: plot.y, width: span.upperBound - span.lowerBound, height: plot.height),
          style: .init(fill: theme.paint(.band)))
      }
      scene.endGroup()
    }
    scene.beginGroup("grid")
    var lines: [Scene.Path.Element] = []
    for tick in xTicks.ticks where spec.hasVerticalGrid && !tick.label.isEmpty {
      let x = plot.x + tick.fraction * plot.width
      lines.append(.move(.init(x: x, y: plot.y)))
      lines.append(.line(.init(x: x, y: plot.maxY)))
    }
    for tick in yTicks.ticks where !tick.label.isEmpty {
      let y = plot.maxY - tick.fraction * plot.height
      lines.append(.move(.init(x: plot.x, y: y)))
      lines.append(.line(.init(x: plot.maxX, y: y)))
    }
    scene.path(lines, style: .init(stroke: theme.paint(.grid), lineWidth: scene.type.hair))
    scene.endGroup()
    drawMarkedMoments(into: &scene)
  }

  /// The part of the plot that a period covers, in points; `nil` if none.
  func visibleSpan(_ period: ClosedRange<Int64>) -> ClosedRange<Double>? {
    guard period.upperBound >= spec.firstTime, period.lowerBound <= spec.lastTime else { return nil }
    let left = max(plot.x, x.position(period.lowerBound))
    let right = min(plot.maxX, x.position(period.upperBound))
    return left <= right ? left...right : nil
  }

  /// Spans in ascending order with those that touch made one.
  static func united(_ spans: [ClosedRange<Double>], gap: Double = 0) -> [ClosedRange<Double>] {
    var result: [ClosedRange<Double>] = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, span.lowerBound <= last.upperBound + gap {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
      } else {
        result.append(span)
      }
    }
    return result
  }

  /// Draws axis lines, ticks, their labels and the axis titles.
  func drawAxes(into scene: inout SceneBuilder) {
    scene.beginGroup("axes")
    drawAxisLines(into: &scene)
    drawXLabels(into: &scene)
    drawYLabels(into: &scene)
    scene.endGroup()
    drawTitlesAndKey(into: &scene)
    drawMarkedNames(into: &scene)
  }

  private func drawAxisLines(into scene: inout SceneBuilder) {
    let type = scene.type
    let length = 0.35 * type.size
    let bottom = axisY(type)
    var lines: [Scene.Path.Element] = [
      .move(.init(x: plot.x, y: plot.y)), .line(.init(x: plot.x, y: plot.maxY)),
      .line(.init(x: plot.maxX, y: plot.maxY)),
    ]
    if !spec.lanes.isEmpty {
      lines += [.move(.init(x: plot.x, y: bottom)), .line(.init(x: plot.maxX, y: bottom))]
    }
    for tick in xTicks.ticks {
      let place = plot.x + tick.fraction * plot.width
      for y in Set([plot.maxY, bottom]).sorted() {
        lines.append(.move(.init(x: place, y: y)))
        lines.append(.line(.init(x: place, y: y + (tick.label.isEmpty ? 0.6 : 1) * length)))
      }
    }
    for tick in yTicks.ticks {
      let y = plot.maxY - tick.fraction * plot.height
      lines.append(.move(.init(x: plot.x, y: y)))
      lines.append(.line(.init(x: plot.x - (tick.label.isEmpty ? 0.6 : 1) * length, y: y)))
    }
    scene.path(lines, style: .init(stroke: type.theme.paint(.axis), lineWidth: type.hair))
  }

  private func drawXLabels(into scene: inout SceneBuilder) {
    guard !spec.hidesXLabels else { return }
    let type = scene.type
    let extent = type.measure("0")
    let baseline = axisY(type) + xLabelPad + extent.ascent
    for tick in xTicks.ticks {
      scene.text(
        tick.label, x: plot.x + tick.fraction * plot.width, y: baseline, anchor: .middle,
        paint: type.theme.paint(.muted), purpose: "tick")
    }
    let height = extent.ascent + extent.descent
    let titleLine = baseline + max(1.4 * type.size, height + 0.22 * type.size)
    var titles = xTicks.titles
    var corner = xTicks.corner
    let center = plot.x + plot.width / 2
    if !corner.isEmpty {
      let left = center - type.width(titles.first ?? "") / 2
      if plot.x + type.width(corner) + type.size > left {
        titles = titles.map { "\($0), \(corner)" } + titles
        corner = ""
      }
    }
    scene.text(corner, x: plot.x, y: titleLine, paint: type.theme.paint(.muted), purpose: "date")
    let margin = 0.6 * type.size
    let title = type.fitting(titles, width: region.width - 2 * margin)
    let half = type.width(title) / 2
    let place = max(region.x + margin + half, min(center, region.maxX - margin - half))
    scene.text(
      title, x: place, y: titleLine, anchor: .middle, paint: type.theme.paint(.muted), purpose: "axis-title")
  }

  private func drawYLabels(into scene: inout SceneBuilder) {
    guard !spec.hidesYLabels else { return }
    let type = scene.type
    for tick in yTicks.ticks {
      scene.text(
        tick.label, x: plot.x - 0.55 * type.size,
        y: scene.baseline(center: plot.maxY - tick.fraction * plot.height), anchor: .end,
        paint: type.theme.paint(.muted), purpose: "tick")
    }
  }

  private func drawTitlesAndKey(into scene: inout SceneBuilder) {
    let type = scene.type
    let u = type.size
    let extent = type.measure("0")
    let titleLine = plot.y - 0.42 * u - extent.descent
    let room = region.maxX - plot.x - 0.6 * u
    let names = yTicks.titles
    if let title = names.first(where: { type.width($0) <= room }) {
      scene.text(title, x: plot.x, y: titleLine, paint: type.theme.paint(.muted), purpose: "axis-title")
    } else if let short = spec.shortTitle {
      scene.text(
        type.shortened(short, width: room), x: plot.x, y: titleLine, paint: type.theme.paint(.muted),
        purpose: "axis-title")
    } else {
      let left = region.x + 0.6 * u
      scene.text(
        type.fitting(names, width: region.maxX - left - 0.6 * u), x: left, y: titleLine,
        paint: type.theme.paint(.muted), purpose: "axis-title")
    }
    if isKeyBesideTitle, let row = keyRows.first {
      let width = KeyStrip.width(row, isShort: isKeyShort, type: type)
      let center = titleLine - (extent.ascent - extent.descent) / 2
      KeyStrip.draw(row, isShort: isKeyShort, x: plot.maxX - width, y: center, into: &scene)
      return
    }
    let rowHeight = max(1.5 * u, type.linePitch)
    let last = titleLine - (extent.ascent - extent.descent) / 2 - max(1.5 * u, type.linePitch)
    for (index, row) in keyRows.enumerated() {
      let y = last - Double(keyRows.count - 1 - index) * rowHeight
      KeyStrip.draw(row, isShort: isKeyShort, x: plot.x, y: y, into: &scene)
    }
  }
}
