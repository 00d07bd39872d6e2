/// Which cells of a page data marks touch, so that labels can avoid them.
struct InkMap {
  /// Side of a cell in points.
  static let cell = 3.0
  /// The page; ink outside is not seen.
  private let bounds: Scene.Rect
  private var cells: Set<Int64> = []

  init(bounds: Scene.Rect) {
    self.bounds = bounds
  }

  /// Marks the cells around a point.
  mutating func mark(x: Double, y: Double, reach: Double) {
    for column in Self.index(x - reach)...Self.index(x + reach) {
      for row in Self.index(y - reach)...Self.index(y + reach) {
        cells.insert(column << 32 | (row & 0xFFFF_FFFF))
      }
    }
  }

  /// Marks the cells of a rectangle.
  mutating func mark(_ rect: Scene.Rect) {
    let part = bounds.intersection(rect)
    guard part.width > 0, part.height > 0 else { return }
    for column in Self.index(part.x)...Self.index(part.maxX) {
      for row in Self.index(part.y)...Self.index(part.maxY) {
        cells.insert(column << 32 | (row & 0xFFFF_FFFF))
      }
    }
  }

  /// Marks the cells along a path.
  mutating func mark(_ elements: [Scene.Path.Element]) {
    var current: Scene.Point?
    for element in elements {
      switch element {
      case .move(let point): current = point
      case .line(let point):
        if let current { mark(from: current, to: point) }
        current = point
      case .close: break
      }
    }
  }

  private mutating func mark(from start: Scene.Point, to end: Scene.Point) {
    guard let part = bounds.clip(from: start, to: end) else { return }
    let share = part.upperBound - part.lowerBound
    let length = share * max((end.x - start.x).magnitude, (end.y - start.y).magnitude)
    let steps = max(1, Int(min(length / Self.cell, 20_000).rounded(.up)))
    for step in 0...steps {
      let fraction = part.lowerBound + share * Double(step) / Double(steps)
      mark(x: start.x + fraction * (end.x - start.x), y: start.y + fraction * (end.y - start.y), reach: 0)
    }
  }

  /// The share of a rectangle's cells that are touched, 0 to 1.
  func share(in rect: Scene.Rect) -> Double {
    let columns = Self.index(rect.x)...max(Self.index(rect.x), Self.index(rect.maxX))
    let rows = Self.index(rect.y)...max(Self.index(rect.y), Self.index(rect.maxY))
    var touched = 0
    for column in columns {
      for row in rows where cells.contains(column << 32 | (row & 0xFFFF_FFFF)) { touched += 1 }
    }
    return Double(touched) / Double(columns.count * rows.count)
  }

  private static func index(_ value: Double) -> Int64 {
    Int64((max(-1e6, min(1e6, value)) / cell).rounded(.down))
  }
}
