import Measurements

/// Collects draw commands, rounds their coordinates, and remembers where ink and text lie.
struct SceneBuilder {
  /// The type of the chart.
  let type: Typography
  /// Commands so far.
  private(set) var commands: [Scene.Command] = []
  /// Boxes of all texts so far.
  private(set) var textBoxes: [Scene.Rect] = []
  /// Cells of the page that data marks touch.
  private(set) var ink: InkMap

  /// Numbers of the annotations whose words stand somewhere on the page.
  var namedAnnotations: Set<Int> = []

  /// Bands behind the data, whose colour the plates of labels take.
  private var bands: [Scene.Rect] = []

  init(type: Typography, pageHeight: Double) {
    self.type = type
    ink = InkMap(bounds: Scene.Rect(x: 0, y: 0, width: type.pageWidth, height: max(pageHeight, 1)))
  }

  /// Rounds to 0.01 pt; what is not finite or far outside of any page is brought near.
  static func rounded(_ value: Double) -> Double {
    guard value.isFinite else { return value == .infinity ? 1e5 : value == -.infinity ? -1e5 : 0 }
    let result = (max(-1e5, min(1e5, value)) * 100).rounded() / 100
    return result == 0 ? 0 : result
  }

  static func rounded(_ rect: Scene.Rect) -> Scene.Rect {
    let x = rounded(rect.x)
    let y = rounded(rect.y)
    return Scene.Rect(
      x: x, y: y, width: rounded(max(0, rounded(rect.maxX) - x)),
      height: rounded(max(0, rounded(rect.maxY) - y)))
  }

  /// Draws a text; `x` is its anchor and `y` its base line.
  mutating func text(
    _ string: String, x: Double, y: Double, anchor: Scene.Text.Anchor = .start, size: Double? = nil,
    isBold: Bool = false, paint: Scene.Paint, purpose: String, hasPlate: Bool = false
  ) {
    guard !string.isEmpty else { return }
    let string = Self.printable(string)
    let size = size ?? type.size
    let box = Self.rounded(box(string, x: x, y: y, anchor: anchor, size: size, isBold: isBold))
    textBoxes.append(box)
    commands.append(
      .text(
        Scene.Text(
          string: string, position: Self.point(x, y), anchor: anchor, size: Self.rounded(size),
          isBold: isBold,
          paint: paint, purpose: purpose, box: box, plate: hasPlate ? plate(behind: box) : nil)))
  }

  /// The text with U+FFFD for what would break its line, turn its direction or be no XML.
  static func printable(_ string: String) -> String { Escaping.printable(string) }

  /// The box that a text would fill.
  func box(
    _ string: String, x: Double, y: Double, anchor: Scene.Text.Anchor, size: Double? = nil,
    isBold: Bool = false
  ) -> Scene.Rect {
    let extent = type.measure(string, size: size, isBold: isBold)
    let left =
      switch anchor {
      case .start: x
      case .middle: x - extent.width / 2
      case .end: x - extent.width
      }
    return Scene.Rect(
      x: left, y: y - extent.ascent, width: extent.width, height: extent.ascent + extent.descent)
  }

  /// The base line of a text whose box is centred on `y`.
  func baseline(center y: Double, size: Double? = nil) -> Double {
    let extent = type.measure("0", size: size)
    return y + (extent.ascent - extent.descent) / 2
  }

  /// Strokes a path of sub-paths.
  mutating func path(_ elements: [Scene.Path.Element], style: Scene.Style, isInk: Bool = false) {
    guard !elements.isEmpty else { return }
    let rounded = elements.map { element -> Scene.Path.Element in
      switch element {
      case .move(let point): .move(Self.point(point.x, point.y))
      case .line(let point): .line(Self.point(point.x, point.y))
      case .close: .close
      }
    }
    commands.append(.path(Scene.Path(elements: rounded, style: style)))
    if isInk { ink.mark(rounded) }
  }

  /// Strokes one straight line.
  mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, style: Scene.Style, isInk: Bool = false)
  {
    path([.move(.init(x: x1, y: y1)), .line(.init(x: x2, y: y2))], style: style, isInk: isInk)
  }

  /// The colour that lies behind most of a box.
  private func plate(behind box: Scene.Rect) -> Scene.Paint {
    let covered = bands.reduce(0.0) { $0 + box.intersection($1).width }
    return type.theme.paint(covered > box.width / 2 ? Surface.band : .background)
  }

  /// Paints a rectangle.
  mutating func rect(_ rect: Scene.Rect, style: Scene.Style, isInk: Bool = false) {
    if isInk { ink.mark(rect) }
    if style.fill?.role == Surface.band.rawValue { bands.append(rect) }
    commands.append(.rect(Self.rounded(rect), style: style))
  }

  /// Draws markers of one kind.
  mutating func markers(
    _ kind: Scene.Markers.Kind, size: Double, points: [Scene.Point], style: Scene.Style, isInk: Bool = true
  ) {
    guard !points.isEmpty else { return }
    let rounded = points.map { Self.point($0.x, $0.y) }
    commands.append(
      .markers(Scene.Markers(kind: kind, size: Self.rounded(size), points: rounded, style: style)))
    if isInk {
      for point in rounded { ink.mark(x: point.x, y: point.y, reach: size / 2) }
    }
  }

  /// Starts a group.
  mutating func beginGroup(_ cssClass: String, id: String? = nil) {
    commands.append(.beginGroup(id: id, cssClass: cssClass))
  }

  /// Ends the innermost group.
  mutating func endGroup() { commands.append(.endGroup) }

  /// Limits what follows to a rectangle.
  mutating func beginClip(_ rect: Scene.Rect) { commands.append(.beginClip(Self.rounded(rect))) }

  /// Ends the innermost clip.
  mutating func endClip() { commands.append(.endClip) }

  private static func point(_ x: Double, _ y: Double) -> Scene.Point {
    Scene.Point(x: rounded(x), y: rounded(y))
  }
}

extension Scene.Rect {
  /// The rectangle moved outward on all sides.
  func expanded(by distance: Double) -> Scene.Rect {
    Scene.Rect(x: x - distance, y: y - distance, width: width + 2 * distance, height: height + 2 * distance)
  }

  /// Whether two rectangles share more than an edge.
  func intersects(_ other: Scene.Rect) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  /// Whether a point lies inside.
  func contains(_ point: Scene.Point) -> Bool {
    point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY
  }

  /// How far a point lies outside; 0 inside.
  func distance(to point: Scene.Point) -> Double {
    let aside = max(0, x - point.x, point.x - maxX)
    let above = max(0, y - point.y, point.y - maxY)
    return (aside * aside + above * above).squareRoot()
  }

  /// Whether another rectangle lies inside.
  func contains(_ other: Scene.Rect) -> Bool {
    other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY
  }

  /// The part of a line inside, as fractions of its length; `nil` if none (Liang and Barsky, 1984).
  func clip(from start: Scene.Point, to end: Scene.Point) -> ClosedRange<Double>? {
    if max(start.x, end.x) <= x || min(start.x, end.x) >= maxX { return nil }
    if max(start.y, end.y) <= y || min(start.y, end.y) >= maxY { return nil }
    var enter = 0.0
    var leave = 1.0
    let deltaX = end.x - start.x
    let deltaY = end.y - start.y
    let sides = [
      (-deltaX, start.x - x), (deltaX, maxX - start.x), (-deltaY, start.y - y), (deltaY, maxY - start.y),
    ]
    for (step, distance) in sides {
      if step == 0 {
        if distance < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, distance / step)
      } else {
        leave = min(leave, distance / step)
      }
    }
    return enter < leave ? enter...leave : nil
  }

  /// The part that two rectangles share.
  func intersection(_ other: Scene.Rect) -> Scene.Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Scene.Rect(
      x: left, y: top, width: max(0, min(maxX, other.maxX) - left),
      height: max(0, min(maxY, other.maxY) - top))
  }
}
