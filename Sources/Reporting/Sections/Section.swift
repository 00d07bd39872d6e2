public import Charts
public import TCPAnalysis

/// What one module adds to a report: what must be measured, and the words, table and chart made of it.
///
/// To add a module, write one file with a type that conforms and put it into the list of modules; nothing else in
/// this target changes.
public protocol Section: Sendable {
  /// Name of the module, as on the command line (`throughput`).
  static var module: String { get }

  /// The same of a value.
  var module: String { get }

  /// What must be measured of a flow before `content(of:)` is asked.
  func measurements(of request: FlowRequest) -> [Measurement]

  /// What the section says of a flow; `nil` if it has nothing to say.
  func content(of flow: FlowMaterial) -> SectionContent?

  /// How its numbers are defined, and their limits, for the part on methods.
  var methods: [Definition] { get }
}

extension Section {
  /// Name of the module.
  public var module: String { Self.module }
}

/// A flow that a report is going to show.
public struct FlowRequest: Sendable {
  /// The flow; it has a direction.
  public var flow: FlowID
  /// Its connection.
  public var connection: ConnectionSummary
  /// The time axis of its charts.
  public var axis: TimeAxis
  /// Length of a bin in nanoseconds; `nil` for the default of the range.
  public var binNanoseconds: Int64?
  /// Frames that are shown; `nil` for all.
  public var frames: FrameRanges?
  /// Whether only a picture is made of what is measured, and no table or number beside those of the chart.
  public var isForPicture = false
  /// What an earlier reading saw of the flow, for sections that look before they measure; `nil` if there was none.
  public var observations: FlowObservations?

  /// The flow and the part of it that a series is made of.
  public var scope: SeriesScope {
    var scope = SeriesScope(flow: flow, frames: frames)
    scope.isForPicture = isForPicture
    if axis.zoomStart != nil || axis.zoomStop != nil {
      let start = axis.zoomStart.map { axis.zero.addingReportingOverflow($0).partialValue } ?? .min
      scope.times =
        start...max(start, axis.zoomStop.map { axis.zero.addingReportingOverflow($0).partialValue } ?? .max)
    }
    return scope
  }

  /// Makes a request.
  public init(flow: FlowID, connection: ConnectionSummary, axis: TimeAxis, binNanoseconds: Int64? = nil) {
    self.flow = flow
    self.connection = connection
    self.axis = axis
    self.binNanoseconds = binNanoseconds
  }
}

/// A metric that takes part in a reading, and how its result is got at afterwards.
public struct Measurement {
  /// What is measured; measurements of equal keys are made once.
  public let key: String
  /// The metric to hand to the analyzer.
  public let metric: any Metric
  /// The result, after the reading.
  public let series: () -> any Sendable
  /// Whether the section also needs the verdict on each of the flow's retransmissions.
  public let needsRetransmissions: Bool

  /// Makes a measurement.
  public init(
    key: String, metric: any Metric, needsRetransmissions: Bool = false, series: @escaping () -> any Sendable
  ) {
    self.key = key
    self.metric = metric
    self.needsRetransmissions = needsRetransmissions
    self.series = series
  }
}

/// What a section says of one flow.
public struct SectionContent: Sendable {
  /// Headline, `Time sequence`.
  public var title: String
  /// The chart, if there is one.
  public var chart: (any Chart)?
  /// What stands below the chart.
  public var nodes: [Node]

  /// Makes content.
  public init(title: String, chart: (any Chart)? = nil, nodes: [Node] = []) {
    self.title = title
    self.chart = chart
    self.nodes = nodes
  }
}
