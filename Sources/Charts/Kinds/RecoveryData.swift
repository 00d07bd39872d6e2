/// The columns of a chart of loss and recovery: events and states of one flow.
public struct RecoveryData: Sendable, Equatable {
  /// What a lane shows.
  public enum Kind: String, Sendable, CaseIterable {
    /// Segments sent again on evidence from the receiver, or for an unknown reason.
    case retransmission
    /// Segments sent again after a timeout, and what followed up to the recovery point.
    case afterTimeout = "retransmission-after-timeout"
    /// Segments sent again without need.
    case spurious
    /// Duplicate ACKs (RFC 5681, section 2).
    case duplicateAck = "duplicate-ack"
    /// ACKs with SACK blocks.
    case sackAck = "sack-ack"
    /// Silences that ended with a retransmission after a timeout.
    case timeoutWait = "timeout-wait"
    /// Late segments that fill a gap.
    case outOfOrder = "out-of-order"
    /// Times of a zero window.
    case zeroWindow = "zero-window"
  }

  /// Who talks.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// Times of the flow's first and last packet.
  public var period: ClosedRange<Int64>
  /// Events as moments, states as periods, by kind; each list ascending.
  public var spans: [Kind: [ClosedRange<Int64>]]
  /// Data segments of the whole flow, as `statistic` counts them.
  public var dataSegments: Int64 = 0
  /// How it is told that a retransmission follows a timeout, a sentence.
  public var timeoutRule: String = ""
  /// Why there is nothing to show, in a sentence.
  public var emptyReason: String = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(
    identity: FlowIdentity, axis: TimeAxis, period: ClosedRange<Int64>,
    spans: [Kind: [ClosedRange<Int64>]] = [:]
  ) {
    self.identity = identity
    self.axis = axis
    self.period = period
    self.spans = spans
  }
}
