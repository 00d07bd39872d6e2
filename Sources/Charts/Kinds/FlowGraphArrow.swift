/// Draws the arrow of a packet from one life line to the other.
struct FlowGraphArrow {
  let packet: FlowGraphPacket
  /// Where the packet leaves its sender.
  let start: Scene.Point
  /// Where it arrives.
  let end: Scene.Point
  /// Whether arrows are short of room: heads are smaller then.
  var isSmall = false
  /// Whether it is not known if the packet arrived: its head is open then.
  var isOpen = false

  /// Where a lost packet's arrow ends, as a part of its way.
  static let lostShare = 0.6

  func draw(into scene: inout SceneBuilder) {
    let type = scene.type
    let u = type.size
    let tip = packet.fate == .lost ? point(at: Self.lostShare) : end
    let head = min((isSmall ? 0.6 : 0.9) * u, abs(end.x - start.x) / 4)
    let style = Scene.Style(
      stroke: paint(type), lineWidth: type.line * (packet.length > 0 ? 1.07 : 0.72), dash: dash(type))
    scene.beginGroup(cssClass)
    if packet.fate == .lost {
      scene.line(x1: start.x, y1: start.y, x2: tip.x, y2: tip.y, style: style)
      scene.markers(
        .cross, size: 0.7 * u, points: [tip],
        style: .init(stroke: type.theme.paint(.loss), lineWidth: 1.4 * type.line))
    } else {
      let base = point(at: 1 - head / max(1e-6, abs(end.x - start.x)))
      scene.line(x1: start.x, y1: start.y, x2: base.x, y2: base.y, style: style)
      drawHead(base: base, length: head, paint: paint(type), into: &scene)
    }
    scene.endGroup()
  }

  /// A filled head; an open one where nothing is known of the arrival.
  ///
  /// That of an ACK or a probe is notched, so that it is told from new data in grey as well.
  private func drawHead(base: Scene.Point, length: Double, paint: Scene.Paint, into scene: inout SceneBuilder)
  {
    let half = 0.36 * length
    var corners: [Scene.Path.Element] = [
      .move(.init(x: base.x, y: base.y - half)), .line(end), .line(.init(x: base.x, y: base.y + half)),
    ]
    if isNotched {
      corners.append(
        .line(.init(x: base.x + 0.3 * (end.x - base.x), y: base.y + 0.3 * (end.y - base.y))))
    }
    scene.path(
      corners + [.close],
      style: isOpen ? .init(stroke: paint, lineWidth: 0.6 * scene.type.line) : .init(fill: paint))
  }

  /// A point of the way.
  func point(at share: Double) -> Scene.Point {
    Scene.Point(x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y))
  }

  /// Class in an SVG.
  private var cssClass: String {
    (packet.kind == .retransmission ? "retransmit" : packet.kind.rawValue)
      + (packet.fate == .lost ? " lost" : "")
  }

  private func paint(_ type: Typography) -> Scene.Paint {
    switch packet.kind {
    case .data: type.theme.paint(.data)
    case .retransmission: type.theme.paint(.loss)
    case .acknowledgment: type.theme.paint(.ack)
    case .control: type.theme.paint(.text)
    case .probe: type.theme.paint(.win)
    }
  }

  private var isNotched: Bool { packet.kind == .acknowledgment || packet.kind == .probe }

  /// Without colours a retransmission is told by its dashes, and a probe by dots.
  private func dash(_ type: Typography) -> [Double] {
    switch packet.kind {
    case .retransmission: type.theme == .grey ? [4, 1.5] : []
    case .probe: [1.6, 1.2].map { $0 * max(1, type.line) }
    default: []
    }
  }

  /// The colour of the text on the arrow.
  func textPaint(_ type: Typography) -> Scene.Paint {
    packet.kind == .retransmission || packet.fate == .lost
      ? type.theme.textPaint(.loss) : type.theme.paint(.text)
  }
}
