import Charts

/// Strokes a path of very many elements in pieces.
///
/// Cairo's time for one stroke grows faster than its length where lines cross. Pieces overlap by one line, so that
/// the joins between them are drawn, and opacity is laid on afterwards, so that the overlaps do not show.
struct LongStroke {
  private static let piece = 500

  private let path: Scene.Path
  private let canvas: CairoCanvas

  init(path: Scene.Path, canvas: CairoCanvas) {
    self.path = path
    self.canvas = canvas
  }

  /// Whether a path is long enough, and pixels are to be made of it.
  static func isNeeded(for path: Scene.Path, on canvas: CairoCanvas) -> Bool {
    path.elements.count > 8 * piece && canvas.pixelsPerPoint != nil && path.style.fill == nil
  }

  /// Strokes the path.
  func paint() {
    let style = path.style
    guard let stroke = style.stroke, style.lineWidth.isFinite, style.lineWidth > 0 else { return }
    let isSheer = stroke.opacity < 1
    if isSheer { canvas.beginSheet() }
    canvas.setColor(stroke.color, opacity: 1)
    canvas.setLine(width: style.lineWidth, dash: style.dash, roundCaps: style.roundCaps)
    strokePieces()
    if isSheer { canvas.endSheet(opacity: stroke.opacity) }
  }

  private func strokePieces() {
    var start: Scene.Point?
    var last: Scene.Point?
    var waiting = 0
    for element in path.elements {
      var previous: Scene.Point?
      switch element {
      case .move(let point):
        canvas.move(point.x, point.y)
        start = point
        last = point
      case .line(let point):
        canvas.line(point.x, point.y)
        previous = last
        last = point
      case .close:
        // A sub-path that began in an earlier piece cannot be closed by Cairo any more.
        if let start { canvas.line(start.x, start.y) }
        previous = last
        last = start
      }
      waiting += 1
      guard waiting >= Self.piece else { continue }
      canvas.stroke()
      waiting = 0
      if let previous, let last {
        canvas.move(previous.x, previous.y)
        canvas.line(last.x, last.y)
      } else if let last {
        canvas.move(last.x, last.y)
      }
    }
    canvas.stroke()
  }
}
