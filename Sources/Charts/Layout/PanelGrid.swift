/// Places panels in rows and columns so that their axes line up.
struct PanelGrid {
  /// Panels, row by row; all rows have as many columns as `shares`.
  let rows: [[PanelSpec]]
  /// Share of the region's width for each column.
  let shares: [Double]
  /// How high the plots of the rows are against each other; empty for all alike.
  var weights: [Double] = []
  /// The part of the page that they fill.
  let region: Scene.Rect
  /// Height of the whole page.
  let pageHeight: Double
  let type: Typography

  /// Lays the panels out: each alone, then with the widest margins of its column and the highest of its row.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  func solve() throws(LayoutError) -> [[Panel]] {
    var margins = rows.map { $0.map { _ in PanelMargins() } }
    var panels: [[Panel]] = []
    for _ in 0..<4 {
      panels = try place(margins)
      let next = aligned(panels.map { $0.map(\.margins) })
      let isSettled = zip(margins, next).allSatisfy { zip($0, $1).allSatisfy { !$0.differs(from: $1) } }
      margins = next
      if isSettled { break }
    }
    panels = try place(margins)
    try check(panels)
    return panels
  }

  /// The margins with those of a column or row made equal.
  private func aligned(_ margins: [[PanelMargins]]) -> [[PanelMargins]] {
    margins.map { row in
      row.indices.map { column in
        let columnMargins = margins.map { $0[column] }
        return PanelMargins(
          left: columnMargins.map(\.left).max() ?? 0, top: row.map(\.top).max() ?? 0,
          right: columnMargins.map(\.right).max() ?? 0, bottom: row.map(\.bottom).max() ?? 0)
      }
    }
  }

  private func place(_ margins: [[PanelMargins]]) throws(LayoutError) -> [[Panel]] {
    let fixed = margins.map { row in (row.first?.top ?? 0) + (row.first?.bottom ?? 0) }
    let weights = weights.count == rows.count ? weights : rows.map { _ in 1 }
    let unit = (region.height - fixed.reduce(0, +)) / max(1e-9, weights.reduce(0, +))
    var top = region.y
    var result: [[Panel]] = []
    for (row, specs) in rows.enumerated() {
      let height = fixed[row] + unit * weights[row]
      var left = region.x
      var panels: [Panel] = []
      for (column, spec) in specs.enumerated() {
        let width = region.width * shares[column]
        let layout = PanelLayout(
          spec: spec, region: Scene.Rect(x: left, y: top, width: width, height: max(1, height)), type: type,
          minimumShare: column == 0 ? 0.46 : 0.2, minimumHeight: 1, leastMargins: margins[row][column])
        panels.append(try layout.solve())
        left += width
      }
      result.append(panels)
      top += height
    }
    return result
  }

  private func check(_ panels: [[Panel]]) throws(LayoutError) {
    let height = panels.map { $0[0].plot.height }.reduce(0, +)
    let width = panels.first.map { $0.map(\.plot.width).reduce(0, +) } ?? 0
    guard height < 0.4 * pageHeight || width < 0.45 * type.pageWidth else { return }
    throw .noRoom(
      text: rows.first?.first?.valueAxis.names.first ?? "", width: type.pageWidth, height: region.maxY)
  }
}

/// Room around a plot for its labels, in points.
struct PanelMargins: Equatable {
  var left = 0.0
  var top = 0.0
  var right = 0.0
  var bottom = 0.0

  /// The larger of each side.
  func maximum(_ other: PanelMargins) -> PanelMargins {
    PanelMargins(
      left: max(left, other.left), top: max(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }

  /// Whether a side moves by more than half a point.
  func differs(from other: PanelMargins) -> Bool {
    [left - other.left, top - other.top, right - other.right, bottom - other.bottom].contains {
      $0.magnitude > 0.5
    }
  }
}
