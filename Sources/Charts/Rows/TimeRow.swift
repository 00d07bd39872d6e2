/// One plot over time: samples, lines and areas, references, states and events, with a distribution beside it.
struct TimeRow {
  /// Dots of single values.
  struct Samples {
    /// Times in nanoseconds from the axis' zero, ascending.
    var times: [Int64]
    /// Values in base units of the axis.
    var values: [Int64]
    /// How a dot looks.
    var marks: ScatterMarks
  }

  /// A dashed line at one value.
  struct Reference {
    /// The value in base units of the axis.
    var value: Double
    /// Name, line by line, and for a narrow page.
    var lines: [String]
    /// Name for a narrow page.
    var shortLines: [String]
  }

  /// A state that lasts, drawn as a band with its name.
  struct State {
    /// Name, as a lane has it.
    var name: String
    /// When.
    var periods: [ClosedRange<Int64>]
  }

  /// The vertical axis.
  var axis: ValueAxis
  /// Dots.
  var samples: Samples?
  /// Lines, from back to front.
  var lines: [TimeLine] = []
  /// Names of lines at the right end; they stand beside the last value that is shown.
  var names: [DirectLabel] = []
  /// Dashed lines.
  var references: [Reference] = []
  /// States behind the data.
  var states: [State] = []
  /// Events and states below the plot.
  var lanes: [EventLane] = []
  /// Shapes that are explained above the plot.
  var key: [KeyEntry] = []
  /// What stands to the right.
  var side: SideDistribution?
  /// The value of an only sample, with its unit.
  var singleText: String?
  /// A sentence in place of data; `nil` if there are data.
  var message: String?

  /// Share of the page's width that the plot usually has; reduction must be the same for all fonts.
  static func plotShare(hasSide: Bool) -> Double { hasSide ? 0.58 : 0.75 }

  /// How dense some marks lie on a plot of usual width; captions need that where no font is known.
  static func density(_ marks: Int, style: ChartStyle, hasSide: Bool) -> DensityClass {
    let asked = style.width ?? style.preset.width
    let width = asked.isFinite ? max(20, min(asked, 20_000)) : style.preset.width
    let columns = min(4000, width * plotShare(hasSide: hasSide) / 72 * style.preset.columnsPerInch)
    return DensityClass(marks: marks, columns: columns)
  }
}
