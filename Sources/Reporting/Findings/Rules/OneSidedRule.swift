import TCPAnalysis

/// Of a connection only one direction was captured (DEFINITIONS.md 18.2).
struct OneSidedRule: FindingRule {
  let identifier = "one-sided"
  let title = "One direction only"
  let disproof = "A host that really sent nothing: then the other one's ACK number would stand still."
  let threshold = "Packets of one direction only, SYNs without an answer apart; medium if data was sent."

  func findings(in connection: ConnectionSubject) -> [Finding] {
    let summary = connection.connection
    guard summary.forward.packets == 0 || summary.backward.packets == 0 else { return [] }
    let unanswered: [ConnectionState] = [.attempt, .resetInHandshake, .halfOpenInitiator]
    guard !unanswered.contains(summary.state), summary.forward.packets &+ summary.backward.packets > 1 else {
      return []
    }
    let direction = summary.forward.packets == 0 ? 2 : 1
    let hasData = summary.flow(direction).dataPackets > 0
    let survives =
      hasData
      ? "RTT, losses, windows of the receiver and bytes in flight are unknown"
      : "packets, retransmissions and RTT of the data are unknown"
    return [
      connection.finding(
        self, hasData ? .medium : .info,
        RichText([
          .plain("Only the direction "),
          .strong(FlowNames.arrow(summary, direction: direction)), .plain(" was captured: \(survives)"),
        ]), at: .whole, facts: [.init("packets", summary.flow(direction).packets)],
        weight: Double(summary.flow(direction).packets))
    ]
  }
}
