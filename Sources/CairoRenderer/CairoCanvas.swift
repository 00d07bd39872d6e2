import CCairo
import Charts

/// Draws shapes and texts on a surface, in points, y down.
///
/// Owns the drawing context of Cairo.
final class CairoCanvas {
  private let context: OpaquePointer
  private let surface: CairoSurface
  /// Pixels per point, or `nil` where there are no pixels.
  let pixelsPerPoint: Double?

  /// Starts drawing.
  ///
  /// - Parameters:
  ///   - surface: Where to draw.
  ///   - pixelsPerPoint: `nil` for a surface whose unit is the point and that has no pixels.
  /// - Throws: ``RendererError/drawing(reason:)``.
  init(on surface: CairoSurface, pixelsPerPoint: Double?) throws(RendererError) {
    guard let context = surface.makeContext() else { throw .drawing(reason: "no drawing context") }
    self.context = context
    self.surface = surface
    self.pixelsPerPoint = pixelsPerPoint
    if let pixelsPerPoint { cairo_scale(context, pixelsPerPoint, pixelsPerPoint) }
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    // The limit that SVG has, so that corners of markers look alike.
    cairo_set_miter_limit(context, 4)
    try check()
  }

  deinit { cairo_destroy(context) }

  /// Throws what went wrong so far.
  func check() throws(RendererError) {
    let status = cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .drawing(reason: String(cString: cairo_status_to_string(status)))
    }
    try surface.check()
  }

  // MARK: Paths

  /// Forgets the path.
  func newPath() { cairo_new_path(context) }

  /// Starts a sub-path.
  func move(_ x: Double, _ y: Double) { cairo_move_to(context, place(x), place(y)) }

  /// Adds a straight line.
  func line(_ x: Double, _ y: Double) { cairo_line_to(context, place(x), place(y)) }

  /// Closes the sub-path.
  func close() { cairo_close_path(context) }

  /// Adds elements of a path.
  func add(_ elements: some Sequence<Scene.Path.Element>) {
    for element in elements {
      switch element {
      case .move(let point): move(point.x, point.y)
      case .line(let point): line(point.x, point.y)
      case .close: close()
      }
    }
  }

  /// Adds a rectangle as a sub-path.
  func rectangle(_ rect: Scene.Rect) {
    let x = place(rect.x)
    let y = place(rect.y)
    cairo_rectangle(context, x, y, max(0, place(rect.maxX) - x), max(0, place(rect.maxY) - y))
  }

  /// Adds a circle as a sub-path.
  func circle(x: Double, y: Double, radius: Double) {
    cairo_new_sub_path(context)
    cairo_arc(context, place(x), place(y), radius, 0, 2 * Double.pi)
    cairo_close_path(context)
  }

  /// Cairo computes in 24.8 fixed point; what lies further out than any page is brought near.
  private func place(_ value: Double) -> Double {
    let bound = 2_000_000 / max(1, pixelsPerPoint ?? 1)
    return max(-bound, min(bound, value))
  }

  // MARK: Painting

  /// Sets the colour of what is painted next.
  func setPaint(_ paint: Scene.Paint) { setColor(paint.color, opacity: paint.opacity) }

  /// Sets the colour of what is painted next.
  func setColor(_ color: Color, opacity: Double) {
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255,
      opacity.isFinite ? max(0, min(1, opacity)) : 0)
  }

  /// Sets width, dashes and caps of what is stroked next.
  func setLine(width: Double, dash: [Double], roundCaps: Bool) {
    cairo_set_line_width(context, width)
    cairo_set_line_cap(context, roundCaps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    // Cairo refuses, for good, a dash that is negative or has no length.
    let isValid = dash.allSatisfy { $0.isFinite && $0 >= 0 } && dash.contains { $0 > 0.001 }
    cairo_set_dash(context, dash, isValid ? Int32(truncatingIfNeeded: dash.count) : 0, 0)
  }

  /// Sharp corners for rectangles, round joins for data, whose spikes would else overshoot.
  func setSharpCorners(_ isSharp: Bool) {
    cairo_set_line_join(context, isSharp ? CAIRO_LINE_JOIN_MITER : CAIRO_LINE_JOIN_ROUND)
  }

  /// Fills the path.
  func fill(keepingPath: Bool = false) {
    if keepingPath { cairo_fill_preserve(context) } else { cairo_fill(context) }
  }

  /// Strokes the path.
  func stroke() { cairo_stroke(context) }

  /// Draws what follows on a sheet of its own, until `endSheet`.
  func beginSheet() { cairo_push_group(context) }

  /// Lays the sheet onto the page.
  func endSheet(opacity: Double) {
    cairo_pop_group_to_source(context)
    cairo_paint_with_alpha(context, opacity)
  }

  /// Fills the whole page.
  func paint() { cairo_paint(context) }

  /// Draws a line of text with its left end and base line at a point.
  func show(_ line: PangoLine, x: Double, baseline: Double) {
    cairo_move_to(context, place(x), place(baseline - line.extent.ascent))
    line.show(on: context, asOutlines: pixelsPerPoint != nil)
    cairo_new_path(context)
  }

  /// Lays small pictures at whole pixels, which is much faster than to draw the same shape again.
  func stamp(_ stamps: some Sequence<(picture: CairoSurface, x: Double, y: Double)>) {
    cairo_save(context)
    cairo_identity_matrix(context)
    for stamp in stamps {
      cairo_set_source_surface(context, stamp.picture.pointer, stamp.x, stamp.y)
      cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
      cairo_paint(context)
    }
    cairo_restore(context)
  }

  // MARK: Clips

  /// Limits what follows to a rectangle, or to nothing.
  func beginClip(_ rect: Scene.Rect?) {
    cairo_save(context)
    cairo_new_path(context)
    if let rect { rectangle(rect) }
    cairo_clip(context)
  }

  /// Ends the innermost clip.
  func endClip() { cairo_restore(context) }
}
