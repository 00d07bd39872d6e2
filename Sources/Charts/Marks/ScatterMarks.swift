/// Dots of samples: each one, or one for each cell of the page where they are too many.
struct ScatterMarks {
  /// Colour.
  var role: Role
  /// Diameter in points.
  var diameter: Double
  /// Opacity of a dot that stands alone.
  var opacity: Double

  /// Most dots in a picture; an SVG has one element for each.
  static let maximum = 9000

  /// Draws the dots.
  func draw(_ points: [Scene.Point], density: DensityClass, into scene: inout SceneBuilder) {
    guard density == .large else {
      // Few dots are seen only if they are larger, and cover nothing then.
      let isSparse = density == .small
      scene.markers(
        .dot, size: isSparse ? 1.5 * diameter : diameter, points: points,
        style: style(isSparse ? max(opacity, 0.85) : opacity, scene.type))
      return
    }
    let cells = CellReducer.cells(points, side: max(1, diameter / 2.2), maximum: Self.maximum)
    let largest = cells.map(\.count).max() ?? 1
    let steps = cells.map { CellReducer.step($0.count, largest: largest) }
    for step in 0..<5 {
      let share = Double(step) / 4
      let chosen = zip(cells, steps).filter { $0.1 == step }.map(\.0.point)
      scene.markers(
        .dot, size: diameter, points: chosen, style: style(opacity + share * (1 - opacity), scene.type))
    }
  }

  /// How a dot of some opacity is painted.
  func style(_ opacity: Double, _ type: Typography) -> Scene.Style {
    .init(fill: type.theme.paint(role, opacity: opacity))
  }
}
