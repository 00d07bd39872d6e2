/// The row of shapes and lines with their meaning above a plot.
enum KeyStrip {
  /// Width of some entries in a row.
  static func width(_ entries: [KeyEntry], isShort: Bool, type: Typography) -> Double {
    entries.reduce(-1.6 * type.size) { width, entry in
      width + symbolWidth(entry.symbol, type) + 0.5 * type.size + type.width(text(entry, isShort)) + 1.6
        * type.size
    }
  }

  /// Draws entries from `x` to the right, centred on `y`.
  static func draw(_ entries: [KeyEntry], isShort: Bool, x: Double, y: Double, into scene: inout SceneBuilder)
  {
    let type = scene.type
    var left = x
    scene.beginGroup("key")
    for entry in entries {
      let width = symbolWidth(entry.symbol, type)
      entry.symbol.draw(center: Scene.Point(x: left + width / 2, y: y), width: width, into: &scene)
      left += width + 0.5 * type.size
      scene.text(
        text(entry, isShort), x: left, y: scene.baseline(center: y), paint: type.theme.paint(.text),
        purpose: "key")
      left += type.width(text(entry, isShort)) + 1.6 * type.size
    }
    scene.endGroup()
  }

  private static func text(_ entry: KeyEntry, _ isShort: Bool) -> String {
    isShort ? entry.shortText : entry.text
  }

  private static func symbolWidth(_ symbol: KeySymbol, _ type: Typography) -> Double {
    switch symbol {
    case .line: return 1.5 * type.size
    case .heat: return 3.5 * type.size
    default: return 0.6 * type.size
    }
  }
}

extension KeySymbol {
  /// Draws a sample of the mark.
  func draw(center: Scene.Point, width: Double, into scene: inout SceneBuilder) {
    let u = scene.type.size
    let top = center.y - 0.45 * u
    let bottom = center.y + 0.45 * u
    switch self {
    case .line(let style):
      scene.line(
        x1: center.x - width / 2, y1: center.y, x2: center.x + width / 2, y2: center.y, style: style)
    case .beam:
      SegmentMarks.beams([(center.x, bottom, top)], hasCaps: true, into: &scene)
    case .bar:
      SegmentMarks.beams([(center.x, bottom, top)], hasCaps: false, into: &scene)
    case .resent(let kind):
      SegmentMarks.resent(kind, x: center.x, bottom: bottom, top: top + 0.17 * u, into: &scene)
    case .sackBlock:
      SegmentMarks.sackBlocks([(center.x, bottom, top)], into: &scene)
    case .duplicateTick:
      scene.line(
        x1: center.x - 0.3 * u, y1: center.y - 0.2 * u, x2: center.x + 0.3 * u, y2: center.y - 0.2 * u,
        style: SegmentMarks.ackStyle(scene.type))
      SegmentMarks.duplicateTicks([Scene.Point(x: center.x, y: center.y - 0.2 * u)], into: &scene)
    case .windowTick:
      SegmentMarks.windowTicks([Scene.Point(x: center.x, y: center.y + 0.2 * u)], into: &scene)
    case .letter(let letter):
      scene.text(
        letter, x: center.x, y: scene.baseline(center: center.y), anchor: .middle,
        paint: scene.type.theme.paint(.text), purpose: "key")
    case .stem:
      scene.line(
        x1: center.x, y1: top, x2: center.x, y2: bottom,
        style: .init(stroke: scene.type.theme.paint(.text), lineWidth: 1.3 * scene.type.line))
    case .heat:
      for step in 0..<5 {
        scene.rect(
          Scene.Rect(
            x: center.x - width / 2 + Double(step) * width / 5, y: center.y - 0.35 * u, width: width / 5,
            height: 0.7 * u), style: .init(fill: scene.type.theme.heatPaint(step)))
      }
    case .marker(let kind, let role, let isFilled):
      SegmentMarks.marker(kind, role: role, isFilled: isFilled, points: [center], into: &scene)
    }
  }
}
