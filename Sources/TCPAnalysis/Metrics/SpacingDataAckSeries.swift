/// The time from each segment with data to the first acknowledgment that covers it; one flow, in columns.
public struct SpacingDataAckSeries: Sendable, Equatable {
  /// What the delay of a segment means.
  public enum Meaning: UInt8, Sendable, CaseIterable {
    /// The receiver had all before it, and took its time.
    case plain
    /// Bytes in front of it came later: the acknowledgment waited for them.
    case held
    /// It was sent again before it was acknowledged.
    case resent

    /// The name in output.
    public var name: String { String(describing: self) }
  }

  /// The flow that sends the data.
  public var flow: FlowID
  /// Times of the segments, nanoseconds since the epoch; never decreasing but where a gap was filled.
  public var times: [Int64] = []
  /// Frame numbers of them.
  public var frames: [UInt32] = []
  /// Frame numbers of the acknowledgments.
  public var ackFrames: [UInt32] = []
  /// Delays in nanoseconds.
  public var delays: [Int64] = []
  /// What each delay means.
  public var meanings: [Meaning] = []

  /// Acknowledgments that cover new data: the time from the newest plain segment that each covers, in nanoseconds;
  /// -1 where there is none.
  public var ackDelays: [Int64] = []
  /// Bytes that each covers.
  public var ackBytes: [UInt32] = []
  /// Whether each is a pure ACK.
  public var ackIsPure: [Bool] = []
  /// Segments with data that no acknowledgment covered until the end of the capture.
  public var unacknowledgedSegments: Int64 = 0

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }
}
