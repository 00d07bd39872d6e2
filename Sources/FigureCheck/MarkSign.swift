/// What tells a drawn mark from others beside its colour.
public struct MarkSign: Sendable, Hashable {
  /// The form of a mark.
  public enum Shape: Sendable, Hashable {
    /// A straight line from top to bottom.
    case upright
    /// A straight line from left to right.
    case level
    /// Any other line.
    case line
    /// A filled rectangle.
    case box
    /// A filled form of many corners.
    case area
    /// A small form, by its operators: circles, diamonds, triangles, the strokes of a cross.
    case form(String)
  }

  /// Whether the inside is painted, and not the outline.
  public let isFilled: Bool
  /// The form.
  public let shape: Shape
  /// Width of the line in tenths of a point; 0 for what is filled.
  public let width: Int
  /// Lengths of dashes and gaps in tenths of a point; empty for a solid line.
  public let dash: [Int]

  /// Whether two marks look alike but for their colour.
  ///
  /// Lines differ to the eye where one is at least 1.4 times as wide as the other.
  func looksLike(_ other: MarkSign) -> Bool {
    guard isFilled == other.isFilled, shape == other.shape, dash.count == other.dash.count else {
      return false
    }
    let widths = [width, other.width].sorted()
    guard Double(widths[1]) < 1.4 * Double(widths[0]) || widths[1] == widths[0] else { return false }
    return zip(dash, other.dash).allSatisfy { Double(abs($0 - $1)) <= 0.2 * Double(max($0, $1)) }
  }

  /// The mark in words.
  public var words: String {
    switch shape {
    case .box: return "filled boxes"
    case .area: return "filled areas"
    case .form: return isFilled ? "filled marks of one form" : "outlined marks of one form"
    case .upright, .level, .line:
      let lines = shape == .upright ? "upright lines" : shape == .level ? "level lines" : "lines"
      return "\(dash.isEmpty ? "solid" : "dashed") \(lines) of \(width / 10).\(width % 10) pt"
    }
  }
}

/// A path in the making, sub-path by sub-path.
struct MarkPath {
  /// What a sub-path is, before it is known whether it is filled or stroked.
  private struct Part {
    var operators = ""
    var start: (x: Double, y: Double) = (0, 0)
    var end: (x: Double, y: Double) = (0, 0)
    /// How far it goes from its start, in points.
    var reach = 0.0
    var isRectangle = false
  }

  /// The longest way of an open stroke that is a mark and not a line, in points.
  private static let longestForm = 16.0

  private var parts: Set<Key> = []
  private var current: Part?
  /// Corners of all that was added, on the page.
  private(set) var lower = (x: Double.infinity, y: Double.infinity)
  private(set) var upper = (x: -Double.infinity, y: -Double.infinity)

  private struct Key: Hashable {
    let strokeShape: MarkSign.Shape
    let fillShape: MarkSign.Shape
  }

  /// Starts a sub-path.
  mutating func move(to point: (x: Double, y: Double)) {
    finishPart()
    current = Part(operators: "m", start: point, end: point)
    reach(point)
  }

  /// Goes on in a straight line (`l`) or a curve (`c`).
  mutating func go(_ name: Character, to point: (x: Double, y: Double)) {
    if current == nil { current = Part(operators: "m", start: point, end: point) }
    if (current?.operators.utf8.count ?? 0) < 12 { current?.operators.append(name) }
    current?.end = point
    if var part = current {
      part.reach = max(part.reach, abs(point.x - part.start.x), abs(point.y - part.start.y))
      current = part
    }
    reach(point)
  }

  /// Closes the sub-path.
  mutating func close() {
    if (current?.operators.utf8.count ?? 12) < 12 { current?.operators.append("h") }
  }

  /// Adds a rectangle as a sub-path.
  mutating func addRectangle(_ first: (x: Double, y: Double), _ second: (x: Double, y: Double)) {
    finishPart()
    current = Part(operators: "mlllh", start: first, end: second, isRectangle: true)
    reach(first)
    reach(second)
    finishPart()
  }

  /// The signs of all sub-paths.
  mutating func signs(isFilled: Bool, width: Double, dash: [Double]) -> Set<MarkSign> {
    finishPart()
    func tenths(_ value: Double) -> Int { value.isFinite ? Int((10 * min(1e6, max(0, value))).rounded()) : 0 }
    return Set(
      parts.map { part in
        MarkSign(
          isFilled: isFilled, shape: isFilled ? part.fillShape : part.strokeShape,
          width: isFilled ? 0 : tenths(width), dash: isFilled ? [] : dash.prefix(12).map(tenths))
      })
  }

  private mutating func reach(_ point: (x: Double, y: Double)) {
    lower = (min(lower.x, point.x), min(lower.y, point.y))
    upper = (max(upper.x, point.x), max(upper.y, point.y))
  }

  private mutating func finishPart() {
    guard let part = current else { return }
    current = nil
    // Writers go back to the start of what they closed; nothing is painted by that.
    guard part.operators != "m", parts.count < 64 else { return }
    parts.insert(Key(strokeShape: Self.strokeShape(part), fillShape: Self.fillShape(part)))
  }

  private static func fillShape(_ part: Part) -> MarkSign.Shape {
    if part.isRectangle { return .box }
    return part.operators.utf8.count >= 12 ? .area : .form(part.operators)
  }

  private static func strokeShape(_ part: Part) -> MarkSign.Shape {
    if part.operators == "ml" {
      if (part.start.x - part.end.x).magnitude < 0.05 { return .upright }
      if (part.start.y - part.end.y).magnitude < 0.05 { return .level }
    }
    // A stroke of a cross, or the hook from a name to its line, is no curve.
    let isForm =
      part.reach <= longestForm || part.operators.contains("h") || part.operators.contains("c")
    return isForm && part.operators.utf8.count < 12 ? .form(part.operators) : .line
  }
}
