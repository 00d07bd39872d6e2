/// What happened to the data of one flow over time, segment by segment: the content of a time sequence chart.
///
/// Times are nanoseconds since the epoch, never decreasing within a column group; numbers are relative and
/// unwrapped as in `ClassifiedSegment`. Capture duplicates are left out.
public struct TimeSequenceSeries: Sendable, Equatable {
  /// The data flow.
  public var flow: FlowID

  /// Times of segments with data, sent by the flow.
  public var segmentTimes: [Int64] = []
  /// Frame numbers of them.
  public var segmentFrames: [UInt64] = []
  /// First byte of each.
  public var segmentStarts: [Int64] = []
  /// One past the last data byte of each (SYN and FIN not counted).
  public var segmentEnds: [Int64] = []
  /// Class of each.
  public var segmentClasses: [SegmentClass] = []
  /// Kind of each.
  public var segmentKinds: [SegmentKind] = []
  /// Marks of each.
  public var segmentMarks: [ClassificationMarks] = []

  /// Times of the segments with ACK that the receiver sent.
  public var ackTimes: [Int64] = []
  /// Frame numbers of them.
  public var ackFrames: [UInt64] = []
  /// Cumulative acknowledgment number of each.
  public var ackValues: [Int64] = []
  /// Class of each.
  public var ackClasses: [AckClass] = []
  /// Whether each carries a D-SACK.
  public var ackHasDSACK: [Bool] = []
  /// Advertised window of each in bytes; -1 where the scale is unknown.
  public var ackWindows: [Int64] = []

  /// Times of SACK blocks that the receiver sent.
  public var sackTimes: [Int64] = []
  /// The blocks.
  public var sackRanges: [SequenceRange] = []

  /// What a single event is.
  public enum Event: UInt8, Sendable, CaseIterable {
    /// SYN of the flow.
    case syn
    /// FIN of the flow.
    case fin
    /// RST of the flow.
    case rst
    /// RST of the receiver.
    case rstOfReceiver
    /// PSH on a segment with data.
    case push
    /// ECE set by the receiver.
    case ece
    /// CWR set by the flow.
    case cwr
    /// First ACK of a period with zero window.
    case zeroWindow
  }

  /// Times of events.
  public var eventTimes: [Int64] = []
  /// Frame numbers of them.
  public var eventFrames: [UInt64] = []
  /// Kind of each.
  public var events: [Event] = []
  /// Sequence number of the flow at which each happened.
  public var eventValues: [Int64] = []

  /// A period with its frames.
  public struct Period: Sendable, Hashable {
    /// Start, nanoseconds since the epoch.
    public var start: Int64
    /// End.
    public var stop: Int64
    /// Frame that began it.
    public var firstFrame: UInt64
    /// Frame that ended it; the last frame of the connection if nothing did.
    public var lastFrame: UInt64
    /// Makes a period.
    public init(start: Int64, stop: Int64, firstFrame: UInt64, lastFrame: UInt64) {
      self.start = start
      self.stop = stop
      self.firstFrame = firstFrame
      self.lastFrame = lastFrame
    }
  }

  /// Silences that ended with a retransmission after a timeout: last packet before, to first one sent again.
  public var timeoutWaits: [Period] = []
  /// Periods in which the receiver's newest window was zero.
  public var zeroWindows: [Period] = []
  /// Initial sequence number; `nil` if the SYN was not seen.
  public var initialSequenceNumber: UInt32?

  /// Rows that a series for a picture counted and did not keep.
  public struct Omitted: Sendable, Equatable {
    /// Segments of new data.
    public var segments: Int64 = 0
    /// Duplicate ACKs.
    public var duplicateAcks: Int64 = 0
    /// SACK blocks.
    public var sackBlocks: Int64 = 0
    /// Makes an empty count.
    public init() {}
  }

  /// What was counted and not kept; nothing unless the series is for a picture.
  public var omitted = Omitted()

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }
}
