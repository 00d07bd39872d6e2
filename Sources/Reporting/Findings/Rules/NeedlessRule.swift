import Measurements
import TCPAnalysis

/// Segments were sent again that the receiver had (DEFINITIONS.md 6.4).
struct NeedlessRule: FindingRule {
  let identifier = "needless-retransmission"
  let title = "Needless retransmissions"
  let disproof = "A copy of the same bytes made by the network, which the receiver reported as a duplicate."
  let threshold =
    "Copies of which the evidence is certain or likely; medium from three and 0.5 % of the data segments on, or if a "
    + "timeout of 200 ms was in vain."

  func findings(in flow: FlowSubject) -> [Finding] {
    let sums = flow.flow
    let certain = sums.spuriousRetransmissions?[.certain] ?? 0
    let needless = certain + (sums.spuriousRetransmissions?[.likely] ?? 0)
    guard needless > 0, sums.dataPackets > 0 else { return [] }
    let samples = flow.retransmissions.filter(LossRule.isNeedless)
    // F-RTO alone is the weakest sign: it says nothing of a tail that was lost.
    let strong = samples.filter { $0.evidence != .forwardRTO }
    let wait = wasted(strong, flow)
    let share = Double(needless) / Double(flow.sentInSequence.count)
    var words =
      " of \(FindingWords.counted(sums.retransmittedPackets, "retransmission")) "
      + "\(FindingWords.verb(needless, "was", "were")) needless: the receiver had the bytes"
    words += evidence(samples)
    if let bytes = cost(needless, samples, sums) { words += "; cost: \(bytes) sent twice" }
    if wait > 0 { words += " and \(FindingWords.time(wait)) of silence" }
    let frames = samples.map(\.frame)
    return [
      flow.finding(
        self, !strong.isEmpty && needless >= 3 && share >= 0.005 || wait >= 200_000_000 ? .medium : .info,
        RichText([.strong(Quantity.count(needless)), .plain(words)]),
        at: .listing(
          frames: frames, start: samples.first?.time,
          stop: needless > Int64(samples.count)
            ? flow.seen?.resent.last?.time ?? samples.last?.time : samples.last?.time,
          command: ["spurious-retransmissions", "-m", "spurious", "-f", flow.id.description]),
        confidence: certain == needless ? .high : strong.isEmpty ? .low : .medium,
        doubt: certain == needless
          ? "" : "\(Quantity.count(needless - certain)) of them by one sign alone.",
        facts: [
          .init("segments", needless), .init("certain", certain),
          .init("retransmissions", sums.retransmittedPackets), .init("sharePercent", 100 * share),
          .seconds("silenceSeconds", wait),
        ], weight: share)
    ]
  }

  /// Time that the sender waited for timeouts which these retransmissions ended.
  private func wasted(_ samples: [Retransmission], _ flow: FlowSubject) -> Int64 {
    let frames = Set(samples.filter { $0.kind == .rto }.map(\.frame))
    let waits = flow.seen?.timeoutWaits.longest.filter { frames.contains(UInt64($0.stop.frame)) } ?? []
    return waits.reduce(0) { $0 &+ $1.length }
  }

  /// `(D-SACK in frame 97, and 3 more)`.
  private func evidence(_ samples: [Retransmission]) -> String {
    guard let first = samples.first else { return "" }
    let signs = SpuriousEvidence.named.filter { first.evidence.contains($0.evidence) }.map { sign in
      Self.name(sign.evidence) + (first.evidenceFrames[sign.evidence].map { " in frame \($0)" } ?? "")
    }
    return signs.isEmpty ? "" : " (the first by \(signs.joined(separator: ", ")))"
  }

  private static func name(_ evidence: SpuriousEvidence) -> String {
    switch evidence {
    case .acknowledged: "an ACK that had passed"
    case .dsack: "a D-SACK"
    case .eifel: "a time stamp echo"
    case .forwardRTO: "F-RTO"
    case .tooFast: "an ACK sooner than the path allows"
    case .lateOriginal: "the late original"
    default: "several signs"
    }
  }

  /// Bytes sent twice: exact if all are known, else by the mean of those that are.
  private func cost(_ needless: Int64, _ samples: [Retransmission], _ flow: FlowSummary) -> String? {
    let known = samples.reduce(Int64(0)) { $0 &+ ($1.range.end &- $1.range.start) }
    guard !samples.isEmpty else { return nil }
    // A FIN or SYN costs a packet and no bytes.
    func words(_ bytes: Int64) -> String? { bytes > 0 ? Quantity.si(Double(bytes), "B") : nil }
    if needless == flow.retransmittedPackets { return words(flow.retransmittedBytes) }
    if Int64(samples.count) == needless { return words(known) }
    let mean = Double(known) / Double(samples.count)
    return "about \(Quantity.si(mean * Double(needless), "B"))"
  }
}
