import PacketCapture
import TCPAnalysis

/// A SYN was answered by a RST (RFC 9293, section 3.10.7.1).
struct RefusedRule: FindingRule {
  let identifier = "refused"
  let title = "Connection refused"
  let disproof = "A SYN/ACK that the capture missed, or a RST from a middlebox (its TTL tells)."
  let threshold = "Every SYN that a RST answered; high."

  func findings(in connection: ConnectionSubject) -> [Finding] {
    guard connection.connection.state == .rejected else { return [] }
    let seen = connection.seen
    let place: FindingPlace =
      if let first = seen?.first, let reset = seen?.reset { .span(first, reset.place) } else { .whole }
    return [
      connection.finding(
        self, .high,
        RichText([
          .strong("Refused"),
          .plain(": \(connection.connection.responder) answered the SYN with a RST"),
        ]), at: place,
        group: "\(connection.connection.initiator.address) \(connection.connection.responder)")
    ]
  }
}
