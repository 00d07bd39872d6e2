/// Something that a user wants to have marked in charts over time: a moment or a period, with a few words.
public struct Annotation: Sendable, Equatable {
  /// A point in time.
  public enum Moment: Sendable, Equatable {
    /// Nanoseconds from the zero of the chart's axis.
    case relative(Int64)
    /// Nanoseconds since the epoch.
    case absolute(Int64)

    /// The place on an axis in nanoseconds from its zero, saturating.
    func offset(on axis: TimeAxis) -> Int64 {
      switch self {
      case .relative(let offset): return offset
      case .absolute(let time):
        let (offset, overflow) = time.subtractingReportingOverflow(axis.zero)
        return overflow ? (time < 0 ? .min : .max) : offset
      }
    }
  }

  /// When.
  public enum Extent: Sendable, Equatable {
    /// At one time: a line across the plot.
    case moment(Moment)
    /// From one time to another: a band; an open side reaches to the end of the plot.
    case period(Moment?, Moment?)
  }

  /// When.
  public var extent: Extent
  /// What is written beside the line or into the band.
  public var text: String
  /// The time as the user wrote it, for captions.
  public var timeText: String

  /// Makes an annotation.
  public init(extent: Extent, text: String, timeText: String) {
    self.extent = extent
    self.text = text
    self.timeText = timeText
  }

  /// Start and end on an axis in nanoseconds from its zero; `nil` for a period that ends before it starts.
  func span(on axis: TimeAxis) -> ClosedRange<Int64>? {
    switch extent {
    case .moment(let moment):
      let place = moment.offset(on: axis)
      return place...place
    case .period(let start, let stop):
      let first = start?.offset(on: axis) ?? .min
      let last = stop?.offset(on: axis) ?? .max
      return first <= last ? first...last : nil
    }
  }

  /// Whether it lasts.
  var isPeriod: Bool {
    if case .period = extent { true } else { false }
  }
}

/// A chart with a time axis, on which moments and periods can be marked.
protocol TimeChart: Chart {
  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { get }
  /// Whether it is shown.
  var showsTime: Bool { get }
  /// What a style shows of it.
  func period(_ style: ChartStyle?) -> TimePeriod
}

extension TimeChart {
  /// It is, as a rule.
  var showsTime: Bool { true }
}

extension Chart {
  /// Whether ``ChartStyle/annotations`` have a place in it.
  public var hasTimeAxis: Bool { (self as? any TimeChart)?.showsTime ?? false }

  /// The caption, with what the user has marked in the part that is shown.
  ///
  /// - Parameter style: As for ``caption(style:)``.
  /// - Returns: Some sentences.
  public func annotatedCaption(style: ChartStyle) -> String {
    let caption = caption(style: style)
    guard let chart = self as? any TimeChart, chart.showsTime, !style.annotations.isEmpty else {
      return caption
    }
    let period = chart.period(style)
    let marked = style.annotations.filter { annotation in
      annotation.span(on: chart.timeAxis).map {
        $0.upperBound >= period.first && $0.lowerBound <= period.last
      }
        ?? false
    }
    guard !marked.isEmpty else { return caption }
    return caption + " Marked: " + marked.map { "\($0.text) (\($0.timeText))" }.joined(separator: "; ") + "."
  }
}
