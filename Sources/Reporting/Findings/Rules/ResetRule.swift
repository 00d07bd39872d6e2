import Measurements
import TCPAnalysis

/// An established connection was reset.
struct ResetRule: FindingRule {
  let identifier = "reset"
  let title = "Reset"
  let disproof = "A reset outside of the receiver's window, which it ignores (RFC 5961, section 3.2)."
  let threshold =
    "A RST on a connection that was set up; medium before any FIN, high if a full segment (1460 B) or more was still unacknowledged then."

  /// Bytes on their way from which on a reset broke a transfer off.
  private static let leastBytes: Int64 = 1460

  func findings(in connection: ConnectionSubject) -> [Finding] {
    let summary = connection.connection
    let count = summary.forward.rstPackets &+ summary.backward.rstPackets
    guard count > 0, ![.rejected, .resetInHandshake, .responderResetInHandshake].contains(summary.state),
      let reset = connection.seen?.reset
    else { return [] }
    let sender = summary.flow(reset.direction)
    let role = (reset.direction == 1) == summary.isForwardFromInitiator ? "initiator" : "responder"
    var words = " (\(sender.source))"
    words += reset.isAfterFin ? ", after a FIN" : ""
    if reset.bytesInFlight > 0 {
      words += ", with \(Quantity.count(reset.bytesInFlight)) B not acknowledged"
    }
    if count > 1 { words += "; \(Quantity.count(count)) RST in all" }
    if let continuation = reset.continuation {
      words +=
        "; that host went on with new data (frame \(continuation.frame)): not its own, or without effect"
    }
    return [
      connection.finding(
        self, reset.isAfterFin ? .info : reset.bytesInFlight >= Self.leastBytes ? .high : .medium,
        RichText([
          .strong("Reset"), .plain(" by the \(role)\(words)"),
        ]), at: .packets(Occurrences([reset.place] + (reset.continuation.map { [$0] } ?? []))),
        facts: [.init("resets", count), .init("afterFin", Int64(reset.isAfterFin ? 1 : 0))],
        weight: Double(count))
    ]
  }
}
