import PacketCapture

/// Tells from the packets of a connection where on its path they were captured.
///
/// Each piece of evidence votes; votes that contradict each other give `unknown`. What the user says wins.
struct CapturePointInference {
  private let connection: LiveConnection
  private let flows: [FlowState]
  private let told: CapturePoint?

  init(_ connection: LiveConnection, _ flows: [FlowState], told: CapturePoint?) {
    self.connection = connection
    self.flows = flows
    self.told = told
  }

  /// The place, and why.
  func verdict() -> (CapturePoint, String) {
    if let told, told != .unknown { return (told, "told by the user") }
    if let own = outgoing() { return own }
    let votes = [handshakeSplit(), timeToLive()].compactMap { $0 }
    guard let first = votes.first else {
      return (.unknown, "no complete handshake, no sign in TTL or link layer")
    }
    if votes.contains(where: { $0.0 != first.0 }) {
      let list = votes.map { "\($0.1) says \($0.0.rawValue)" }.joined(separator: ", ")
      return (.unknown, "contradiction: \(list)")
    }
    return (first.0, votes.map(\.1).joined(separator: ", "))
  }

  private func place(ofSenderOf direction: Int) -> CapturePoint {
    (direction == 0) == connection.traits.contains(.forwardFromInitiator) ? .initiator : .responder
  }

  /// A link layer that names its own packets decides alone.
  private func outgoing() -> (CapturePoint, String)? {
    let outgoing = flows.map { $0[.outgoingPackets] }
    for direction in 0...1
    where outgoing[direction] * 10 >= flows[direction][.packets] * 9 && flows[direction][.packets] > 0
      && outgoing[1 - direction] == 0 && flows[1 - direction][.packets] > 0 {
      return (place(ofSenderOf: direction), "the link layer marks packets of flow \(direction + 1) as outgoing")
    }
    return nil
  }

  /// The share of the round trip that lies on the initiator's side of the capture point.
  private func handshakeSplit() -> (CapturePoint, String)? {
    guard connection.handshakeFar > 0, connection.handshakeNear > 0,
      flows.allSatisfy({ $0[.synPackets] <= 1 })
    else { return nil }
    let near = Double(connection.handshakeNear - 1)
    let sum = near + Double(connection.handshakeFar - 1)
    guard sum >= 500_000 else { return nil }
    let share = near / sum
    if share <= 0.1 { return (.initiator, "handshake split") }
    if share >= 0.9 { return (.responder, "handshake split") }
    return (0.25...0.75).contains(share) ? (.middle, "handshake split") : nil
  }

  /// A time to live that no router has lowered, in exactly one direction.
  private func timeToLive() -> (CapturePoint, String)? {
    let areFresh = flows.map { flow -> Bool in
      guard flow[.packets] > 0, flow[.timeToLiveMin] == flow[.timeToLiveMax] else { return false }
      return [65, 129, 256].contains(flow[.timeToLiveMin])
    }
    guard areFresh[0] != areFresh[1], flows.allSatisfy({ $0[.packets] > 0 }) else { return nil }
    return (place(ofSenderOf: areFresh[0] ? 0 : 1), "TTL not lowered in one direction")
  }
}
