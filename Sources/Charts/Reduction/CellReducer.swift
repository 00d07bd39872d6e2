/// Unites points that fall into one square cell of the page, so that the marks of a scatter plot are bounded.
enum CellReducer {
  /// One cell that holds points.
  struct Cell: Equatable {
    /// The first of its points; the centre of the cell would draw a lattice.
    var point: Scene.Point
    /// Which of all points that is.
    var index: Int
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

  /// A table of all cells of a page is looked up much faster than a dictionary of those that hold points.
  private static func cells(_ points: [Scene.Point], side: Double) -> [Cell] {
    guard let grid = Grid(points, side: side) else { return [] }
    var places = [Int32](repeating: -1, count: grid.columns * grid.rows)
    var cells: [Cell] = []
    for (number, point) in points.enumerated() {
      let index = grid.index(point)
      let place = places[index]
      if place >= 0 {
        cells[Int(place)].count += 1
      } else {
        places[index] = Int32(truncatingIfNeeded: cells.count)
        cells.append(Cell(point: point, index: number, count: 1))
      }
    }
    return cells
  }

  /// The cells between the outermost points, at most 4096 in each direction: pages are smaller.
  private struct Grid {
    private static let most = 4096.0

    let columns: Int
    let rows: Int
    private let side: Double
    private let left: Double
    private let top: Double

    init?(_ points: [Scene.Point], side: Double) {
      guard !points.isEmpty else { return nil }
      var (low, high) = ((x: Double.infinity, y: Double.infinity), (x: -Double.infinity, y: -Double.infinity))
      for point in points {
        low = (min(low.x, Self.bounded(point.x)), min(low.y, Self.bounded(point.y)))
        high = (max(high.x, Self.bounded(point.x)), max(high.y, Self.bounded(point.y)))
      }
      self.side = side
      left = (low.x / side).rounded(.down)
      top = (low.y / side).rounded(.down)
      columns = Int(min(Self.most, (high.x / side).rounded(.down) - left + 1))
      rows = Int(min(Self.most, (high.y / side).rounded(.down) - top + 1))
    }

    func index(_ point: Scene.Point) -> Int {
      let column = Int((Self.bounded(point.x) / side).rounded(.down) - left)
      let row = Int((Self.bounded(point.y) / side).rounded(.down) - top)
      return min(columns - 1, max(0, column)) + columns * min(rows - 1, max(0, row))
    }

    private static func bounded(_ value: Double) -> Double { value.isNaN ? 0 : max(-1e6, min(1e6, value)) }
  }

  /// The step of opacity of a cell, 0 to 4, by the logarithm of its count against the largest.
  static func step(_ count: Int, largest: Int) -> Int {
    guard largest > 1, count > 0 else { return 0 }
    let share = naturalLogarithm(Double(count)) / naturalLogarithm(Double(largest))
    return max(0, min(4, Int((share * 5).rounded(.down))))
  }
}
