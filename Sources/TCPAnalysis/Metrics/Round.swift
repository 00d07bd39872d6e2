/// One round trip of a flow: from a segment of data until its acknowledgment.
///
/// The numbers are the sender's own only in a capture taken beside it.
public struct Round: Sendable, Equatable {
  /// When the round began, nanoseconds since the epoch.
  public var start: Int64
  /// When the acknowledgment came that ended it; the time of the last segment for a round that was not ended.
  public var end: Int64
  /// Whether its first data was acknowledged in the capture.
  public var isComplete = false
  /// Payload bytes sent in it for the first time.
  public var newBytes: Int64 = 0
  /// Segments sent again in it.
  public var retransmittedPackets: Int64 = 0
  /// Bytes newly acknowledged in it.
  public var acknowledgedBytes: Int64 = 0
  /// Greatest pipe of RFC 6675 in it; `nil` if it was never known.
  public var maximumPipeBytes: Int64?
  /// Least round-trip time that ended in it in nanoseconds, by acknowledgment number or SACK; `nil` without one.
  public var leastRoundTripTime: Int64?
  /// Acknowledgments with ECE in it (meaningless with accurate ECN).
  public var echoPackets: Int64 = 0
  /// Whether less than a segment of room was left in the receiver's window at any time of it.
  public var isWindowLimited = false
  /// Whether nothing was on its way for more than 1 ms of it or after it: the sender had nothing to send.
  public var isIdle = false

  /// Makes a round that begins.
  public init(start: Int64) {
    self.start = start
    end = start
  }

  /// The congestion window as far as a capture tells it: the greatest pipe of a round that neither the receiver's window
  /// nor a lack of data limited; `nil` for other rounds.
  ///
  /// It is a lower bound where the sender's buffer or pacing limited the flow, which no capture shows.
  public var estimatedCongestionWindowBytes: Int64? {
    isComplete && !isWindowLimited && !isIdle ? maximumPipeBytes : nil
  }

  /// The greatest pipe in parts of that of the round before: 2 in slow start; `nil` if one is unknown.
  public func growth(from former: Round) -> Double? {
    guard let maximumPipeBytes, let before = former.maximumPipeBytes, before > 0 else { return nil }
    return Double(maximumPipeBytes) / Double(before)
  }
}
