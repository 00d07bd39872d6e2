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
    switch (handshakeSplit(), timeToLive()) {
    case (let split?, let hops?) where split == hops:
      return (split, "handshake split, TTL not lowered in one direction")
    case (let split?, let hops?):
      return (
        .unknown, "contradiction: the handshake split says \(split.rawValue), the TTL says \(hops.rawValue)"
      )
    case (let split?, nil): return (split, "handshake split")
    case (nil, let hops?): return (hops, "TTL not lowered in one direction")
    case (nil, nil): return (.unknown, "no complete handshake, no sign in TTL or link layer")
    }
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
