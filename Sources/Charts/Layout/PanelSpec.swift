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
  /// Strips below the plot.
  var lanes: [EventLane] = []
  /// Whether ticks are shown; a plot without data has none.
  var showsTicks = true
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
