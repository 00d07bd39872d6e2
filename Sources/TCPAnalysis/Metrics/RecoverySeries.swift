/// What a flow lost and how it recovered: the events of its data and of the acknowledgments for it.
///
/// Times are nanoseconds since the epoch, each list ascending. Capture duplicates are left out.
public struct RecoverySeries: Sendable, Equatable {
  /// The data flow.
  public var flow: FlowID

  /// A segment that was sent again.
  public struct Resend: Sendable, Hashable {
    /// When it passed.
    public var time: Int64
    /// Number of its frame in its file.
    public var frame: UInt64
    /// Index of its file.
    public var fileIndex: UInt16
    /// Whether a timeout made the sender go back: the timeout's own segment, and the resends up to the recovery point.
    public var isAfterTimeout: Bool

    /// Makes a resend.
    public init(time: Int64, frame: UInt64, fileIndex: UInt16 = 0, isAfterTimeout: Bool = false) {
      self.time = time
      self.frame = frame
      self.fileIndex = fileIndex
      self.isAfterTimeout = isAfterTimeout
    }
  }

  /// Segments of which at least one byte (or SYN, FIN) was sent before; as many as `statistic` counts.
  public var resends: [Resend] = []
  /// Times of segments that came late and fill a gap.
  public var outOfOrder: [Int64] = []
  /// Times of duplicate ACKs of the receiver (RFC 5681, section 2).
  public var duplicateAcks: [Int64] = []
  /// Times of segments of the receiver with SACK blocks (RFC 2018).
  public var sackAcks: [Int64] = []
  /// Silences that ended with a retransmission after a timeout: last packet before, to the one sent again.
  public var timeoutWaits: [ClosedRange<Int64>] = []
  /// Periods in which the receiver's newest window was zero.
  public var zeroWindows: [ClosedRange<Int64>] = []
  /// First and last packet of the connection; `nil` if there is none.
  public var period: ClosedRange<Int64>?

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }
}
