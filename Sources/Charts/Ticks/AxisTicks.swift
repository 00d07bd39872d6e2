/// What an axis shows: ticks, their labels, and titles to choose from.
struct AxisTicks: Sendable, Equatable {
  /// One tick.
  struct Tick: Sendable, Equatable {
    /// Where it lies, 0 at the start of the axis and 1 at its end.
    var fraction: Double
    /// The label; empty for a minor tick.
    var label: String
  }

  /// Ticks in ascending order.
  var ticks: [Tick]
  /// Titles with unit, the longest and best first.
  var titles: [String]
  /// What stands once at the left end of the title row (a date); empty for nothing.
  var corner = ""
}

/// How much room labels take on an axis.
struct LabelRoom {
  /// Length of the axis in points.
  var length: Double
  /// Size of the text in points.
  var textSize: Double
  /// Room of a label along the axis, in points.
  var extent: (String) -> Double
  /// Least air between neighbours in points.
  var air: Double
  /// Points of the axis for each label.
  var spacing: Double

  /// Number of labels wished for.
  var target: Double { max(2, length / max(1, spacing)) }

  /// Whether labels at these fractions of the axis keep their distance.
  func fits(_ fractions: [Double], _ labels: [String]) -> Bool {
    var previousEnd = -Double.infinity
    for (fraction, label) in zip(fractions, labels) {
      let half = extent(label) / 2
      let center = fraction * length
      if center - half < previousEnd + air { return false }
      previousEnd = center + half
    }
    return true
  }
}
