import Measurements
import TCPAnalysis

/// Small writes that wait for a delayed ACK each time (RFC 896, RFC 1122 section 4.2.3.2; DEFINITIONS.md 16).
struct DelayedAckRule: FindingRule {
  let identifier = "delayed-ack"
  let title = "Small writes wait for delayed ACKs"
  let disproof = "An application that pauses by itself for just that time between its writes."
  let threshold =
    "Five times, and a tenth of the lone small segments: acknowledged 40, 100 or 200 ms late and followed at once by "
    + "another small segment. Medium from 200 ms in all on."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let seen = flow.seen, seen.delayedExchanges.count >= 5,
      seen.delayedExchanges.count * 10 >= seen.loneSmallSegments
    else { return [] }
    let count = seen.delayedExchanges.count
    return [
      flow.finding(
        self, seen.delayedTotal >= 200_000_000 ? .medium : .info,
        RichText([
          .strong(FindingWords.counted(count, "small segment")),
          .plain(
            " of \(Quantity.count(seen.loneSmallSegments)) that were sent alone "
              + "\(FindingWords.verb(count, "was", "were")) acknowledged "
              + "\(FindingWords.time(seen.delayedTotal / max(1, count))) late on average, and the next small segment "
              + "followed at once: \(FindingWords.time(seen.delayedTotal)) in all"),
        ]), at: .packets(seen.delayedExchanges), confidence: .medium,
        doubt: "Nagle's algorithm and delayed ACKs are inferred from their times.",
        facts: [
          .init("events", count), .init("loneSmallSegments", seen.loneSmallSegments),
          .seconds("totalSeconds", seen.delayedTotal),
        ], weight: Double(seen.delayedTotal))
    ]
  }
}
