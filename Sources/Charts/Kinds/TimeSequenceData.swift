/// The columns of a time sequence chart of one data flow.
///
/// Times are nanoseconds from the axis' zero, never decreasing within a column group. Sequence numbers are
/// unwrapped to 64 bits and relative: the SYN is 0, the first byte of data 1.
public struct TimeSequenceData: Sendable, Equatable {
  /// What a data segment is, as the chart tells them apart.
  public enum SegmentKind: UInt8, Sendable, CaseIterable {
    /// Bytes never seen before.
    case newData
    /// Bytes seen before, repeated on evidence from the receiver, or for an unknown reason.
    case retransmission
    /// Bytes seen before, repeated after a timeout.
    case retransmissionAfterTimeout
    /// Late bytes that fill a gap and were sent before.
    case reordered
  }

  /// What a single event is.
  public enum EventKind: UInt8, Sendable, CaseIterable {
    /// SYN of the data sender (stem with S).
    case syn
    /// FIN of the data sender (stem with F).
    case fin
    /// RST of the data sender.
    case rst
    /// RST of the receiver.
    case rstOfReceiver
    /// PSH on a data segment (only drawn when extended marks are asked for).
    case push
    /// ECE on an ACK.
    case ece
    /// CWR on a data segment.
    case cwr
    /// The receiver's newest window became zero.
    case zeroWindow
  }

  /// Who talks.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis

  /// Times of data segments.
  public var segmentTimes: [Int64] = []
  /// First byte of each.
  public var segmentStarts: [Int64] = []
  /// One past the last byte of each.
  public var segmentEnds: [Int64] = []
  /// Kind of each.
  public var segmentKinds: [SegmentKind] = []

  /// Times of the receiver's ACKs.
  public var ackTimes: [Int64] = []
  /// Cumulative acknowledgment number of each.
  public var ackValues: [Int64] = []
  /// Whether each is a duplicate ACK.
  public var ackIsDuplicate: [Bool] = []
  /// Whether each carries a D-SACK.
  public var ackHasDSACK: [Bool] = []
  /// Right edge of the window at each ACK (ack + scaled window), or `nil` if the scale is unknown.
  public var windowEdges: [Int64?] = []

  /// Times of SACK blocks.
  public var sackTimes: [Int64] = []
  /// Left edge of each.
  public var sackLefts: [Int64] = []
  /// Right edge of each.
  public var sackRights: [Int64] = []

  /// Times of events.
  public var eventTimes: [Int64] = []
  /// Kind of each.
  public var eventKinds: [EventKind] = []
  /// Sequence number at which each is marked.
  public var eventValues: [Int64] = []

  /// Silences that ended with a retransmission after a timeout, as pairs of times.
  public var timeoutWaits: [ClosedRange<Int64>] = []
  /// Periods in which the receiver's window was zero, as pairs of times.
  public var zeroWindows: [ClosedRange<Int64>] = []

  /// Initial sequence number, to show absolute numbers; `nil` if the SYN was not seen.
  public var initialSequenceNumber: UInt32?
  /// Retransmitted segments of the whole flow, as `statistic` counts them.
  public var retransmittedSegments: Int64 = 0
  /// Data segments of the whole flow, as `statistic` counts them.
  public var dataSegments: Int64 = 0
  /// Why the chart has no data, in a sentence, when it has none.
  public var emptyReason: String = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Rows that the columns lack: counted, and not needed for a picture of the whole flow.
  public struct Omitted: Sendable, Equatable {
    /// Segments of new data.
    public var segments: Int64
    /// Duplicate ACKs.
    public var duplicateAcks: Int64
    /// SACK blocks.
    public var sackBlocks: Int64

    /// Makes a count.
    public init(segments: Int64 = 0, duplicateAcks: Int64 = 0, sackBlocks: Int64 = 0) {
      self.segments = segments
      self.duplicateAcks = duplicateAcks
      self.sackBlocks = sackBlocks
    }
  }

  /// What the columns lack; nothing if they are complete.
  public var omitted = Omitted()

  /// Makes empty data.
  public init(identity: FlowIdentity, axis: TimeAxis) {
    self.identity = identity
    self.axis = axis
  }
}
