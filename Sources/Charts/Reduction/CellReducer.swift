/// Unites points that fall into one square cell of the page, so that the marks of a scatter plot are bounded.
enum CellReducer {
  /// One cell that holds points.
  struct Cell: Equatable {
    /// The first of its points; the centre of the cell would draw a lattice.
    var point: Scene.Point
    /// How many there are.
    var count: Int
  }

  /// The cells that hold points, in the order of their first points.
  ///
  /// The side of a cell is in points; it is doubled while there are more than `maximum` cells.
  ///
  /// - Complexity: O(n) for each size of cell tried.
  static func cells(_ points: [Scene.Point], side: Double, maximum: Int) -> [Cell] {
    var side = side
    while true {
      let cells = cells(points, side: side)
      if cells.count <= maximum || side > 1000 { return cells }
      side *= 2
    }
  }

  private static func cells(_ points: [Scene.Point], side: Double) -> [Cell] {
    var places: [Int64: Int] = [:]
    var cells: [Cell] = []
    for point in points {
      let column = Int64((max(-1e6, min(1e6, point.x)) / side).rounded(.down))
      let row = Int64((max(-1e6, min(1e6, point.y)) / side).rounded(.down))
      let key = column << 32 | (row & 0xFFFF_FFFF)
      if let place = places[key] {
        cells[place].count += 1
      } else {
        places[key] = cells.count
        cells.append(Cell(point: point, count: 1))
      }
    }
    return cells
  }

  /// The step of opacity of a cell, 0 to 4, by the logarithm of its count against the largest.
  static func step(_ count: Int, largest: Int) -> Int {
    guard largest > 1, count > 0 else { return 0 }
    let share = naturalLogarithm(Double(count)) / naturalLogarithm(Double(largest))
    return max(0, min(4, Int((share * 5).rounded(.down))))
  }
}
