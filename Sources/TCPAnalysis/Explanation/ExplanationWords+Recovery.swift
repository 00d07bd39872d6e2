import Measurements
import PacketCapture

extension ExplanationWords {
  /// The tests for the kind of a retransmission, in the order of the classifier, up to the one that decided.
  func kindTests() -> [Step] {
    if item.segmentClass == .synRetransmission { return [Step("syn", true, "a SYN was repeated")] }
    guard let resend = recorder.resend, let recovery = recorder.recovery, item.kind != .none else {
      return []
    }
    if item.kind == .fin { return [Step("fin", true, "nothing but the FIN was sent again")] }
    let rules: [(SegmentKind, String, String)] = [
      (.rto, "rto", timeout(resend, recovery)), (.rack, "rackInLoss", resent(resend, recovery)),
      (.rtoRecovery, "rtoRecovery", afterTimeout(resend, recovery)), (.tlp, "tlp", probe(resend, recovery)),
      (.rack, "rackInRecovery", inRecovery(resend, recovery)),
      (.recovery, "recovery", inRecovery(resend, recovery)),
      (.fast, "fast", loss(resend, recovery) + sinceLastAck(resend, recovery)), (.rack, "rack", rack(resend)),
    ]
    var steps: [Step] = []
    for (kind, name, detail) in rules {
      let holds = kind == item.kind && applies(name, recovery)
      steps.append(Step(name, holds, detail))
      if holds { return steps }
    }
    steps.append(Step("unknown", true, "nothing captured explains why it was sent"))
    return steps
  }

  /// Which of the three rules that give `rack` can be meant follows from the phase of the episode.
  private func applies(_ rule: String, _ recovery: RecoveryState) -> Bool {
    switch rule {
    case "rackInLoss": recovery.phase == .loss
    case "rackInRecovery": recovery.isRecovering
    default: true
    }
  }

  private func duration(_ nanoseconds: Int64) -> String { Quantity.duration(nanoseconds: nanoseconds) }

  private func timeout(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    let head =
      resend.start <= resend.acknowledged
      ? "it starts at the acknowledged edge \(resend.acknowledged)"
      : "it starts at \(resend.start), above the acknowledged edge \(resend.acknowledged)"
    let waited =
      resend.start == resend.acknowledged || resend.sentAt > 0
      ? "sent \(duration(resend.now - resend.sentAt)) before" : "its last transmission is unknown"
    let isProbe = item.kind == .tlp && resend.start <= resend.acknowledged
    return "\(head); \(waited); RTO \(duration(recovery.timeout)), of which 0.8 and 200 ms are needed; "
      + (resend.isLost || resend.hasRackEvidence ? "ACKs tell of a loss" : "no ACK tells of a loss")
      + (recovery.lastAckAt > 0
        ? ", the last one came \(duration(resend.now - recovery.lastAckAt)) before" : "")
      + (isProbe ? "; but it can be a tail loss probe" : "")
  }

  private func resent(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    guard recovery.phase == .loss else { return "no timeout is being repaired" }
    return "a timeout is being repaired; sent again since: \(resend.wasResentSinceTimeout ? "yes" : "no"), "
      + rack(resend)
  }

  private func afterTimeout(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    guard recovery.phase == .loss else {
      return recovery.phase == .undone
        ? "the timeout before turned out to be needless" : "no timeout is being repaired"
    }
    let isInside = resend.start < recovery.recoveryPoint
    return "a timeout is being repaired up to \(recovery.recoveryPoint); start \(resend.start) is "
      + (isInside ? "below" : "not below")
  }

  private func probe(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    var reasons: [String] = []
    reasons.append(resend.usesSack ? "SACK is on" : "SACK is not on")
    reasons.append(
      resend.end == resend.highestSent
        ? "it ends with the last byte sent"
        : "it ends at \(resend.end), the last byte sent at \(resend.highestSent)")
    reasons.append(resend.scoreboardIsEmpty ? "nothing is SACKed" : "data above is SACKed")
    if recovery.hasProbed { reasons.append("a probe was sent already") }
    reasons.append(
      "quiet for \(duration(resend.quiet)), SRTT \(duration(recovery.smoothedRTT)), 1.5 of it needed")
    return reasons.joined(separator: "; ")
  }

  private func inRecovery(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    guard recovery.isRecovering else { return "no recovery is open" }
    return "a recovery is open until \(recovery.recoveryPoint) is acknowledged; sent again before: "
      + "\(resend.wasResent ? "yes" : "no"), \(rack(resend))"
  }

  private func loss(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    let count = recovery.duplicateAcks
    return "\(count) duplicate ACK\(count == 1 ? "" : "s") (3 needed)"
      + (resend.isLost
        ? count >= 3 ? "" : "; the SACKed ranges above say lost"
        : resend.scoreboardIsEmpty ? "" : "; the SACKed ranges above do not say lost yet")
  }

  /// How late the sender was: RFC 5681 sends at once, RACK waits for a quarter of the least RTT.
  private func sinceLastAck(_ resend: Classifier.Resend, _ recovery: RecoveryState) -> String {
    guard resend.isLost, recovery.lastAckAt > 0 else { return "" }
    return "; sent \(duration(resend.now - recovery.lastAckAt)) after the last ACK"
  }

  private func rack(_ resend: Classifier.Resend) -> String {
    resend.hasRackEvidence
      ? "a segment sent after it arrived" : "no segment sent after it is known to have arrived"
  }

  // MARK: - RTT, flight

  /// Why the acknowledgment gave an RTT sample, or none.
  func roundTripReason() -> String {
    guard item.segment.flags.contains(.ack), !item.segment.flags.contains(.rst),
      item.segmentClass != .captureDuplicate, let other = recorder.other
    else { return "no sample: it acknowledges nothing" }
    guard item.ackClass == .new || item.ackClass == .unseen else {
      return "no sample: the acknowledged edge does not move"
    }
    guard !other.waiting.isEmpty else { return "no sample: no data of the other flow is waiting" }
    let covered = other.waiting.prefix { $0.end <= item.acknowledgment }
    if item.roundTripTime >= 0 {
      let count = covered.count
      return
        "\(duration(item.roundTripTime)): it ends where a segment does that was sent once, and nothing among the "
        + "\(count) segment\(count == 1 ? "" : "s") that it covers was sent again"
    }
    if let again = covered.first(where: { $0.copies > 1 }) {
      return
        "no sample: it covers \(again.start):\(again.end), which was sent \(again.copies) times (Karn's rule)"
    }
    if covered.last?.isSacked == true { return "no sample: its last segment was reported by SACK before" }
    return "no sample: it does not end where a segment does"
  }

  /// What the segment means for flight and window.
  func flightReason() -> String {
    guard item.bytesInFlight >= 0 else { return "bytes in flight are not known" }
    let flow = item.segment.payloadLength > 0 ? "of its flow" : "of the other flow"
    var text = "\(item.bytesInFlight) B \(flow) in flight after it"
    if item.segment.payloadLength > 0, let own = recorder.own, own.traits.contains(.hasWindowEdge) {
      let room = own.windowEdge - max(own.highestSent, item.end)
      text += ", \(room) B of room left in the receiver's window"
    }
    return text
  }
}
