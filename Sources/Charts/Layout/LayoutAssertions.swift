/// Checks of a finished scene: what must hold for every chart, preset, theme and data set.
public enum LayoutAssertions {
  /// All ways in which a scene breaks the rules of layout, each a sentence; empty if it keeps them.
  ///
  /// 1. Texts lie on the page. 2. No two texts touch. 3. No text lies on a line without a plate. 4. No text is
  /// smaller than the preset's minimum. 5. The plots fill 45 % of the width and 40 % of the height. 6. Markers lie
  /// inside their clip and their own size around it.
  public static func violations(in scene: Scene, style: ChartStyle) -> [String] {
    var texts: [Scene.Text] = []
    for command in scene.commands { if case .text(let text) = command { texts.append(text) } }
    return pageViolations(texts, scene: scene) + overlapViolations(texts, textSize: style.preset.textSize)
      + lineViolations(texts, scene: scene) + sizeViolations(texts, style: style) + plotViolations(scene)
      + markerViolations(scene)
  }

  private static func pageViolations(_ texts: [Scene.Text], scene: Scene) -> [String] {
    let page = Scene.Rect(x: 1, y: 1, width: scene.width - 2, height: scene.height - 2).expanded(by: 0.011)
    return texts.filter { !page.contains($0.box) }.map { "\"\($0.string)\" leaves the page: \($0.box)" }
  }

  private static func overlapViolations(_ texts: [Scene.Text], textSize: Double) -> [String] {
    var result: [String] = []
    let ordered = texts.sorted { $0.box.x < $1.box.x }
    for (index, first) in ordered.enumerated() {
      for second in ordered[(index + 1)...] {
        if second.box.x > first.box.maxX + textSize { break }
        let areTicksOfOneRow =
          first.purpose == "tick" && second.purpose == "tick" && first.position.y == second.position.y
        let air = (areTicksOfOneRow ? 0.6 : 0.2) * textSize - 0.03
        if first.box.expanded(by: air / 2).intersects(second.box.expanded(by: air / 2)) {
          result.append("\"\(first.string)\" touches \"\(second.string)\": \(first.box), \(second.box)")
        }
      }
    }
    return result
  }

  private static func sizeViolations(_ texts: [Scene.Text], style: ChartStyle) -> [String] {
    texts.filter { $0.size < style.preset.minimumTextSize - 0.005 }.map {
      "\"\($0.string)\" is set in \($0.size) pt"
    }
  }

  private static func plotViolations(_ scene: Scene) -> [String] {
    guard !scene.plots.isEmpty else { return [] }
    // Plots side by side share the width of each row. Plots above each other share the height; a distribution beside
    // one of several rows stands alone in its column.
    func sums(_ length: (Scene.Rect) -> Double, of others: (Scene.Rect, Scene.Rect) -> Bool) -> [Double] {
      scene.plots.map { plot in
        scene.plots.filter { others($0.rect, plot.rect) }.reduce(0) { $0 + length($1.rect) }
      }
    }
    let widths = sums(\.width) { $0.y < $1.maxY && $1.y < $0.maxY }
    // The last row of many small plots may have fewer of them: a plot counts with the fullest row of its column.
    let width =
      scene.plots.map { plot in
        zip(scene.plots, widths).filter { $0.0.rect.x == plot.rect.x && $0.0.rect.width == plot.rect.width }
          .map(\.1).max() ?? 0
      }.min() ?? 0
    let height = sums(\.height) { $0.x < $1.maxX && $1.x < $0.maxX }.max() ?? 0
    var result: [String] = []
    if width < 0.45 * scene.width - 0.01 { result.append("the plots are only \(width) pt wide") }
    if height < 0.4 * scene.height - 0.01 { result.append("a plot is only \(height) pt high") }
    return result
  }

  private static func lineViolations(_ texts: [Scene.Text], scene: Scene) -> [String] {
    let plain = texts.filter { !$0.hasPlate }
    guard !plain.isEmpty else { return [] }
    var result: [String] = []
    var clips: [Scene.Rect] = []
    for command in scene.commands {
      switch command {
      case .beginClip(let rect): clips.append(rect)
      case .endClip: _ = clips.popLast()
      case .path(let path) where path.style.stroke != nil:
        let visible = plain.map { text in clips.reduce(text.box) { $0.intersection($1) } }
        for (text, box) in zip(plain, visible) where box.width > 0 && box.height > 0 && crosses(path, box) {
          result.append("a line crosses \"\(text.string)\" at \(text.box)")
        }
      default: break
      }
    }
    return result
  }

  private static func crosses(_ path: Scene.Path, _ box: Scene.Rect) -> Bool {
    var current = Scene.Point(x: 0, y: 0)
    var start = current
    for element in path.elements {
      switch element {
      case .move(let point):
        current = point
        start = point
      case .line(let point):
        if box.clip(from: current, to: point) != nil { return true }
        current = point
      case .close:
        if box.clip(from: current, to: start) != nil { return true }
        current = start
      }
    }
    return false
  }

  private static func markerViolations(_ scene: Scene) -> [String] {
    var result: [String] = []
    var clips: [Scene.Rect] = []
    for command in scene.commands {
      switch command {
      case .beginClip(let rect): clips.append(rect)
      case .endClip: _ = clips.popLast()
      case .markers(let markers):
        let page = Scene.Rect(x: 0, y: 0, width: scene.width, height: scene.height)
        let room = clips.reduce(page) { $0.intersection($1) }.expanded(by: markers.size)
        let outside = markers.points.filter {
          $0.x < room.x || $0.x > room.maxX || $0.y < room.y || $0.y > room.maxY
        }
        if let point = outside.first { result.append("a \(markers.kind.rawValue) lies outside at \(point)") }
      default: break
      }
    }
    return result
  }
}
