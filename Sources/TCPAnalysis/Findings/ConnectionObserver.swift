import PacketCapture

/// Watches both flows of one connection for ``ConnectionObservations``.
struct ConnectionObserver {
  private var seen: ConnectionObservations
  private var flows: (FlowObserver, FlowObserver)
  private var stalls: StallDetector
  private var hasFin = false

  init(_ connection: ConnectionSummary, dataDirection: Int) {
    seen = ConnectionObservations(connection: connection.id, dataDirection: dataDirection)
    flows = (
      FlowObserver(FlowBaseline(connection, direction: 1)),
      FlowObserver(FlowBaseline(connection, direction: 2))
    )
    stalls = StallDetector(handshake: connection.handshakeRTT)
  }

  /// What was seen so far.
  var observations: ConnectionObservations {
    var seen = seen
    seen.flows = [flows.0.observations, flows.1.observations]
    return seen
  }

  /// Takes the next segment of the connection.
  mutating func take(_ segment: borrowing ClassifiedSegment) {
    let place = SeriesPlace(segment)
    if seen.first == nil { seen.first = place }
    seen.last = place
    let isForward = segment.direction == 0
    let stall = stalls.take(segment, isSent: isForward == (seen.dataDirection == 1))
    let flight = max(flows.0.bytesInFlight, flows.1.bytesInFlight)
    let isFull = seen.dataDirection == 1 ? flows.0.isWindowFull : flows.1.isWindowFull
    if isForward {
      flows.0.send(segment)
      flows.1.receive(segment)
    } else {
      flows.1.send(segment)
      flows.0.receive(segment)
    }
    flows.0.extend(to: place)
    flows.1.extend(to: place)
    if var stall {
      stall.bytesInFlight = max(stall.bytesInFlight, flight)
      add(stall, isFull: isFull, isLate: flows.0.isLate || flows.1.isLate)
    }
    // A reset that refused an earlier SYN is not the end of what came after.
    if segment.segment.flags.contains(.syn) { seen.reset = nil }
    if segment.segment.flags.contains(.rst) {
      if seen.reset == nil { noteReset(place, direction: isForward ? 1 : 2) }
    } else {
      if segment.segment.flags.contains(.fin) { hasFin = true }
      noteContinuation(segment, place)
    }
  }

  /// A host that has sent a reset has nothing more to say: new data tell that it was another's, or had no effect.
  private mutating func noteContinuation(_ segment: borrowing ClassifiedSegment, _ place: SeriesPlace) {
    guard let reset = seen.reset, reset.continuation == nil, segment.segmentClass == .newData,
      reset.direction == (segment.direction == 0 ? 1 : 2)
    else { return }
    seen.reset?.continuation = place
  }

  private mutating func noteReset(_ place: SeriesPlace, direction: Int) {
    let flights = [flows.0.bytesInFlight, flows.1.bytesInFlight].filter { $0 >= 0 }
    seen.reset = .init(
      place: place, direction: direction, isAfterFin: hasFin,
      bytesInFlight: flights.isEmpty ? -1 : flights.reduce(0, &+))
  }

  private mutating func add(_ stall: Stall, isFull: Bool, isLate: Bool) {
    // A SYN/ACK that is far away is the handshake's RTT, not a silence.
    guard stall.segmentClass != .syn else { return }
    let cause: ConnectionObservations.Silence
    if stall.isZeroWindow {
      cause = .zeroWindow
    } else if stall.segmentClass == .synRetransmission || [.rto, .tlp, .fin].contains(stall.kind) {
      cause = .timer
    } else if isFull {
      cause = .windowFull
    } else if isLate {
      cause = .delayedAck
    } else {
      cause = stall.bytesInFlight > 0 ? .inFlight : .idle
    }
    seen.stalls[cause, default: .init()].add(stall)
  }
}
