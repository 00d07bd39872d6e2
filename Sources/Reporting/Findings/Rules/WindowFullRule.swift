import Measurements
import TCPAnalysis

/// Data in flight filled the receiver's window for much of the transfer.
struct WindowFullRule: FindingRule {
  let identifier = "window-full"
  let title = "Window full"
  let disproof = "A window scale other than the handshake's, or a window update that the capture missed."
  let threshold =
    "Less than a segment of room in the receiver's window, zero windows apart, for a fifth of the transfer; medium from "
    + "half of it on."

  func findings(in flow: FlowSubject) -> [Finding] {
    // Without a scale the edge is not known; that of the SYN is none.
    guard let seen = flow.seen, flow.dataDuration > 0,
      let greatest = flow.receiver.advertisedWindowMaxBytes
    else { return [] }
    // More than the window in flight: the ACKs that opened it were not captured.
    guard flow.flow.maxBytesInFlight.map({ $0 <= greatest + greatest / 10 }) ?? true else { return [] }
    // Periods in which the window went down to zero are told with the zero window.
    let closed = seen.fullWindows.longest.filter { period in
      seen.zeroWindows.longest.contains {
        period.start.time <= $0.start.time && $0.stop.time <= period.stop.time
      }
    }
    let zero = max(seen.zeroWindows.total, closed.reduce(0) { $0 &+ $1.length })
    let full = max(0, seen.fullWindows.total &- zero)
    let share = Double(full) / Double(flow.dataDuration)
    guard share >= 0.2, let longest = seen.fullWindows.longest.first(where: { !closed.contains($0) }) else {
      return []
    }
    let window = ", never above \(Quantity.iec(Double(greatest)))"
    return [
      flow.finding(
        self, share >= 0.5 && full >= 200_000_000 ? .medium : .info,
        RichText([
          .plain("Data in flight filled the receiver's window\(window), for "),
          .strong(Quantity.percent(min(full, flow.dataDuration), of: flow.dataDuration)),
          .plain(
            " of the transfer (\(FindingWords.time(full)))"
          ),
        ]), at: .span(longest.start, longest.stop), confidence: flow.isSenderSide ? .high : .medium,
        doubt: flow.isSenderSide
          ? "" : "The capture was not taken beside the sender: it had less room left, and for longer.",
        facts: [.init("sharePercent", 100 * min(1, share)), .seconds("totalSeconds", full)], weight: share)
    ]
  }
}
