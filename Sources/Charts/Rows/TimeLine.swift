/// A value over time that a row draws as a line.
struct TimeLine {
  /// Values as they are kept: a line of a million points makes no copy of them.
  enum Values {
    /// Numbers.
    case numbers([Double])
    /// Whole numbers.
    case whole([Int64])
    /// Whole numbers of which some are unknown.
    case steps(StepValues)

    /// How many.
    var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .whole(let values): values.count
      case .steps(let values): values.count
      }
    }

    /// The value of a row; not a number if it is unknown.
    subscript(row: Int) -> Double {
      switch self {
      case .numbers(let values): values[row]
      case .whole(let values): Double(values[row])
      case .steps(let values): values[row].map(Double.init) ?? .nan
      }
    }
  }

  /// Class in an SVG.
  var cssClass: String
  /// Times in nanoseconds from the axis' zero, ascending.
  var times: [Int64]
  /// Values in base units of the row's axis, as many as `times` at least; one that is not finite is a gap.
  var values: Values
  /// Whether a value holds until the next one; else neighbours are joined.
  var holdsValue: Bool
  /// Whether the last value holds to the end of the plot.
  var reachesEnd = false
  /// How it is stroked.
  var style: Scene.Style
  /// Opacity of the area below it; 0 for none.
  var areaOpacity = 0.0

  /// The last value at or before a time; `nil` if there is none.
  func value(upTo time: Int64, in rows: Range<Int>) -> Double? {
    guard rows.upperBound > 0, rows.upperBound <= values.count else { return nil }
    let value = values[rows.upperBound - 1]
    return value.isFinite ? value : nil
  }

  /// Draws the line, and the area below it.
  func draw(_ panel: Panel, period: TimePeriod, into scene: inout SceneBuilder) {
    let runs = runs(panel, period: period, preset: scene.type.style.preset)
    scene.beginGroup(cssClass)
    if areaOpacity > 0, let stroke = style.stroke {
      var fill = stroke
      fill.opacity = areaOpacity
      let areas = runs.flatMap { Self.area(below: $0, to: panel.plot.maxY) }
      scene.path(areas, style: .init(fill: fill))
    }
    scene.path(runs.flatMap(\.self), style: style, isInk: true)
    scene.endGroup()
  }

  /// The parts of the line between gaps.
  private func runs(_ panel: Panel, period: TimePeriod, preset: Preset) -> [[Scene.Path.Element]] {
    let rows = period.rows(times)
    let isReduced = Double(rows.count) > 4 * panel.columns(preset)
    let width = isReduced ? panel.columnWidth(preset) : nil
    var runs: [[Scene.Path.Element]] = []
    var line = StepLine(holdsValue: holdsValue, left: panel.plot.x, columnWidth: width)
    var previous: Double?
    var gapStart: Double?
    func add(_ value: Double, _ time: Int64) {
      line.append(x: panel.x.position(time), y: panel.y.position(value))
    }
    // The neighbours outside continue the line to the edges.
    let first = max(0, rows.lowerBound - 1)
    let last = min(times.count, holdsValue ? rows.upperBound : rows.upperBound + 1)
    for row in first..<max(first, last) {
      let time = holdsValue ? max(times[row], period.first) : times[row]
      let value = values[row]
      guard value.isFinite else {
        if holdsValue, let previous { add(previous, time) }
        previous = nil
        gapStart = gapStart ?? panel.x.position(time)
        continue
      }
      if let start = gapStart {
        gapStart = nil
        // A gap that no column shows would only make the picture large.
        if width.map({ panel.x.position(time) - start >= $0 }) ?? true {
          runs.append(line.elements())
          line = StepLine(holdsValue: holdsValue, left: panel.plot.x, columnWidth: width)
        }
      }
      add(value, time)
      previous = value
    }
    if holdsValue, reachesEnd, let previous { add(previous, period.last) }
    runs.append(line.elements())
    return runs.filter { !$0.isEmpty }
  }

  private static func area(below line: [Scene.Path.Element], to bottom: Double) -> [Scene.Path.Element] {
    func point(_ element: Scene.Path.Element?) -> Scene.Point? {
      switch element {
      case .move(let point), .line(let point): point
      default: nil
      }
    }
    guard let first = point(line.first), let last = point(line.last) else { return [] }
    return line + [
      .line(.init(x: last.x, y: bottom)), .line(.init(x: first.x, y: bottom)), .close,
    ]
  }
}
