public import Charts
import TCPAnalysis

/// The time sequence less the mean rate, in reports: where segments lie so dense that stalls vanish in a straight line.
public struct DetrendedSection: Section {
  /// Name of the section; `timesequence --detrend` draws the same.
  public static let module = "timesequence-detrended"

  private let isAlways: Bool

  /// Makes the section.
  ///
  /// - Parameter isAlways: Whether flows of few segments are drawn too.
  public init(isAlways: Bool = false) { self.isAlways = isAlways }

  /// Asks for the time sequence of the flow, which its own chart needs anyway.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    TimeSequenceSection().measurements(of: request)
  }

  /// The chart of the flow.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    guard let plain = TimeSequenceSection().content(of: flow)?.chart as? TimeSequenceChart,
      isAlways || plain.isDense(style: FigureDrawings.style)
    else { return nil }
    var options = TimeSequenceChart.Options()
    options.isDetrended = true
    return SectionContent(
      title: "Time sequence without its mean rate",
      chart: TimeSequenceChart(data: plain.data, options: options))
  }

  /// What is subtracted.
  public var methods: [Definition] {
    [
      Definition(
        "Without its mean rate",
        "Sequence numbers less what a sender at the mean rate from the first to the last data would have reached: "
          + "rising where the flow is faster than its mean, falling where it is slower or stands still.")
    ]
  }
}
