/// How a chart is drawn: size, type, colours and axes, whatever its kind.
public struct ChartStyle: Sendable, Equatable {
  /// Where the picture will stand.
  public var preset: Preset
  /// Colours.
  public var theme: Theme
  /// Width in points; `nil` for the preset's.
  public var width: Double?
  /// Height in points; `nil` for the preset's.
  public var height: Double?
  /// Replaces the title.
  public var title: String?
  /// Leaves title and subtitle out.
  public var hidesTitle = false
  /// Logarithmic horizontal axis of a distribution; axes of time are linear.
  public var hasLogarithmicX = false
  /// Logarithmic y axis.
  public var hasLogarithmicY = false
  /// Fixed x range in seconds.
  public var xRange: ClosedRange<Double>?
  /// Fixed y range in the unit that the axis' title names.
  public var yRange: ClosedRange<Double>?
  /// Whether states that the data show, such as a zero window, are bands with their names.
  public var showsStates = true
  /// What the user has marked on the time axis.
  public var annotations: [Annotation] = []
  /// Whether data beside the picture are the rows that it shows, and not all.
  public var reducesData = false
  /// Font families that replace the preset's.
  public var fontFamilies: [String]?

  /// Makes the style of a preset and a theme.
  public init(preset: Preset = .screen, theme: Theme = .light) {
    self.preset = preset
    self.theme = theme
  }
}

/// Where a picture will stand: size, type sizes, resolution.
public enum Preset: String, Sendable, CaseIterable {
  /// A window or a README.
  case screen
  /// Inside an HTML report, without a title of its own.
  case html
  /// A bug ticket.
  case ticket
  /// One column of a paper.
  case paperColumn = "paper-column"
  /// The full width of a paper.
  case paperPage = "paper-page"
  /// A slide.
  case slide
}

/// A set of colours.
public enum Theme: String, Sendable, CaseIterable {
  /// On white.
  case light
  /// On near black.
  case dark
  /// Without colours, for print.
  case grey
}
