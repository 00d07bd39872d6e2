import Charts

/// Draws markers of one kind at many places.
struct MarkerPainter {
  private let canvas: CairoCanvas
  private let markers: Scene.Markers
  private let half: Double
  private let fill: Scene.Paint?
  private let stroke: Scene.Paint?

  init(canvas: CairoCanvas, markers: Scene.Markers) {
    self.canvas = canvas
    self.markers = markers
    half = markers.size / 2
    let style = markers.style
    let hasLine = style.lineWidth.isFinite && style.lineWidth > 0
    switch markers.kind {
    case .dot:
      fill = style.fill ?? style.stroke
      stroke = nil
    case .cross, .tick:
      fill = nil
      stroke = hasLine ? style.stroke ?? style.fill : nil
    case .circle, .diamond, .triangle, .square:
      fill = style.fill
      stroke = hasLine ? style.stroke : nil
    }
  }

  /// Draws all; places that are not numbers are left out.
  func paint() {
    guard half.isFinite, half > 0, fill != nil || stroke != nil else { return }
    if markers.points.count > MarkerStamps.threshold, let stamps = MarkerStamps(markers, for: canvas) {
      canvas.stamp(stamps.placed(markers.points))
      return
    }
    let isRoundDot = markers.kind == .dot && canvas.pixelsPerPoint == nil
    canvas.setSharpCorners(true)
    canvas.setLine(width: isRoundDot ? 2 * half : markers.style.lineWidth, dash: [], roundCaps: isRoundDot)
    canvas.newPath()
    for point in markers.points where point.isFinite {
      if isRoundDot { strokeDot(point) } else { draw(point) }
    }
    canvas.setSharpCorners(false)
  }

  /// A line of no length with round caps is a dot (ISO 32000-1, 8.5.3.2), a quarter of the bytes of a circle.
  private func strokeDot(_ point: Scene.Point) {
    guard let fill else { return }
    canvas.setPaint(fill)
    canvas.move(point.x, point.y)
    canvas.line(point.x, point.y)
    canvas.stroke()
  }

  private func draw(_ point: Scene.Point) {
    add(point)
    if let fill {
      canvas.setPaint(fill)
      canvas.fill(keepingPath: stroke != nil)
    }
    if let stroke {
      canvas.setPaint(stroke)
      canvas.stroke()
    }
  }

  private func add(_ point: Scene.Point) {
    switch markers.kind {
    case .circle, .dot: canvas.circle(x: point.x, y: point.y, radius: half)
    default: canvas.add(markers.kind.outline(at: point, size: markers.size))
    }
  }
}
