public import TCPAnalysis

/// What `show` prints, and how.
public struct ShowSettings {
  /// What lines are coloured by.
  public enum Differentiation: String, Sendable, CaseIterable {
    /// What the segment is.
    case verdict = "class"
    /// Its connection.
    case connection
    /// Its flow.
    case flow
  }

  /// A frame with what stands around it.
  public struct Place: Sendable, Equatable {
    /// The frame.
    public var frame: UInt64
    /// Its file.
    public var fileIndex: UInt16
    /// Segments shown in front of it and behind it.
    public var count: Int

    /// Makes a place.
    public init(frame: UInt64, fileIndex: UInt16, count: Int) {
      self.frame = frame
      self.fileIndex = fileIndex
      self.count = count
    }
  }

  /// Which segments are shown.
  public var selection = SegmentSelection()
  /// A frame that alone is shown, with those around it.
  public var place: Place?
  /// What is told apart from the rest.
  public var match: MatchExpression?
  /// Whose rules say what a segment is.
  public var rules = RuleSet.native
  /// Whether only what matches is shown.
  public var showsMatchesOnly = false
  /// What lines are coloured by.
  public var differentiation = Differentiation.verdict
  /// Whether lines are numbered.
  public var numbersLines = false
  /// Whether the text has colours.
  public var usesColor = false
  /// Where the zero of the time column lies.
  public var origin = TimeZero.capture(0)

  /// Makes the usual settings.
  public init() {}

  /// Zero of the time column.
  public enum TimeZero: Sendable, Equatable {
    /// A time, nanoseconds since the epoch.
    case capture(Int64)
    /// The first packet of each connection.
    case connection
    /// Times are shown as UTC.
    case absolute
  }

  /// Whether the user must be told which of the shown segments match.
  var marksMatches: Bool { match != nil && !showsMatchesOnly }
}
