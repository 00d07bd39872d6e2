import Measurements

/// What one flow sent, what was confirmed and lost, and why it stopped: sequence numbers over time.
public struct TimeSequenceChart: Chart, TimeChart {
  /// How the chart is drawn, beyond its style.
  public struct Options: Sendable, Equatable {
    /// When the edge of the advertised window is drawn.
    public enum Window: String, Sendable, CaseIterable {
      /// If it lies within 1.35 times the range of the data.
      case automatic
      /// Always, if it is known.
      case on
      /// Never.
      case off
    }

    /// When the window's edge is drawn.
    public var window: Window = .automatic
    /// Marks PSH, ECE and CWR.
    public var showsExtendedMarks = false
    /// Starts the sequence axis at zero also in a zoom.
    public var startsAtZero = false
    /// Subtracts the mean rate, so that stalls and recoveries of a long flow stand out.
    public var isDetrended = false
    /// Shows sequence numbers as sent, unfolded beyond 32 bits, and not from the flow's start.
    public var showsAbsoluteNumbers = false
    /// A part that is shown again, larger, to the right; nanoseconds from the axis' zero.
    public var inset: ClosedRange<Int64>?
    /// Draws bands and names of timeouts and zero windows.
    public var annotates = true

    /// Makes the options of a plain chart.
    public init() {}
  }

  /// Name of the kind.
  public static let kind = "timesequence"

  /// The data.
  public let data: TimeSequenceData
  /// How it is drawn.
  public let options: Options
  /// Numbers of the whole flow.
  let summary: TimeSequenceSummary

  /// Makes the chart of a flow.
  public init(data: TimeSequenceData, options: Options = Options()) {
    self.data = data
    self.options = options
    summary = TimeSequenceSummary(data)
  }

  /// The headline, with the zoom.
  public var title: String { title(of: view(style: nil)) }

  /// Endpoints, file, capture point, duration, volume.
  public var subtitle: String { subtitle(of: view(style: nil)) }

  /// The part that a style and the axis' zoom leave.
  func view(style: ChartStyle?) -> TimeSequenceView {
    TimeSequenceView(
      data: data, options: options, summary: summary, period: period(style), style: style)
  }

  /// Whether so many segments share a column of the plot that only their reduction is drawn.
  public func isDense(style: ChartStyle) -> Bool {
    view(style: style).density(style: style, share: Self.plotShare) == .large
  }

  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { data.axis }

  /// Start and end of what is shown, in nanoseconds from the axis' zero.
  func period(_ style: ChartStyle?) -> TimePeriod {
    TimePeriod(first: summary.firstTime, last: summary.lastTime, axis: data.axis, style: style)
  }

  /// The headline of a view.
  func title(of view: TimeSequenceView) -> String {
    let name =
      options.isDetrended
      ? "Time sequence minus mean rate"
      : options.window == .on && view.drawsWindow ? "Time sequence with advertised window" : "Time sequence"
    return name + ChartWords.titleEnd("A \u{2192} B", period: view.period, axis: data.axis)
  }

  /// The line below the headline of a view.
  func subtitle(of view: TimeSequenceView) -> String {
    var parts = data.identity.subtitleParts
    if !summary.isEmpty {
      let resent = summary.retransmissionText
      parts.append(
        view.period.isZoomed
          ? "\(resent) in \(summary.durationText)" : "\(summary.durationText), \(summary.volumeText)")
      if let rate = summary.meanRateText, options.isDetrended { parts.append("minus \(rate) \u{D7} t") }
      if let window = view.windowAboveRange, options.window == .automatic, !options.isDetrended {
        parts.append("window above the range (\(Quantity.iec(Double(window))))")
      }
    }
    return parts.joined(separator: PageHeader.separator)
  }
}

extension FlowIdentity {
  /// Endpoints, file and capture point as parts of a subtitle.
  public var subtitleParts: [String] {
    var parts: [String] = []
    // Several flows, or a whole capture, have no single receiver.
    if !source.isEmpty {
      parts.append(destination.isEmpty ? source : "A \(source) \u{2192} B \(destination)")
    }
    let place = [capture, capturePoint].filter { !$0.isEmpty }.joined(separator: ", ")
    if !place.isEmpty { parts.append(place) }
    return parts
  }

  /// Endpoints in a sentence.
  var endpoints: String {
    if source.isEmpty { return "the capture" }
    return destination.isEmpty ? source : "\(source) to \(destination)"
  }
}
