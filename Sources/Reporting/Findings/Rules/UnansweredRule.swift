import Measurements
import PacketCapture
import TCPAnalysis

/// A SYN was never answered, or the handshake did not get far.
struct UnansweredRule: FindingRule {
  let identifier = "unanswered"
  let title = "Connection not answered"
  let disproof = "A SYN/ACK that took another way than past the capture point."
  let threshold =
    "A SYN without SYN/ACK; high if the capture goes on for a second or the SYN was sent again, else info."

  func findings(in connection: ConnectionSubject) -> [Finding] {
    let summary = connection.connection
    let isAlone = summary.state == .attempt
    guard isAlone || summary.state == .resetInHandshake || summary.state == .halfOpenInitiator else {
      return []
    }
    let direction = summary.isForwardFromInitiator ? 1 : 2
    let syns = max(1, summary.flow(direction).synPackets)
    let rest = connection.captureEnd.map { $0 &- summary.lastTime } ?? 0
    let isSure = syns > 1 || rest >= 1_000_000_000 || !isAlone
    var places = connection.seen?.flow(direction).repeatedSyns.first ?? []
    if let syn = connection.seen?.flow(direction).syn { places.insert(syn, at: 0) }
    let after = isAlone ? "" : summary.state == .resetInHandshake ? ", then reset" : ", then closed"
    let wait = summary.duration > 0 ? " in \(FindingWords.time(summary.duration))" : ""
    let end =
      isSure
      ? "" : rest > 0 ? "; the capture ends \(FindingWords.time(rest)) later" : "; the capture ends there"
    return [
      connection.finding(
        self, isSure ? .high : .info,
        RichText([
          .strong("No answer"),
          .plain(
            " from \(summary.responder) to \(FindingWords.counted(syns, "SYN"))\(wait)\(after)\(end)"),
        ]), at: Occurrences(places).place, confidence: isSure ? .high : .low,
        doubt: isSure ? "" : "An answer may have come after the end of the capture.",
        facts: [.init("syns", syns), .seconds("waitSeconds", summary.duration &+ max(0, rest))],
        weight: Double(syns),
        group: "\(summary.initiator.address) \(summary.responder) \(isAlone)")
    ]
  }
}
