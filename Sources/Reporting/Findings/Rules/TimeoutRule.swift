import TCPAnalysis

/// The sender waited for its retransmission timer (RFC 6298).
struct TimeoutRule: FindingRule {
  let identifier = "timeout"
  let title = "Retransmission timeout"
  let disproof =
    "A reason other than its timer for which the sender was silent and then sent the oldest segment again."
  let threshold =
    "Every timeout; high if the sender was silent for 1 s or more, or for 200 ms and a tenth of the transfer."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let waits = flow.seen?.timeoutWaits, let longest = waits.longest.first else { return [] }
    let all =
      waits.count == 1
      ? "" : " \(FindingWords.times(waits.count)), \(FindingWords.time(waits.total)) in all, the longest"
    let verb = waits.count == 1 ? "for " : " "
    return [
      flow.finding(
        self, flow.isLarge(waits.total) ? .high : .medium,
        RichText([
          .plain("Sender was silent until its retransmission timer fired\(all.isEmpty ? ", " : all)\(verb)"),
          .strong(FindingWords.time(longest.length)),
        ]), at: .span(longest.start, longest.stop), confidence: flow.isSenderSide ? .high : .medium,
        doubt: flow.isSenderSide ? "" : "The capture was not taken beside the sender: its timer is inferred.",
        facts: [
          .init("timeouts", waits.count), .seconds("longestSeconds", longest.length),
          .seconds("totalSeconds", waits.total),
        ], weight: Double(waits.total))
    ]
  }
}
