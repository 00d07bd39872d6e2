import TCPAnalysis

/// The sender waited for its retransmission timer (RFC 6298).
struct TimeoutRule: FindingRule {
  let identifier = "timeout"
  let title = "Retransmission timeout"
  let disproof =
    "A reason other than its timer for which the sender was silent and then sent the oldest segment again."
  let threshold =
    "Every timeout, tail loss probes counted as silence; medium from 100 ms of silence on, high from 1 s in all on, or from "
    + "200 ms and a tenth of the transfer."

  /// Half of the least timeout of Linux, in nanoseconds: data may have been sent after the timer was set.
  private static let leastSilence: Int64 = 100_000_000

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let waits = flow.seen?.timeoutWaits, let longest = waits.longest.first else { return [] }
    let isShort = longest.length < Self.leastSilence
    let all =
      waits.count == 1
      ? "" : " \(FindingWords.times(waits.count)), \(FindingWords.time(waits.total)) in all, the longest"
    let verb = waits.count == 1 ? "for " : " "
    return [
      flow.finding(
        self, flow.isLarge(waits.total) ? .high : isShort ? .info : .medium,
        RichText([
          .plain("Sender was silent until its retransmission timer fired\(all.isEmpty ? ", " : all)\(verb)"),
          .strong(FindingWords.time(longest.length)),
        ]), at: .span(longest.start, longest.stop),
        confidence: isShort ? .low : flow.isSenderSide ? .high : .medium,
        doubt: isShort
          ? "Few timers are that short: it may have been another kind of retransmission."
          : flow.isSenderSide ? "" : "The capture was not taken beside the sender: its timer is inferred.",
        facts: [
          .init("timeouts", waits.count), .seconds("longestSeconds", longest.length),
          .seconds("totalSeconds", waits.total),
        ], weight: Double(waits.total))
    ]
  }
}
