import PacketCapture

/// Finds the silences of a connection (DEFINITIONS.md 14).
///
/// SRTT is that of the flow's data; near the receiver it is no more than the ACK delay, so the handshake, which
/// covers the whole path, is a lower bound of it.
struct StallDetector {
  /// The least length of a stall in nanoseconds.
  static let floor: Int64 = 50_000_000

  private let handshake: Int64
  private var smoothed = SmoothedRTT()
  private var last: SeriesPlace?
  private var flight = FlightState()
  private var isZeroWindow = false

  init(handshake: Int64?) {
    self.handshake = max(0, handshake ?? 0)
  }

  /// Takes the next segment of the connection and gives the stall that it ended.
  mutating func take(_ segment: borrowing ClassifiedSegment, isSent: Bool) -> Stall? {
    let place = SeriesPlace(segment)
    var stall: Stall?
    if let last, place.time &- last.time > limit {
      stall = Stall(
        before: last, after: place, limit: limit, isEndedBySender: isSent,
        segmentClass: segment.segmentClass, kind: segment.kind, ackClass: segment.ackClass,
        bytesInFlight: flight.bytesInFlight, isZeroWindow: isZeroWindow)
    }
    last = place
    _ = flight.take(segment, isSent: isSent)
    if !isSent, segment.acknowledges {
      if segment.roundTripTime >= 0 { smoothed.add(segment.roundTripTime) }
      if segment.ackClass != .old { isZeroWindow = segment.marks.contains(.zeroWindow) }
    }
    return stall
  }

  private var limit: Int64 {
    let srtt = max(Double(handshake), smoothed.value ?? 0)
    return max(Self.floor, Int64(2 * min(srtt, 1e18)))
  }
}
