/// Tells from the packets of a connection where on its path they were captured.
///
/// Each piece of evidence votes; votes that contradict each other give `unknown`. What the user says wins.
struct CapturePointInference {
  private let connection: LiveConnection
  private let forward: UnsafePointer<FlowState>
  private let backward: UnsafePointer<FlowState>
  private let told: CapturePoint?

  init(
    _ connection: LiveConnection, _ forward: UnsafePointer<FlowState>, _ backward: UnsafePointer<FlowState>,
    told: CapturePoint?
  ) {
    self.connection = connection
    self.forward = forward
    self.backward = backward
    self.told = told
  }

  /// The place, and why.
  func verdict() -> (CapturePoint, String) {
    if let told, told != .unknown { return (told, "told by the user") }
    if let place = outgoing() { return (place, "the link layer marks the packets of one flow as outgoing") }
    let votes: [(place: CapturePoint?, words: String)] = [
      (handshakeSplit(), "handshake split"), (timeToLive(), "TTL not lowered in one direction"),
      (partialChecksums(), "checksums that the sending card fills in"),
      (roundTripSplit(), "time to both ends by time stamps"),
    ]
    let cast = votes.compactMap { vote in vote.place.map { (place: $0, words: vote.words) } }
    guard let first = cast.first else {
      return (.unknown, "no complete handshake, no sign in TTL or link layer")
    }
    if let against = cast.first(where: { $0.place != first.place }) {
      return (
        .unknown,
        "contradiction: the \(first.words) says \(first.place.rawValue), the \(against.words) \(against.place.rawValue)"
      )
    }
    return (first.place, cast.map(\.words).joined(separator: ", "))
  }

  private func senderOfForward() -> CapturePoint {
    connection.traits.contains(.forwardFromInitiator) ? .initiator : .responder
  }

  private func senderOfBackward() -> CapturePoint {
    connection.traits.contains(.forwardFromInitiator) ? .responder : .initiator
  }

  /// A link layer that names the packets of its own host decides alone.
  private func outgoing() -> CapturePoint? {
    guard forward[.packets] > 0, backward[.packets] > 0 else { return nil }
    let there = forward[.outgoingPackets]
    let back = backward[.outgoingPackets]
    if back == 0, there * 10 >= forward[.packets] * 9 { return senderOfForward() }
    if there == 0, back * 10 >= backward[.packets] * 9 { return senderOfBackward() }
    return nil
  }

  /// The share of the round trip that lies on the initiator's side of the capture point.
  private func handshakeSplit() -> CapturePoint? {
    guard connection.handshakeFar > 0, connection.handshakeNear > 0, forward[.synPackets] <= 1,
      backward[.synPackets] <= 1
    else { return nil }
    let near = Double(connection.handshakeNear - 1)
    let sum = near + Double(connection.handshakeFar - 1)
    guard sum >= 500_000 else { return nil }
    let share = near / sum
    if share <= 0.1 { return .initiator }
    if share >= 0.9 { return .responder }
    return (0.25...0.75).contains(share) ? .middle : nil
  }

  /// Checksums that are wrong in nearly all segments without payload of exactly one direction: they were captured in
  /// front of the card that fills them in.
  private func partialChecksums() -> CapturePoint? {
    switch (isPartial(forward), isPartial(backward)) {
    case (true, false): senderOfForward()
    case (false, true): senderOfBackward()
    default: nil
    }
  }

  private func isPartial(_ flow: UnsafePointer<FlowState>) -> Bool? {
    let candidates = flow[.packets] - flow[.dataPackets]
    guard candidates >= 2 else { return nil }
    if flow[.badChecksums] * 10 >= candidates * 9 { return true }
    return flow[.badChecksums] * 10 <= candidates ? false : nil
  }

  /// The share of the round trip that lies on the side of a flow's sender, by time stamps and acknowledgments: where
  /// the handshake was not captured.
  private func roundTripSplit() -> CapturePoint? {
    guard !forward.traits.contains(.synSeen), !backward.traits.contains(.synSeen) else { return nil }
    let there = senderShare(forward)
    let back = senderShare(backward).map { 1 - $0 }
    guard let share = there ?? back else { return nil }
    if let there, let back, abs(there - back) > 0.2 { return nil }
    if share <= 0.1 { return senderOfForward() }
    if share >= 0.9 { return senderOfBackward() }
    return (0.25...0.75).contains(share) ? .middle : nil
  }

  private func senderShare(_ flow: UnsafePointer<FlowState>) -> Double? {
    guard flow[.tapToSender] > 0, flow[.rttCount] >= 20 else { return nil }
    let near = Double(flow[.tapToSender] - 1)
    let sum = near + Double(flow[.rttPercentile5])
    return sum >= 500_000 ? near / sum : nil
  }

  /// A time to live that no router has lowered, in exactly one direction.
  private func timeToLive() -> CapturePoint? {
    guard forward[.packets] > 0, backward[.packets] > 0 else { return nil }
    let there = isFresh(forward)
    guard there != isFresh(backward) else { return nil }
    return there ? senderOfForward() : senderOfBackward()
  }

  private func isFresh(_ flow: UnsafePointer<FlowState>) -> Bool {
    let least = flow[.timeToLiveMin]
    return least == flow[.timeToLiveMax] && (least == 65 || least == 129 || least == 256)
  }
}
