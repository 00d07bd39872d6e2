/// Names of the ends above their life lines, and titles of the columns.
struct FlowGraphHeads {
  /// Height of all, in points.
  let height: Double
  private let data: FlowGraphData
  private let columns: FlowGraphColumns
  private let type: Typography
  /// Whether the names stand one below the other, as they are too long to stand side by side.
  private let isStacked: Bool

  init(data: FlowGraphData, columns: FlowGraphColumns, type: Typography) {
    self.data = data
    self.columns = columns
    self.type = type
    let room = type.pageWidth - 1.6 * type.size
    let widths = [data.left, data.right].map { type.width($0.name, isBold: true) }
    // Centred on its line, a name may reach as far as the edge of the page allows.
    func reach(_ width: Double, around x: Double) -> (Double, Double) {
      let center = min(max(x, 0.8 * type.size + width / 2), type.pageWidth - 0.8 * type.size - width / 2)
      return (center - width / 2, center + width / 2)
    }
    isStacked =
      widths.reduce(0, +) + type.size > room
      || reach(widths[0], around: columns.left).1 + type.size > reach(widths[1], around: columns.right).0
    height = (isStacked ? 4 : 3) * type.linePitch + 0.9 * type.size
  }

  /// Draws them.
  ///
  /// - Parameters:
  ///   - top: Upper edge.
  ///   - timeTitles: Titles of a time axis on the left, the best first, instead of those of columns.
  ///   - scene: Where to draw.
  func draw(top: Double, timeTitles: [String]? = nil, into scene: inout SceneBuilder) {
    let u = type.size
    var y = top + 0.9 * u
    let pitch = type.linePitch
    let ends = [(data.left, columns.left), (data.right, columns.right)]
    for (index, (end, x)) in ends.enumerated() {
      draw(end.name, around: x, y: y, isBold: true, paint: type.theme.paint(.text), into: &scene)
      if isStacked, index == 0 { y += pitch }
    }
    y += pitch
    for (end, x) in ends where !end.role.isEmpty {
      draw(end.role, around: x, y: y, isBold: false, paint: type.theme.paint(.muted), into: &scene)
    }
    y += pitch
    if let timeTitles {
      let text = type.fitting(timeTitles, width: columns.left - 0.8 * u, size: type.smallSize)
      scene.text(
        text, x: columns.left - columns.air, y: y, anchor: .end, size: type.smallSize,
        paint: type.theme.paint(.muted), purpose: "axis")
      return
    }
    for cell in columns.titles {
      scene.text(
        cell.text, x: cell.x, y: y, anchor: cell.anchor, size: type.smallSize,
        paint: type.theme.paint(.muted),
        purpose: "column")
    }
  }

  private func draw(
    _ text: String, around x: Double, y: Double, isBold: Bool, paint: Scene.Paint,
    into scene: inout SceneBuilder
  ) {
    let edge = 0.8 * type.size
    let text = type.shortened(text, width: type.pageWidth - 2 * edge, isBold: isBold)
    let half = type.width(text, isBold: isBold) / 2
    let center = min(max(x, edge + half), type.pageWidth - edge - half)
    scene.text(text, x: center, y: y, anchor: .middle, isBold: isBold, paint: paint, purpose: "end")
  }
}
