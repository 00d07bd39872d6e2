/// The columns of a chart of data in flight: sent and not yet acknowledged.
public struct InFlightData: Sendable, Equatable {
  /// What is counted.
  public enum Measure: String, Sendable, CaseIterable {
    /// Bytes of payload.
    case bytes
    /// Segments.
    case packets
  }

  /// Who talks.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// What `inFlight` counts.
  public var measure: Measure
  /// What is in flight after each segment and each acknowledgment.
  public var inFlight = TimedSteps()
  /// The receiver's window in bytes after scaling, at each of its acknowledgments; `nil` where it is unknown.
  public var window = TimedSteps()
  /// Times of retransmitted segments.
  public var retransmissionTimes: [Int64] = []
  /// Periods in which the receiver's window was zero.
  public var zeroWindows: [ClosedRange<Int64>] = []
  /// The shift that scales the window: 0 for none, `nil` if the handshake was not seen.
  public var windowShift: Int?
  /// Whether the capture was taken at the receiver, where data in flight are those not yet acknowledged by it.
  public var isAtReceiver = false
  /// Retransmitted segments of the whole flow, as `statistic` counts them.
  public var retransmittedSegments: Int64 = 0
  /// Why the chart has no data, in a sentence, when it has none.
  public var emptyReason: String = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes empty data.
  public init(identity: FlowIdentity, axis: TimeAxis, measure: Measure = .bytes) {
    self.identity = identity
    self.axis = axis
    self.measure = measure
  }
}
