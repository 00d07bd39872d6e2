import Measurements
import TCPAnalysis

/// SYN or SYN/ACK were sent again, and the connection was set up late (RFC 6298, section 2.1).
struct RepeatedHandshakeRule: FindingRule {
  let identifier = "handshake-repeated"
  let title = "Handshake repeated"
  let disproof = "A SYN/ACK that took another way than past the capture point."
  let threshold =
    "SYN or SYN/ACK sent again on a connection that was set up; medium, high from 3 s of delay on."

  func findings(in connection: ConnectionSubject) -> [Finding] {
    let summary = connection.connection
    let unanswered: [ConnectionState] = [.attempt, .rejected, .resetInHandshake, .halfOpenInitiator]
    guard let seen = connection.seen, !unanswered.contains(summary.state) else { return [] }
    return [1, 2].compactMap { direction in
      let own = seen.flow(direction)
      guard own.repeatedSyns.count > 0, let last = own.repeatedSyns.last else { return nil }
      let first = own.syn ?? own.repeatedSyns.first.first ?? last
      let delay = last.time &- first.time
      let isInitiator = (direction == 1) == summary.isForwardFromInitiator
      return connection.finding(
        self, delay >= 3_000_000_000 ? .high : .medium,
        RichText([
          .plain("\(isInitiator ? "SYN" : "SYN/ACK") sent again "),
          .strong(FindingWords.times(own.repeatedSyns.count)),
          .plain(", \(FindingWords.time(delay)) from the first to the last"),
        ]), at: Occurrences([first] + own.repeatedSyns.first).place,
        facts: [.init("repeated", own.repeatedSyns.count), .seconds("delaySeconds", delay)],
        weight: Double(delay))
    }
  }
}
