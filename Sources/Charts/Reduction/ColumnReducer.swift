/// Keeps of each pixel column of a line the first, lowest, highest and last point, in their order.
///
/// A line through these points covers the same pixels as the line through all (M4; Jugel, Jerzak, Hackenbroich and
/// Markl, PVLDB 7, 2014). Works in one pass with memory for the result only.
struct ColumnReducer {
  /// Width of a column in points.
  let columnWidth: Double
  /// Left edge of the first column.
  let left: Double
  private var result: [Scene.Point] = []
  private var column = Int.min
  private var order = 0
  private var first = Entry()
  private var lowest = Entry()
  private var highest = Entry()
  private var last = Entry()

  private struct Entry {
    var point = Scene.Point(x: 0, y: 0)
    var order = 0
  }

  init(left: Double, columnWidth: Double) {
    self.left = left
    self.columnWidth = max(0.01, columnWidth)
  }

  /// Takes the next point, not left of the one before; points that are not finite are left out.
  mutating func append(_ point: Scene.Point) {
    guard point.x.isFinite, point.y.isFinite else { return }
    let place = Int(max(-1e9, min(1e9, ((point.x - left) / columnWidth).rounded(.down))))
    let entry = Entry(point: point, order: order)
    order += 1
    if place != column {
      flush()
      column = place
      first = entry
      lowest = entry
      highest = entry
    } else {
      if point.y < lowest.point.y { lowest = entry }
      if point.y > highest.point.y { highest = entry }
    }
    last = entry
  }

  /// All points kept.
  mutating func finish() -> [Scene.Point] {
    flush()
    column = Int.min
    return result
  }

  private mutating func flush() {
    guard column != Int.min else { return }
    var kept = [first, lowest, highest, last]
    kept.sort { $0.order < $1.order }
    var previous = -1
    for entry in kept where entry.order != previous {
      result.append(entry.point)
      previous = entry.order
    }
  }

  /// Reduces a finished list of points.
  static func reduce(_ points: [Scene.Point], left: Double, columnWidth: Double) -> [Scene.Point] {
    var reducer = ColumnReducer(left: left, columnWidth: columnWidth)
    for point in points { reducer.append(point) }
    return reducer.finish()
  }
}

/// How many marks a plot holds against what it can show.
enum DensityClass: Sendable, Equatable {
  /// Each mark with all its parts.
  case small
  /// Each mark, without caps.
  case medium
  /// Lines that cover what the marks would.
  case large

  /// The class of a number of marks on a number of columns.
  init(marks: Int, columns: Double) {
    let density = Double(marks) / max(1, columns)
    self = density <= 0.5 ? .small : density <= 1.2 ? .medium : .large
  }
}
