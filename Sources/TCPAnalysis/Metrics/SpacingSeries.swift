/// When the packets of a connection passed: data of one flow, acknowledgments that came back, and the stalls.
///
/// The spacing is the time from one point of a column to the next.
public struct SpacingSeries: Sendable, Equatable {
  /// The flow that sends the data.
  public var flow: FlowID
  /// Times of segments with data that the flow sent, nanoseconds since the epoch, never decreasing.
  public var sentTimes: [Int64] = []
  /// Frame numbers of them.
  public var sentFrames: [UInt32] = []
  /// Times of segments with ACK that came back; SYN and RST are left out.
  public var returnedTimes: [Int64] = []
  /// Frame numbers of them.
  public var returnedFrames: [UInt32] = []
  /// The stalls in the order of time.
  public var stalls: [Stall] = []

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }

  /// The stalls with regard to a handshake that was not known when they were found.
  ///
  /// - Parameter handshake: RTT of the connection's handshake in nanoseconds; `nil` if unknown.
  /// - Returns: Those that are longer than twice that, too.
  public func stalls(handshake: Int64?) -> [Stall] {
    guard let handshake, handshake > 0 else { return stalls }
    let least = Int64(2 * min(Double(handshake), 1e18))
    return stalls.compactMap { stall in
      guard stall.length > least else { return nil }
      var stall = stall
      stall.limit = max(stall.limit, least)
      return stall
    }
  }
}

/// A silence of a connection: no packet in either direction for longer than max(2 · SRTT, 50 ms).
public struct Stall: Sendable, Hashable {
  /// The packet in front of it.
  public var before: SeriesPlace
  /// The packet that ended it.
  public var after: SeriesPlace
  /// The limit that it went beyond, in nanoseconds.
  public var limit: Int64
  /// Whether the sender of the data ended it.
  public var isEndedBySender: Bool
  /// Class of the packet that ended it.
  public var segmentClass: SegmentClass
  /// Why that packet was sent again; `.none` for all that are no retransmissions.
  public var kind: SegmentKind
  /// What the packet that ended it acknowledged.
  public var ackClass: AckClass
  /// Bytes of the flow's data in flight during the silence; -1 if unknown.
  public var bytesInFlight: Int64
  /// Whether the receiver's newest window was zero.
  public var isZeroWindow: Bool

  /// Makes a stall.
  public init(
    before: SeriesPlace, after: SeriesPlace, limit: Int64, isEndedBySender: Bool, segmentClass: SegmentClass,
    kind: SegmentKind, ackClass: AckClass, bytesInFlight: Int64, isZeroWindow: Bool
  ) {
    self.before = before
    self.after = after
    self.limit = limit
    self.isEndedBySender = isEndedBySender
    self.segmentClass = segmentClass
    self.kind = kind
    self.ackClass = ackClass
    self.bytesInFlight = bytesInFlight
    self.isZeroWindow = isZeroWindow
  }

  /// Length in nanoseconds.
  public var length: Int64 { after.time &- before.time }
}
