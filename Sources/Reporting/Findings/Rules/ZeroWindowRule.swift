import Measurements
import TCPAnalysis

/// The receiver's window was zero (RFC 9293, section 3.8.6.1).
struct ZeroWindowRule: FindingRule {
  let identifier = "zero-window"
  let title = "Zero window"
  let disproof = "An ACK with a window above zero inside of that time, which the capture missed."
  let threshold =
    "Every zero window; high from 1 s on, or from 200 ms and a tenth of the transfer; medium from 200 ms on."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let tally = flow.seen?.zeroWindows, let longest = tally.longest.first else { return [] }
    var more = tally.count == 1 ? "" : ", the longest of \(tally.count) periods, "
    if tally.count > 1 { more += "\(FindingWords.time(tally.total)) in all" }
    if tally.probes > 0 { more += "; the sender probed it \(FindingWords.times(tally.probes))" }
    if longest.isOpen { more += "; it was still zero at the last packet" }
    // The sender stops as soon as a segment no longer fits, and goes on when one does.
    let closed = flow.seen?.fullWindows.longest.first {
      $0.start.time <= longest.start.time && $0.stop.time >= longest.stop.time
    }
    if let closed {
      more +=
        "; without room for a segment for \(FindingWords.time(closed.length)) (frames \(closed.start.frame) to "
        + "\(closed.stop.frame))"
    }
    let blocked = max(tally.total, closed?.length ?? 0)
    let severity: Finding.Severity =
      flow.isLarge(blocked) ? .high : blocked >= 200_000_000 ? .medium : .info
    return [
      flow.finding(
        self, severity,
        RichText([
          .plain("Receiver advertised a zero window for "), .strong(FindingWords.time(longest.length)),
          .plain(" (frames \(longest.start.frame) to \(longest.stop.frame))\(more)"),
        ]), at: .span((closed ?? longest).start, (closed ?? longest).stop),
        facts: [
          .init("periods", tally.count), .seconds("longestSeconds", longest.length),
          .seconds("totalSeconds", tally.total), .init("probes", tally.probes),
          .seconds("withoutRoomSeconds", blocked),
        ], weight: Double(blocked))
    ]
  }
}
