extension ResendLog {
  /// Why a needless retransmission was sent (DEFINITIONS.md 6.4); `nil` where the packets do not tell.
  ///
  /// What was sent because of duplicate ACKs or SACK and turns out to be needless was overtaken. What a timer sent is
  /// judged by the first acknowledgment of its bytes: if that is the one that reports the copy, then earlier ones were
  /// lost; if the copy cannot have caused it, it was late. Bytes that were acknowledged before the copy passed: within a
  /// round trip before it the acknowledgment was on its way to the sender; if it was longer ago, it may have been lost or
  /// late.
  static func cause(of entry: Entry) -> NeedlessCause? {
    let late: SpuriousEvidence = [.eifel, .tooFast, .lateOriginal, .forwardRTO]
    switch entry.kind {
    // Far from the sender the kind is an estimate: there an acknowledgment before the copy, or soon after it, may as
    // well mean that a timer had sent it.
    case .fast, .rack, .recovery:
      return entry.evidence.isDisjoint(with: [.dsack, .eifel, .lateOriginal]) ? nil : .reordering
    case .rto, .rtoRecovery, .tlp, .fin:
      if entry.coveredFrame > 0, entry.evidenceFrames[.dsack] == entry.coveredFrame { return .ackLoss }
      if entry.evidence.contains(.acknowledged) { return isOnItsWay(entry) ? .delaySpike : nil }
      return entry.evidence.isDisjoint(with: late) ? nil : .delaySpike
    case .none, .syn, .unknown: return nil
    }
  }

  /// Whether the acknowledgment that covers a copy passed less than a round trip of the path before it.
  private static func isOnItsWay(_ entry: Entry) -> Bool {
    entry.pathRoundTrip > 0 && entry.sinceAcknowledged <= entry.pathRoundTrip
  }
}
