import Charts

/// Puts the thin straight lines of axes and grid on whole pixels, so that they are sharp.
///
/// Data stays where it is: only lines of the roles `axis` and `grid` move, by half a pixel at most.
struct PixelSnap {
  /// The style with a stroke that fills whole pixels.
  let style: Scene.Style
  private let pixelsPerPoint: Double
  private let isOdd: Bool

  /// Makes a snap, if there are pixels and the style is of a line to be moved.
  init?(style: Scene.Style, pixelsPerPoint: Double?) {
    guard let pixelsPerPoint, pixelsPerPoint > 0, let stroke = style.stroke, style.fill == nil,
      stroke.role == "axis" || stroke.role == "grid", style.lineWidth.isFinite,
      style.lineWidth > 0, style.lineWidth * pixelsPerPoint < 100
    else { return nil }
    let pixels = max(1, (style.lineWidth * pixelsPerPoint).rounded())
    var style = style
    style.lineWidth = pixels / pixelsPerPoint
    self.style = style
    self.pixelsPerPoint = pixelsPerPoint
    isOdd = pixels.truncatingRemainder(dividingBy: 2) == 1
  }

  /// Adds the elements to the canvas's path; lines along an axis move across their direction.
  func add(_ elements: [Scene.Path.Element], to canvas: CairoCanvas) {
    for (index, element) in elements.enumerated() {
      switch element {
      case .close: canvas.close()
      case .move(let point), .line(let point):
        var place = point
        for other in [index - 1, index + 1] where elements.indices.contains(other) {
          guard Self.isJoined(elements, index, other), let end = Self.point(elements[other]) else { continue }
          if end.x == point.x { place.x = snapped(point.x) }
          if end.y == point.y { place.y = snapped(point.y) }
        }
        if case .move = element { canvas.move(place.x, place.y) } else { canvas.line(place.x, place.y) }
      }
    }
  }

  private static func point(_ element: Scene.Path.Element) -> Scene.Point? {
    switch element {
    case .move(let point), .line(let point): point
    case .close: nil
    }
  }

  /// Whether a line runs between two neighbouring elements: the later one is a line.
  private static func isJoined(_ elements: [Scene.Path.Element], _ index: Int, _ other: Int) -> Bool {
    if case .line = elements[max(index, other)] { return true }
    return false
  }

  private func snapped(_ value: Double) -> Double {
    let pixel = value * pixelsPerPoint
    return (isOdd ? pixel.rounded(.down) + 0.5 : pixel.rounded()) / pixelsPerPoint
  }
}
