/// The marks of single segments and ACKs, in places of the page.
enum SegmentMarks {
  /// A vertical extent: place, lower and upper end.
  typealias Bar = (x: Double, bottom: Double, top: Double)

  /// New data: thin bars from first to last byte, with caps where there is room for them.
  static func beams(_ bars: [Bar], hasCaps: Bool, into scene: inout SceneBuilder) {
    let cap = 0.18 * scene.type.size
    let width = 0.9 * scene.type.line
    var elements: [Scene.Path.Element] = []
    elements.reserveCapacity(bars.count * (hasCaps ? 6 : 2))
    for bar in bars {
      elements.append(.move(.init(x: bar.x, y: bar.bottom)))
      elements.append(.line(.init(x: bar.x, y: bar.top)))
      guard hasCaps else { continue }
      // Two caps would run into each other on a short bar; one keeps it visible.
      let isShort = bar.bottom - bar.top < 1.5 * width
      for y in isShort ? [(bar.bottom + bar.top) / 2] : [bar.bottom, bar.top] {
        elements.append(.move(.init(x: bar.x - cap, y: y)))
        elements.append(.line(.init(x: bar.x + cap, y: y)))
      }
    }
    scene.path(
      elements, style: .init(stroke: scene.type.theme.paint(.data), lineWidth: width), isInk: true)
  }

  /// A resent or late segment: a thick bar with the shape of its kind on top.
  static func resent(
    _ kind: TimeSequenceData.SegmentKind, x: Double, bottom: Double, top: Double,
    into scene: inout SceneBuilder
  ) {
    let type = scene.type
    let paint = type.theme.paint(.loss)
    scene.line(
      x1: x, y1: bottom, x2: x, y2: top, style: .init(stroke: paint, lineWidth: type.line * 2.2), isInk: true)
    let point = Scene.Point(x: x, y: top)
    let open = Scene.Style(stroke: paint, fill: type.theme.paint(.background), lineWidth: type.line)
    switch kind {
    case .newData: break
    case .retransmission: scene.markers(.circle, size: 0.4 * type.size, points: [point], style: open)
    case .retransmissionAfterTimeout:
      scene.markers(
        .diamond, size: 0.62 * type.size, points: [point],
        style: .init(stroke: type.theme.paint(.background), fill: paint, lineWidth: 0.4 * type.line))
    case .reordered: scene.markers(.triangle, size: 0.55 * type.size, points: [point], style: open)
    }
  }

  /// SACK blocks: light bars.
  static func sackBlocks(_ bars: [Bar], into scene: inout SceneBuilder) {
    var elements: [Scene.Path.Element] = []
    elements.reserveCapacity(bars.count * 2)
    for bar in bars {
      elements.append(.move(.init(x: bar.x, y: bar.bottom)))
      elements.append(.line(.init(x: bar.x, y: bar.top)))
    }
    // Grey has no hue to keep light bars apart from the grid; there they are thin and full.
    let isGrey = scene.type.theme == .grey
    let paint = scene.type.theme.paint(.sack, opacity: isGrey ? 1 : 0.55)
    scene.path(
      elements, style: .init(stroke: paint, lineWidth: scene.type.line * (isGrey ? 0.6 : 0.9)), isInk: true)
  }

  /// Line of cumulative ACKs.
  static func ackStyle(_ type: Typography) -> Scene.Style {
    .init(stroke: type.theme.paint(.ack), lineWidth: type.line * 0.95)
  }

  /// Line of the advertised window's edge.
  ///
  /// Printed in grey its colour is that of data; dashes or a width of its own tell it then.
  static func windowStyle(_ type: Typography, isSubject: Bool = false) -> Scene.Style {
    let width = type.theme == .grey ? 0.9 : isSubject ? 1 : 0.6
    return .init(
      stroke: type.theme.paint(.win), lineWidth: type.line * width,
      dash: type.theme.dash(.win).map { $0 * max(0.6, type.line / 1.4) })
  }

  /// Duplicate ACKs: ticks below the ACK line.
  static func duplicateTicks(_ points: [Scene.Point], into scene: inout SceneBuilder) {
    ticks(points, length: 0.5 * scene.type.size, role: .ack, into: &scene)
  }

  /// Repeated windows: ticks above the window line.
  static func windowTicks(_ points: [Scene.Point], into scene: inout SceneBuilder) {
    ticks(points, length: -0.4 * scene.type.size, role: .win, into: &scene)
  }

  private static func ticks(
    _ points: [Scene.Point], length: Double, role: Role, into scene: inout SceneBuilder
  ) {
    var elements: [Scene.Path.Element] = []
    for point in points {
      elements.append(.move(point))
      elements.append(.line(.init(x: point.x, y: point.y + length)))
    }
    scene.path(
      elements, style: .init(stroke: scene.type.theme.paint(role), lineWidth: scene.type.line * 0.8),
      isInk: true)
  }

  /// Plain markers of half a text size.
  static func marker(
    _ kind: Scene.Markers.Kind, role: Role, isFilled: Bool, points: [Scene.Point],
    into scene: inout SceneBuilder
  ) {
    let type = scene.type
    let paint = type.theme.paint(role)
    let fill = isFilled ? paint : kind == .cross ? nil : type.theme.paint(.background)
    scene.markers(
      kind, size: (kind == .dot ? 0.32 : kind == .square ? 0.36 : 0.5) * type.size, points: points,
      style: .init(stroke: kind == .dot ? nil : paint, fill: fill, lineWidth: type.line))
  }
}
