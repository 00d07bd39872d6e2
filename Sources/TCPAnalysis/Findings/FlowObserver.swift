import PacketCapture

/// Watches the data of one flow, and what comes back, for ``FlowObservations``.
struct FlowObserver {
  private var seen = FlowObservations()
  private var window = WindowTracker(isBounded: true)
  private var waits = PeriodTally()
  private let baseline: FlowBaseline
  private var lastData: SeriesPlace?
  private var acknowledged: Int64 = .min
  /// Bytes of the flow that were not acknowledged; -1 while it is unknown.
  private(set) var bytesInFlight: Int64 = -1
  private var flight = FlightState()
  /// A small segment that is on its way alone.
  private var lone: (place: SeriesPlace, end: Int64)?
  /// The late ACK of it.
  private var late: (place: SeriesPlace, delay: Int64)?

  init(_ baseline: FlowBaseline) {
    self.baseline = baseline
  }

  /// What was seen so far.
  var observations: FlowObservations {
    var seen = seen
    seen.zeroWindows = window.zero.tally
    seen.fullWindows = window.full.tally
    seen.timeoutWaits = waits
    return seen
  }

  /// Whether the receiver's window has less than a segment of room.
  var isWindowFull: Bool { window.full.isOpen }
  /// Whether the newest packet is a delayed ACK of a lone small segment.
  var isLate: Bool { late != nil }

  /// Takes a segment that the flow sent.
  mutating func send(_ segment: borrowing ClassifiedSegment) {
    let place = SeriesPlace(segment)
    window.send(segment, isKept: true)
    _ = flight.take(segment, isSent: true)
    bytesInFlight = flight.bytesInFlight
    noteOddities(segment, place)
    if segment.segmentClass == .retransmission { seen.resent.add(place) }
    guard segment.carriesData else { return }
    if segment.kind == .rto, let lastData {
      var wait = WindowSeries.Period(start: lastData)
      wait.stop = place
      wait.isOpen = false
      waits.add(wait)
    }
    if segment.segmentClass == .newDataAfterGap { seen.behindGaps.add(place) }
    if segment.segmentClass == .reordered { seen.reordered.add(place) }
    // A tail loss probe does not end the wait for the timer.
    if segment.kind != .tlp { lastData = place }
    noteSmall(segment, place)
  }

  private mutating func noteOddities(_ segment: borrowing ClassifiedSegment, _ place: SeriesPlace) {
    if segment.segment.flags.contains(.syn) {
      if segment.segmentClass == .synRetransmission {
        seen.repeatedSyns.add(place)
      } else if seen.syn == nil {
        seen.syn = place
      }
    }
    guard !segment.marks.isDisjoint(with: [.inconsistent, .synIsnChanged, .likelyMiddlebox]) else { return }
    if segment.marks.contains(.inconsistent) { seen.inconsistent.add(place) }
    if segment.marks.contains(.synIsnChanged) { seen.changedSyns.add(place) }
    if segment.marks.contains(.likelyMiddlebox) { seen.forgedResets.add(place) }
  }

  /// Nagle's algorithm holds a small segment until the one before is acknowledged (RFC 896).
  private mutating func noteSmall(_ segment: borrowing ClassifiedSegment, _ place: SeriesPlace) {
    let isSmall = Int64(segment.segment.payloadLength) < baseline.segmentSize
    if let late, isSmall, place.time &- late.place.time <= baseline.followDelay {
      seen.delayedExchanges.add(late.place)
      seen.delayedTotal &+= late.delay
    }
    late = nil
    lone = nil
    guard isSmall, segment.segmentClass == .newData,
      bytesInFlight == Int64(segment.segment.payloadLength)
    else { return }
    seen.loneSmallSegments &+= 1
    lone = (place, segment.payloadEnd)
  }

  /// Takes a segment of the receiver.
  mutating func receive(_ segment: borrowing ClassifiedSegment) {
    guard segment.acknowledges else { return }
    let place = SeriesPlace(segment)
    _ = window.advertise(segment, isKept: true)
    _ = flight.take(segment, isSent: false)
    bytesInFlight = flight.bytesInFlight
    if segment.ackClass == .unseen { seen.unseenAcknowledgments.add(place) }
    if segment.roundTripTime >= baseline.risenRTT { noteRise(segment, place) }
    noteDelay(segment, place)
    acknowledged = max(acknowledged, segment.acknowledgment)
  }

  private mutating func noteRise(_ segment: borrowing ClassifiedSegment, _ place: SeriesPlace) {
    let covered = acknowledged == .min ? 0 : segment.acknowledgment &- acknowledged
    guard bytesInFlight > 0 || covered >= 2 &* baseline.segmentSize else { return }
    seen.risenRoundTrips.add(place)
    guard segment.roundTripTime > seen.greatestRoundTrip else { return }
    seen.greatestRoundTrip = segment.roundTripTime
    seen.greatestRoundTripPlace = place
    seen.greatestRoundTripFlight = bytesInFlight
  }

  /// Whether a lone small segment was acknowledged late by a timer of usual stacks: 40, 100 or 200 ms.
  private mutating func noteDelay(_ segment: borrowing ClassifiedSegment, _ place: SeriesPlace) {
    late = nil
    guard let lone, segment.acknowledgment >= lone.end else { return }
    self.lone = nil
    guard segment.segment.payloadLength == 0 else { return }
    let delay = place.time &- lone.place.time &- baseline.baseDelay
    let milliseconds = delay / 1_000_000
    let isTimer =
      (35...50).contains(milliseconds) || (90...110).contains(milliseconds)
      || (180...220).contains(milliseconds)
    if isTimer, baseline.baseDelay &* 2 < delay &+ baseline.baseDelay { late = (place, delay) }
  }

  /// Lets the open periods last to a packet.
  mutating func extend(to place: SeriesPlace) { window.extend(to: place) }
}
