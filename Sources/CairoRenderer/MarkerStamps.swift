import Charts

/// Small pictures of one marker, one for each place within a pixel, to be laid down many times.
///
/// Places are kept to an eighth of a pixel, which the eye does not see.
struct MarkerStamps {
  /// Fewer markers are drawn one by one.
  static let threshold = 200
  private static let steps = 8

  private let pictures: [CairoSurface]
  private let pixelsPerPoint: Double
  /// Whole pixels from the upper left corner of a picture to the pixel that holds the centre.
  private let reach: Double

  /// Draws the pictures; `nil` where there are no pixels or the marker is too large to gain from it.
  init?(_ markers: Scene.Markers, for canvas: CairoCanvas) {
    guard let pixelsPerPoint = canvas.pixelsPerPoint else { return nil }
    let line = markers.style.lineWidth.isFinite ? max(0, markers.style.lineWidth) : 0
    // Corners of triangles reach out by more than half a line.
    let reach = ((markers.size / 2 + 2 * line) * pixelsPerPoint).rounded(.up) + 1
    guard reach.isFinite, reach <= 64 else { return nil }
    self.reach = reach
    self.pixelsPerPoint = pixelsPerPoint
    var pictures: [CairoSurface] = []
    for index in 0..<Self.steps * Self.steps {
      let x = (Double(index % Self.steps) / Double(Self.steps) + reach) / pixelsPerPoint
      let y = (Double(index / Self.steps) / Double(Self.steps) + reach) / pixelsPerPoint
      guard let picture = Self.picture(of: markers, x: x, y: y, side: Int32(2 * reach + 1), pixelsPerPoint)
      else { return nil }
      pictures.append(picture)
    }
    self.pictures = pictures
  }

  /// The picture and its upper left corner in pixels for each place that is a number and near the page.
  func placed(
    _ points: [Scene.Point]
  ) -> some Sequence<(picture: CairoSurface, x: Double, y: Double)> {
    points.lazy.compactMap { point in
      guard point.isFinite, abs(point.x) < 20_000, abs(point.y) < 20_000 else { return nil }
      let steps = Double(Self.steps)
      let x = (point.x * pixelsPerPoint * steps).rounded()
      let y = (point.y * pixelsPerPoint * steps).rounded()
      let pixelX = (x / steps).rounded(.down)
      let pixelY = (y / steps).rounded(.down)
      let index = Int(x - pixelX * steps) + Self.steps * Int(y - pixelY * steps)
      return (pictures[index], pixelX - reach, pixelY - reach)
    }
  }

  private static func picture(
    of markers: Scene.Markers, x: Double, y: Double, side: Int32, _ pixelsPerPoint: Double
  ) -> CairoSurface? {
    var single = markers
    single.points = [Scene.Point(x: x, y: y)]
    do {
      let surface = try CairoSurface.image(width: side, height: side, hasAlpha: true)
      let canvas = try CairoCanvas(on: surface, pixelsPerPoint: pixelsPerPoint)
      MarkerPainter(canvas: canvas, markers: single).paint()
      try canvas.check()
      return surface
    } catch {
      return nil
    }
  }
}
