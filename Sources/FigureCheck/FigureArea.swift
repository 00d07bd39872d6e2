/// A part of a page, in whole points.
public struct FigureArea: Sendable, Hashable {
  /// Left edge.
  public private(set) var left: Int
  /// Lower edge.
  public private(set) var bottom: Int
  /// Right edge.
  public private(set) var right: Int
  /// Upper edge.
  public private(set) var top: Int

  /// The area between two corners; what is far off any page is brought nearer.
  init(lower: (x: Double, y: Double), upper: (x: Double, y: Double)) {
    func whole(_ value: Double) -> Int { value.isNaN ? 0 : Int(max(-1e6, min(1e6, value)).rounded()) }
    (left, bottom, right, top) = (whole(lower.x), whole(lower.y), whole(upper.x), whole(upper.y))
  }

  /// Grows so that it holds another area as well.
  mutating func formUnion(_ other: FigureArea) {
    (left, bottom) = (min(left, other.left), min(bottom, other.bottom))
    (right, top) = (max(right, other.right), max(top, other.top))
  }

  /// Whether two areas lie side by side or one above the other, as the panels of a figure do.
  func isApart(from other: FigureArea) -> Bool {
    right < other.left || other.right < left || top < other.bottom || other.top < bottom
  }
}
