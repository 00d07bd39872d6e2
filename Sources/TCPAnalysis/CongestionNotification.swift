/// How ECN was set up and what became of it (RFC 3168; RFC 9768).
public enum CongestionNotification: String, Sendable, CaseIterable {
  /// The handshake was not seen, or only half of it.
  case unknown
  /// The SYN did not ask for it.
  case notOffered
  /// The SYN asked, the SYN/ACK said no.
  case refused
  /// RFC 3168: ECE says that a mark arrived, CWR that the sender has slowed down.
  case classic
  /// RFC 9768: AE, CWR and ECE are a counter of marks.
  case accurate
  /// The SYN/ACK repeated the flags of the SYN as they were: no ECN (RFC 3168, section 6.1.1).
  case brokenReflection

  /// What the flags of a SYN and its SYN/ACK agree on.
  static func negotiation(syn: FlowTraits, synAck: FlowTraits) -> CongestionNotification {
    guard syn.contains(.synSeen), synAck.contains(.synAck) else { return .unknown }
    guard syn.contains([.synECE, .synCWR]) else { return .notOffered }
    let answer =
      (synAck.contains(.synAE) ? 4 : 0) + (synAck.contains(.synCWR) ? 2 : 0)
      + (synAck.contains(.synECE) ? 1 : 0)
    switch (answer, syn.contains(.synAE)) {
    case (0, _): return .refused
    // 5: the answer of the nonce's time (RFC 3540), classic in all else.
    case (1, _), (5, _): return .classic
    // What the receiver saw on the SYN: not ECT, ECT(1), ECT(0), CE (RFC 9768, section 3.1.2).
    case (2, true), (3, true), (4, true), (6, true): return .accurate
    case (3, false), (7, _): return .brokenReflection
    default: return .refused
    }
  }
}
