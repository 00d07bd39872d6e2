/// What was seen of the data that one flow sent, and of what came back: frames for findings, in bounded memory.
public struct FlowObservations: Sendable, Equatable {
  /// Periods in which the receiver's newest window was zero.
  public var zeroWindows = PeriodTally()
  /// Periods in which less than a segment of room was left in the receiver's window.
  public var fullWindows = PeriodTally()
  /// Silences that ended with a retransmission by the timer: from the flow's last data packet, probes of a
  /// lost tail apart, to that one.
  public var timeoutWaits = PeriodTally()
  /// Repeated SYN of the flow.
  public var repeatedSyns = Occurrences()
  /// First SYN of the flow.
  public var syn: SeriesPlace?
  /// Segments of which at least one byte, or the FIN, had been sent before; needed or not.
  public var resent = Occurrences()
  /// Segments that fill a gap and were sent before what lies above it.
  public var reordered = Occurrences()
  /// Packets of the receiver that acknowledge bytes which the capture never saw.
  public var unseenAcknowledgments = Occurrences()
  /// Data segments above a gap: what is missing below them was late, lost before the capture point, or not captured.
  public var behindGaps = Occurrences()
  /// Bytes sent again with another payload.
  public var inconsistent = Occurrences()
  /// SYNs with another initial sequence number while half open.
  public var changedSyns = Occurrences()
  /// Resets of the flow that do not fit their host.
  public var forgedResets = Occurrences()

  /// Acknowledgments whose round-trip time reached ``FlowBaseline/risenRTT`` while more than a lone small segment was
  /// on its way: no delayed ACK explains them.
  public var risenRoundTrips = Occurrences()
  /// The greatest of them in nanoseconds; 0 if there is none.
  public var greatestRoundTrip: Int64 = 0
  /// The acknowledgment of the greatest.
  public var greatestRoundTripPlace: SeriesPlace?
  /// Bytes in flight after it; -1 if unknown.
  public var greatestRoundTripFlight: Int64 = -1

  /// Small segments that were sent while nothing else was on its way.
  public var loneSmallSegments: Int64 = 0
  /// Pure ACKs that came late by a delayed-ACK timer for such a segment, followed at once by another small segment.
  public var delayedExchanges = Occurrences()
  /// How late they were in all, in nanoseconds.
  public var delayedTotal: Int64 = 0

  /// Makes observations of nothing.
  public init() {}
}

/// What is known of a flow before it is observed: the limits that observations go by.
public struct FlowBaseline: Sendable, Equatable {
  /// Payload of a full segment in bytes.
  public var segmentSize: Int64 = 536
  /// Time that an acknowledgment takes to the capture point without any delay, in nanoseconds.
  public var baseDelay: Int64 = 0
  /// Time after an acknowledgment within which what it set free passes the capture point, in nanoseconds.
  public var followDelay: Int64 = 1_000_000
  /// Round-trip times from here on count as risen, in nanoseconds.
  public var risenRTT: Int64 = .max

  /// Least rise of the round-trip time that counts, in nanoseconds.
  public static let leastRise: Int64 = 50_000_000

  /// Makes the limits of a flow of a connection.
  ///
  /// The round-trip time counts as risen at twice the least one, and at least 50 ms above it (DEFINITIONS.md 15). An
  /// ACK's delay is measured from the data at the receiver, elsewhere from the base RTT (DEFINITIONS.md 16).
  public init(_ connection: ConnectionSummary, direction: Int) {
    let flow = connection.flow(direction)
    let receiver = connection.flow(3 - direction)
    let isTimed = flow.timestamps == true && receiver.timestamps == true
    segmentSize = max(1, (receiver.maximumSegmentSize ?? 536) - (isTimed ? 12 : 0))
    let base = flow.baseRoundTripTime ?? connection.handshakeRTT ?? 0
    switch connection.capturePoint {
    case .unknown, .middle:
      baseDelay = flow.roundTripTime?.minimum ?? base
      followDelay = 1_000_000 + base
    case .initiator where (direction == 1) == connection.isForwardFromInitiator,
      .responder where (direction == 1) != connection.isForwardFromInitiator:
      baseDelay = base
    case .initiator, .responder:
      followDelay = 1_000_000 + max(base, connection.handshakeRTT ?? 0)
    }
    if let least = flow.roundTripTime?.minimum {
      let lowest = min(least, flow.baseRoundTripTime ?? least)
      risenRTT = lowest &+ max(Self.leastRise, lowest)
    }
  }
}
