import Measurements
import TCPAnalysis

/// The connection was silent (DEFINITIONS.md 14), and no window, timer or delayed ACK explains it.
struct StallRule: FindingRule {
  let identifier = "stall"
  let title = "Stall"
  let disproof = "Packets of the connection inside of that time, which the capture missed."
  let threshold =
    "No packet for more than 2 SRTT and 50 ms, zero windows, full windows, timeouts and delayed ACKs apart; medium with "
    + "data in flight, if the longest takes 250 ms (more than a delayed ACK's timer) and is not ended by new data, and "
    + "all of them take 1 s or a tenth of the transfer."

  /// A silence that no timer of delayed ACKs explains, in nanoseconds.
  private static let leastLength: Int64 = 250_000_000

  func findings(in connection: ConnectionSubject) -> [Finding] {
    guard let seen = connection.seen else { return [] }
    return [ConnectionObservations.Silence.inFlight, .idle].compactMap { cause in
      guard let stalls = seen.stalls[cause], let longest = stalls.longest.first else { return nil }
      return finding(connection.flow(seen.dataDirection), stalls, longest, isInFlight: cause == .inFlight)
    }
  }

  private func finding(
    _ flow: FlowSubject, _ stalls: ConnectionObservations.Stalls, _ longest: Stall, isInFlight: Bool
  ) -> Finding {
    // Who sends new data without an ACK was not waiting for one.
    let isWait = !(longest.isEndedBySender && longest.segmentClass == .newData)
    let hasHoles = flow.owner.isFullOfHoles
    let state: String
    if isInFlight {
      state = " with \(Quantity.count(longest.bytesInFlight)) B in flight"
    } else {
      state = longest.bytesInFlight == 0 ? " with nothing in flight" : ""
    }
    let who = longest.isEndedBySender ? flow.flow.source : flow.flow.destination
    let role = longest.isEndedBySender ? "the sender" : "the receiver"
    var words =
      "\(state); \(role), \(who), ended it with \(Self.what(longest)) (frame \(longest.after.frame))"
    if stalls.count > 1 {
      words += "; the longest of \(stalls.count) stalls, \(FindingWords.time(stalls.total)) in all"
    }
    return flow.finding(
      self,
      isInFlight && isWait && !hasHoles && longest.length >= Self.leastLength && flow.isLarge(stalls.total)
        ? .medium : .info,
      RichText([
        .plain("No packet passed for "), .strong(FindingWords.time(longest.length)), .plain(words),
      ]), at: .span(longest.before, longest.after), confidence: hasHoles ? .low : .high,
      doubt: hasHoles ? "The capture missed packets of this connection." : "",
      facts: [
        .init("stalls", stalls.count), .seconds("longestSeconds", longest.length),
        .seconds("totalSeconds", stalls.total),
        .init("endedBySender", Int64(longest.isEndedBySender ? 1 : 0)),
      ], weight: Double(stalls.total))
  }

  private static func what(_ stall: Stall) -> String {
    switch stall.segmentClass {
    case .newData, .newDataAfterGap: "new data"
    case .retransmission: "data sent again"
    case .reordered, .unknownFill: "data that fills a gap"
    case .keepAlive: "a keep-alive"
    case .zeroWindowProbe: "a window probe"
    case .fin: "a FIN"
    case .rst: "a RST"
    case .ack where stall.ackClass == .windowUpdate: "a window update"
    case .ack where stall.ackClass == .duplicate: "a duplicate ACK"
    default: "an ACK"
    }
  }
}
