import PacketCapture

/// Why one frame was classified as it was: the tests in their order with the values that decided, and what later
/// packets told.
public struct Explanation: Sendable {
  /// One test.
  public struct Step: Sendable, Equatable {
    /// Stable name in camel case.
    public var test: String
    /// Whether it holds.
    public var holds: Bool
    /// The values, in words.
    public var detail: String

    /// Makes a step.
    public init(_ test: String, _ holds: Bool, _ detail: String) {
      self.test = test
      self.holds = holds
      self.detail = detail
    }
  }

  /// A packet that matters for the explanation.
  public struct Packet: Sendable, Equatable {
    /// Number in its file.
    public var frame: UInt64
    /// Capture time, nanoseconds since the epoch.
    public var time: Int64
    /// What it did, in words.
    public var detail: String

    init(_ segment: borrowing ClassifiedSegment, _ detail: String) {
      frame = segment.segment.frame
      time = segment.segment.timestamp
      self.detail = detail
    }
  }

  /// A sign that the retransmission was needless, with the packet that gave it.
  public struct Evidence: Sendable, Equatable {
    /// Its name in output.
    public var name: String
    /// The packet that proved it.
    public var packet: Packet
  }

  /// The segment with its class.
  public var segment = ClassifiedSegment()
  /// Tests for the class, in the order of the classifier; the last one decided.
  public var classTests: [Step] = []
  /// Tests for the kind of a retransmission, the last one decided; empty for all else.
  public var kindTests: [Step] = []
  /// Tests of what its acknowledgment number says.
  public var acknowledgmentTests: [Step] = []
  /// Why it gave an RTT sample, or none.
  public var roundTripReason = ""
  /// What it means for the bytes in flight and the window.
  public var flightReason = ""
  /// Earlier and later segments with the same bytes, in time order, at most sixteen of each.
  public var transmissions: [Packet] = []
  /// The first packet that acknowledged all its bytes.
  public var acknowledgedBy: Packet?
  /// What later packets told of it.
  public var verdict = SegmentVerdict()
  /// Signs that it was needless, in the order in which they came.
  public var evidence: [Evidence] = []
  /// Why nothing can be said of its need; empty if something can, or if it is no retransmission.
  public var verdictReason = ""
  /// What the rules of other tools say of it.
  public var peers: [PeerVerdict] = []
  /// Its connection.
  public var connection = ConnectionSummary()

  /// Makes an empty explanation.
  public init() {}
}

/// What stands at a frame number.
public enum FrameContent: Sendable {
  /// A TCP segment.
  case segment(Explanation)
  /// A packet that is no TCP segment, or one that could not be analysed; the reason in words.
  case other(reason: String)
  /// No packet; the file has this many.
  case none(packets: UInt64)
}
