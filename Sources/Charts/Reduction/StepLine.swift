/// Builds the path of a value that holds until the next one, or of a line through points.
struct StepLine {
  /// Whether values hold; else neighbours are joined by straight lines.
  let holdsValue: Bool
  private var reducer: ColumnReducer?
  private var points: [Scene.Point] = []

  /// Makes a builder that keeps all points, or those of each column if a width is given.
  init(holdsValue: Bool, left: Double = 0, columnWidth: Double? = nil) {
    self.holdsValue = holdsValue
    reducer = columnWidth.map { ColumnReducer(left: left, columnWidth: $0) }
  }

  /// Takes the next point, not left of the one before.
  mutating func append(x: Double, y: Double) {
    let point = Scene.Point(x: x, y: y)
    if reducer != nil { reducer?.append(point) } else { points.append(point) }
  }

  /// The path, held or extended to nowhere further than its last point.
  mutating func elements() -> [Scene.Path.Element] {
    let kept = reducer?.finish() ?? points
    var result: [Scene.Path.Element] = []
    result.reserveCapacity(kept.count * 2)
    var previous: Scene.Point?
    for point in kept where point.x.isFinite && point.y.isFinite {
      guard let before = previous else {
        result.append(.move(point))
        previous = point
        continue
      }
      if before == point { continue }
      if holdsValue, before.x != point.x, before.y != point.y {
        result.append(.line(Scene.Point(x: point.x, y: before.y)))
      }
      result.append(.line(point))
      previous = point
    }
    return result.count > 1 ? result : []
  }
}
