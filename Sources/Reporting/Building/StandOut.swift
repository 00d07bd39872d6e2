/// Something in a connection that stands out: a fact with a time and a frame, without a cause or a judgement.
public struct StandOut: Sendable, Equatable {
  /// What it is; the order of the cases is the order in which a report tells them.
  public enum Kind: Int, Sendable, CaseIterable, Comparable {
    /// The receiver's window was zero for a while.
    case zeroWindow
    /// The sender was silent for its retransmission timeout.
    case silence
    /// The connection was reset.
    case reset
    /// The connection was never established.
    case notEstablished
    /// Segments were sent again.
    case resent
    /// A SYN was sent again.
    case handshakeRepeated
    /// The capture missed data.
    case captureDrop
    /// Segments arrived in another order than they were sent in.
    case reordered
    /// The window could not grow beyond 65 535 bytes, and the data in flight filled it.
    case windowNotScaled
    /// The beginning is not in the capture.
    case noHandshake
    /// One direction is not in the capture.
    case oneSided

    /// By the order of the cases.
    public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  /// What it is.
  public var kind: Kind
  /// Number of the connection.
  public var connection: Int
  /// The fact in one sentence without a dot at its end.
  public var sentence: RichText
  /// Start, nanoseconds since the epoch; `nil` if it holds for the whole flow.
  public var start: Int64?
  /// End; `nil` for a single moment.
  public var stop: Int64?
  /// First frame that shows it.
  public var firstFrame: UInt64?
  /// Frame that ended it.
  public var lastFrame: UInt64?
  /// How much of it there is (nanoseconds, packets, bytes): the greater of two of a kind comes first.
  public var weight: Double

  /// Makes a fact.
  public init(
    kind: Kind, connection: Int, sentence: RichText, start: Int64? = nil, stop: Int64? = nil,
    firstFrame: UInt64? = nil, lastFrame: UInt64? = nil, weight: Double = 0
  ) {
    self.kind = kind
    self.connection = connection
    self.sentence = sentence
    self.start = start
    self.stop = stop
    self.firstFrame = firstFrame
    self.lastFrame = lastFrame
    self.weight = weight
  }

  /// Whether `left` is told before `right`: by kind, then the greater first, then by connection.
  static func isBefore(_ left: StandOut, _ right: StandOut) -> Bool {
    if left.kind != right.kind { return left.kind < right.kind }
    if left.weight != right.weight { return left.weight > right.weight }
    return (left.connection, left.start ?? .min) < (right.connection, right.start ?? .min)
  }
}
