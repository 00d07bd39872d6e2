/// What one plot with its axes, names, key and event lanes is to hold, before it has a place.
struct PanelSpec {
  /// Start of the time axis in nanoseconds from its zero.
  var firstTime: Int64
  /// End of the time axis, above `firstTime`.
  var lastTime: Int64
  /// What the zero means.
  var timeAxis: TimeAxis
  /// The vertical axis.
  var valueAxis: ValueAxis
  /// Names of series at the right end of their lines.
  var labels: [DirectLabel] = []
  /// Shapes that are explained above the plot.
  var key: [KeyEntry] = []
  /// Names of series that stand above the plot in every preset.
  var seriesKey: [KeyEntry] = []
  /// Strips below the plot.
  var lanes: [EventLane] = []
  /// Whether ticks are shown; a plot without data has none.
  var showsTicks = true
  /// An axis of numbers in place of the time axis.
  var xAxis: ValueAxis?
  /// Whether another panel below carries the labels of the horizontal axis.
  var hidesXLabels = false
  /// Whether another panel to the left carries the labels of the vertical axis.
  var hidesYLabels = false
  /// Whether ticks of the horizontal axis have grid lines.
  var hasVerticalGrid = false
  /// What stands above the vertical axis where its name and unit find no room; `nil` lets them start further left.
  var shortTitle: String?
  /// Names and figures of equally high rows in place of a vertical axis.
  var table: RowTable?
}

/// Rows of a plot with a name to the left and figures to the right of each.
struct RowTable {
  /// One row.
  struct Row {
    /// Name to the left.
    var name: String
    /// Colour of name and figures.
    var paint: Scene.Paint
    /// Figures to the right, one for each column.
    var cells: [String]
  }

  /// Heads of the columns to the right; empty for none.
  var heads: [String]
  /// Rows from top to bottom.
  var rows: [Row]
  /// Size of names and figures in points.
  var textSize: Double
  /// Whether figures start at the left of their column; else they end at its right.
  var isLeading = false
  /// The column whose figures count losses and have their colour; the others have that of the row.
  var lossColumn: Int?
  /// Share of the page's width beyond which names are cut in their middle.
  var nameShare = 0.34

  /// Distance of columns.
  private var gap: Double { 1.1 * textSize }

  /// Names as they find room.
  func names(_ type: Typography) -> [String] {
    rows.map { type.shortened($0.name, width: nameShare * type.pageWidth, size: textSize) }
  }

  /// Widths of the columns.
  func columnWidths(_ type: Typography) -> [Double] {
    let count = max(heads.count, rows.map(\.cells.count).max() ?? 0)
    return (0..<count).map { column in
      let cells = rows.filter { column < $0.cells.count }.map { type.width($0.cells[column], size: textSize) }
      return max(cells.max() ?? 0, column < heads.count ? type.width(heads[column], size: textSize) : 0)
    }
  }

  /// Room to the right of the plot.
  func rightRoom(_ type: Typography) -> Double {
    columnWidths(type).reduce(0) { $0 + $1 + gap }
  }

  /// Where the texts of the columns are anchored.
  func columnPlaces(_ type: Typography, from left: Double) -> [Double] {
    var end = left
    return columnWidths(type).map { width in
      end += gap + width
      return isLeading ? end - width : end
    }
  }

  /// How they are anchored.
  var anchor: Scene.Text.Anchor { isLeading ? .start : .end }
}

/// The name of a series beside the last value that is shown.
struct DirectLabel: Sendable, Equatable {
  /// Lines of the name.
  var lines: [String]
  /// Lines for a narrow page.
  var shortLines: [String]
  /// Colour of the text.
  var paint: Scene.Paint
  /// The value it stands for in base units; `nil` if that lies above the range.
  var value: Double?
  /// How the series looks in a key, if there is no room at its end.
  var symbol: KeySymbol
}

/// One shape with its meaning.
struct KeyEntry: Sendable, Equatable {
  /// The shape.
  var symbol: KeySymbol
  /// The meaning.
  var text: String
  /// The meaning in fewer letters.
  var shortText: String
}

/// A sample of a mark as it stands in a key.
enum KeySymbol: Sendable, Equatable {
  /// A line.
  case line(Scene.Style)
  /// A vertical bar with caps.
  case beam
  /// A bar without caps.
  case bar
  /// A mark on top of a thick bar, by the kind of segment.
  case resent(TimeSequenceData.SegmentKind)
  /// A SACK block.
  case sackBlock
  /// A tick below the ACK line.
  case duplicateTick
  /// A tick above the window line.
  case windowTick
  /// A letter at the place of an event.
  case letter(String)
  /// A short upright line in text colour.
  case stem
  /// Squares of the steps of heat cells.
  case heat
  /// A single marker.
  case marker(Scene.Markers.Kind, Role, isFilled: Bool)
}

/// A strip under the plot that shows events or states as ticks or bars.
struct EventLane: Sendable, Equatable {
  /// Name at the left.
  var name: String
  /// Role that gives the colour.
  var role: Role
  /// Number of events, or duration, at the right.
  var count: String
  /// Times of events, or start and end of states, in nanoseconds from the axis' zero.
  var spans: [ClosedRange<Int64>]
}
