import Measurements
import PacketCapture
import TCPAnalysis

/// Packets that do not fit the host whose address they bear, or that were changed on the way (DEFINITIONS.md 18.4).
struct MiddleboxRule: FindingRule {
  let identifier = "middlebox"
  let title = "Middlebox signs"
  let disproof = "A capture beside the host that shows it sending these packets itself."
  let threshold =
    "A RST that does not fit its host by TTL or by time, another initial sequence number while "
    + "half open, bytes sent again with another payload, or an ECN field that was cleared; medium."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let seen = flow.seen else { return ecn(flow) }
    var found: [Finding] = []
    func add(
      _ occurrences: Occurrences, _ confidence: Finding.Confidence, _ doubt: String, _ words: String,
      group: String? = nil
    ) {
      guard occurrences.count > 0 else { return }
      found.append(
        flow.finding(
          self, .medium,
          RichText([.strong(Quantity.count(occurrences.count)), .plain(" \(words)")]),
          at: .packets(occurrences), confidence: confidence, doubt: doubt,
          facts: [.init("packets", occurrences.count)], weight: Double(occurrences.count), group: group))
    }
    add(
      seen.forgedResets, .medium, "Hosts may send resets from another part of their stack.",
      "RST of \(flow.flow.source) \(FindingWords.verb(seen.forgedResets.count, "does", "do")) not fit that host (TTL "
        + "or time)", group: "RST \(flow.flow.source.address)")
    add(
      seen.changedSyns, .medium, "A host that forgot its first attempt does the same.",
      "SYN of \(flow.flow.source) \(FindingWords.verb(seen.changedSyns.count, "has", "have")) another initial sequence "
        + "number than the one before")
    add(
      seen.inconsistent, .medium, "A broken stack does the same.",
      "\(seen.inconsistent.count == 1 ? "segment was" : "segments were") sent again with another payload")
    return found + ecn(flow)
  }

  private func ecn(_ flow: FlowSubject) -> [Finding] {
    guard flow.flow.notes.contains(where: { $0.code == .ecnBleached }) else { return [] }
    return [
      flow.finding(
        self, .medium,
        "ECN was agreed on, but no data segment came to the capture point with a codepoint that allows marks",
        at: .whole, confidence: .medium, doubt: "A sender that never uses what it agreed on looks the same.")
    ]
  }
}
