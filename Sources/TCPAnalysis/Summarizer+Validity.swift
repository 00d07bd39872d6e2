/// What captures with faults leave of a flow's numbers, and the reason for what is missing.
extension Summarizer {
  /// Share of a flow's bytes that the capture may miss before RTT, flight and losses are no longer given
  /// (DEFINITIONS.md 18.1): one in a thousand.
  private static let greatestMissedShare: Int64 = 1000

  /// Whether the capture missed more than a thousandth of the stream.
  func isCaptureIncomplete(_ flow: FlowSummary, _ opposite: UnsafePointer<FlowState>) -> Bool {
    guard let missed = flow.acknowledgedUnseenBytes, missed > 0 else { return false }
    return missed > (flow.uniquePayloadBytes &+ missed) / Self.greatestMissedShare
  }

  /// Takes back what needs every packet of the flow: a retransmission that was missed makes an RTT too long, a segment
  /// that was missed makes the flight too small and hides a loss.
  func forgetDistrusted(_ flow: inout FlowSummary) {
    flow.isCaptureIncomplete = true
    flow.roundTripTime = nil
    flow.roundTripTimeByTimestamps = nil
    flow.roundTripTimeBySack = nil
    flow.baseRoundTripTime = nil
    flow.greatestBaseRoundTripTime = nil
    flow.timeouts = nil
    flow.maxBytesInFlight = nil
    flow.meanBytesInFlight = nil
    flow.initialWindowBytes = nil
    flow.initialWindowSegments = nil
    flow.windowFullEvents = nil
    flow.lossEpisodes = nil
    flow.lostAfterCapturePoint = nil
    flow.lostBeforeCapturePoint = nil
  }

  /// How many segments with data were on the wire (DEFINITIONS.md 17.1): those above the MSS were cut behind the capture
  /// point, or put together in front of it.
  func wireSegments(_ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>) -> Int64? {
    guard state[.oversizePackets] > 0 else { return state[.dataPackets] }
    guard opposite[.maximumSegmentSize] > 0 else { return nil }
    let size = effectiveSegmentSize(state, opposite)
    var count: Int64 = 0
    state.pointee.sizes.forEach { one in
      count &+= Int64(one.count) &* max(1, (Int64(one.size) &+ size &- 1) / size)
    }
    return count
  }

  /// What acknowledgments tell of a flow of which nothing was captured (DEFINITIONS.md 18.2).
  ///
  /// Its bytes count from the first acknowledgment on, and so does its time.
  func fillHidden(
    _ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>
  ) {
    guard state[.packets] == 0, state[.hiddenSince] > 0, state[.lastAcknowledgedTime] > 0 else { return }
    flow.hiddenSince = connection.firstTime &+ state[.hiddenSince] &- 1
    flow.lastAcknowledgedTime = connection.firstTime &+ state[.lastAcknowledgedTime] &- 1
    flow.acknowledgedBytes = max(0, state[.highestAcknowledged] &- 1)
    flow.deliveredBytes = flow.acknowledgedBytes.map { $0 &+ state[.sackedAtEnd] }
  }

  /// The least round trip of the whole path: the handshake's, or both sides of the capture point added.
  func fillPath(_ summary: inout ConnectionSummary) {
    let sides = [summary.forward, summary.backward].compactMap { $0.roundTripTime?.minimum }
    let sum = sides.count == 2 ? sides[0] &+ sides[1] : nil
    let least = [summary.handshakeRTT, sum].compactMap(\.self).min()
    summary.forward.pathRoundTripTime = least
    summary.backward.pathRoundTripTime = least
    guard least == nil, summary.forward.packets > 0, summary.backward.packets > 0 else { return }
    summary.notes.append(AnalysisNote(.noPathRoundTrip))
  }
}
