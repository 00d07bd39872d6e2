/// Labels inside the plot: names of bands, values of points, and sentences in place of data.
extension Panel {
  /// Writes the name of a band into it, where the least data lies; `false` if there is no room.
  func drawBandLabel(
    _ text: String, period: ClosedRange<Int64>, role: Role, into scene: inout SceneBuilder
  ) -> Bool {
    let type = scene.type
    guard let span = visibleSpan(period) else { return false }
    let width = type.width(text)
    guard span.upperBound - span.lowerBound >= width + type.size else { return false }
    let center = (span.lowerBound + span.upperBound) / 2
    let step = 0.5 * type.size
    let rows = stride(from: plot.y + 0.9 * type.size, to: plot.maxY - 0.8 * type.size, by: step)
    let places = rows.map { middle -> (y: Double, box: Scene.Rect) in
      let y = scene.baseline(center: middle)
      return (y, scene.box(text, x: center, y: y, anchor: .middle))
    }
    let place = places.first { candidate in
      let box = candidate.box.expanded(by: 0.2 * type.size)
      return plot.contains(box) && isClear(candidate.box, scene)
        && !needsPlate(box, scene)
    }
    guard let place else { return false }
    scene.text(
      text, x: center, y: place.y, anchor: .middle, paint: type.theme.textPaint(role), purpose: "annotation",
      hasPlate: false)
    return true
  }

  /// Writes a label near a point at the first of eight places that is free; `false` if none is.
  func drawPointLabel(
    _ text: String, at point: Scene.Point, distance: Double, paint: Scene.Paint,
    into scene: inout SceneBuilder
  ) -> Bool {
    let extent = scene.type.measure(text)
    let middle = (extent.ascent - extent.descent) / 2
    let low = extent.ascent
    let places: [(x: Double, y: Double, anchor: Scene.Text.Anchor)] = [
      (distance, middle, .start), (distance, -distance, .start), (distance, low + distance, .start),
      (-distance, middle, .end), (-distance, -distance, .end), (-distance, low + distance, .end),
      (0, -distance - extent.descent, .middle), (0, low + distance, .middle),
    ]
    for place in places {
      let box = scene.box(text, x: point.x + place.x, y: point.y + place.y, anchor: place.anchor)
      guard plot.contains(box), isClear(box, scene), scene.ink.share(in: box) <= 0.15 else { continue }
      scene.text(
        text, x: point.x + place.x, y: point.y + place.y, anchor: place.anchor, paint: paint,
        purpose: "annotation",
        hasPlate: needsPlate(box, scene))
      return true
    }
    return false
  }

  /// Writes the name of a line where it lies on no data, and nearer to its own line than to others.
  ///
  /// - Parameters:
  ///   - text: The name.
  ///   - line: Places of its line.
  ///   - others: Places of the other lines.
  ///   - paint: Colour of the text.
  ///   - scene: Takes the text.
  /// - Returns: `false` if there is no such place.
  /// - Complexity: O(n · m) for n places of the line and m of the others.
  func drawLineName(
    _ text: String, along line: [Scene.Point], others: [Scene.Point], paint: Scene.Paint,
    into scene: inout SceneBuilder
  ) -> Bool {
    let u = scene.type.size
    let extent = scene.type.measure(text)
    let gap = 0.55 * u
    let shifts: [(x: Double, y: Double)] = [
      (gap, 0), (-gap - extent.width, 0), (gap, gap), (-gap - extent.width, -gap),
      (-extent.width / 2, -gap - extent.descent), (-extent.width / 2, gap + extent.ascent),
    ]
    var best: (place: Scene.Point, score: Double)?
    for (index, point) in line.enumerated() {
      for (number, shift) in shifts.enumerated() {
        let isLevel = number < 2
        let place = Scene.Point(
          x: point.x + shift.x, y: isLevel ? scene.baseline(center: point.y) : point.y + shift.y)
        let box = scene.box(text, x: place.x, y: place.y, anchor: .start)
        guard plot.contains(box), scene.ink.share(in: box.expanded(by: 0.1 * u)) == 0, isClear(box, scene)
        else { continue }
        let other = others.map { box.distance(to: $0) }.min() ?? .infinity
        guard other > 1.5 * gap else { continue }
        // Far from other lines is best; then near the middle of its own.
        let score = min(other, 4 * u) - 0.02 * Double((2 * index - line.count).magnitude) * u
        if score > best?.score ?? -.infinity { best = (place, score) }
      }
    }
    guard let place = best?.place else { return false }
    let box = scene.box(text, x: place.x, y: place.y, anchor: .start)
    scene.text(
      text, x: place.x, y: place.y, paint: paint, purpose: "name", hasPlate: needsPlate(box, scene))
    return true
  }

  /// Writes a letter at a fixed place; `false` if it would touch another text or leave the plot.
  func drawLetter(
    _ letter: String, x: Double, y: Double, anchor: Scene.Text.Anchor, paint: Scene.Paint,
    size: Double? = nil,
    into scene: inout SceneBuilder
  ) -> Bool {
    let box = scene.box(letter, x: x, y: y, anchor: anchor, size: size)
    guard plot.contains(box), isClear(box, scene) else { return false }
    scene.text(
      letter, x: x, y: y, anchor: anchor, size: size, paint: paint, purpose: "annotation",
      hasPlate: needsPlate(box, scene))
    return true
  }

  /// Writes a sentence into the middle of a plot that has no data.
  func drawMessage(_ sentence: String, into scene: inout SceneBuilder) {
    let type = scene.type
    let lines = type.wrapped(
      sentence, separator: " ", width: plot.width - 2 * type.size,
      maximum: max(1, Int(min(plot.height / type.linePitch, 8))))
    let height = Double(lines.count - 1) * type.linePitch
    for (index, line) in lines.enumerated() {
      let center = plot.y + plot.height / 2 - height / 2 + Double(index) * type.linePitch
      scene.text(
        line, x: plot.x + plot.width / 2, y: scene.baseline(center: center), anchor: .middle,
        paint: type.theme.paint(.muted), purpose: "message")
    }
  }

  /// Whether data or a grid line lies under a box.
  func needsPlate(_ box: Scene.Rect, _ scene: SceneBuilder) -> Bool {
    let margin = 0.5 * scene.type.hair
    return scene.ink.share(in: box) > 0
      || yTicks.ticks.contains { tick in
        let y = plot.maxY - tick.fraction * plot.height
        return !tick.label.isEmpty && y > box.y - margin && y < box.maxY + margin
      }
      || spec.hasVerticalGrid
        && xTicks.ticks.contains { tick in
          let x = plot.x + tick.fraction * plot.width
          return !tick.label.isEmpty && x > box.x - margin && x < box.maxX + margin
        }
  }

  func isClear(_ box: Scene.Rect, _ scene: SceneBuilder) -> Bool {
    let wide = box.expanded(by: 0.21 * scene.type.size)
    return !scene.textBoxes.contains { $0.intersects(wide) }
  }
}
