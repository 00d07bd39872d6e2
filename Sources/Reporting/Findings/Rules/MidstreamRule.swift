import TCPAnalysis

/// The capture begins inside of the connection (DEFINITIONS.md 18.3).
struct MidstreamRule: FindingRule {
  let identifier = "no-handshake"
  let title = "No handshake"
  let disproof = "A handshake of these addresses and ports earlier in the capture."
  let threshold = "Both directions, and no SYN of either."

  func findings(in connection: ConnectionSubject) -> [Finding] {
    let summary = connection.connection
    guard summary.state == .midstream, summary.forward.packets > 0, summary.backward.packets > 0 else {
      return []
    }
    return [
      connection.finding(
        self, .info,
        "The capture starts after the handshake: window scale, options and handshake RTT are unknown",
        at: connection.seen?.first.map { FindingPlace.packets(Occurrences([$0])) } ?? .whole,
        weight: Double(summary.forward.packets &+ summary.backward.packets), group: "")
    ]
  }
}
