/// The columns of a chart of round-trip times: one row for each direction.
public struct RTTData: Sendable, Equatable {
  /// How a sample is taken.
  public enum Method: Sendable, Equatable {
    /// From a segment to the cumulative ACK of its end, none across a retransmission or a hole.
    case ack
    /// The same, or to the first SACK block that covers it.
    case sack
    /// From a time stamp to its first echo; the step of the sender's clock if it is known.
    case timestamps(resolutionNanoseconds: Int64?)
    /// A sample by ACK and the nearest one of the opposite flow, added: the whole path.
    case path
  }

  /// The samples of one direction of data.
  public struct Row: Sendable, Equatable {
    /// Who talks.
    public var identity: FlowIdentity
    /// The samples in nanoseconds, each at the time of its end.
    public var samples = TimedSamples()
    /// The smoothed value (RFC 6298) after each sample; empty if it is not to be drawn.
    public var smoothedNanoseconds: [Int64] = []
    /// Acknowledgments of new data that gave no sample.
    public var excludedAcks: Int64 = 0
    /// Why there is no sample, in a sentence, when there is none.
    public var emptyReason: String = ""

    /// Makes an empty row.
    public init(identity: FlowIdentity) {
      self.identity = identity
    }
  }

  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// How samples are taken.
  public var method: Method
  /// One or two directions.
  public var rows: [Row]
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(axis: TimeAxis, method: Method = .ack, rows: [Row]) {
    self.axis = axis
    self.method = method
    self.rows = rows
  }
}
