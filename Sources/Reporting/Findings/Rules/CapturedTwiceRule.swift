import Measurements
import PacketCapture
import TCPAnalysis

/// Frames were captured twice (DEFINITIONS.md 2.1).
struct CapturedTwiceRule: FindingRule {
  let identifier = "captured-twice"
  let title = "Captured twice"
  let disproof = "A host that sends packets of equal IP identification, TTL and content within microseconds."
  let threshold = "Copies of captured frames; they are counted nowhere else."

  func findings(in capture: CaptureSubject) -> [Finding] {
    let count = capture.seen.duplicates.count
    guard count > 0 else { return [] }
    let assumed = capture.count(.duplicatesAssumed)
    return [
      capture.finding(
        self, .info,
        RichText([
          .strong(FindingWords.counted(count, "frame")),
          .plain(
            " of \(Quantity.count(Int64(clamping: capture.capture.packets))) "
              + "\(FindingWords.verb(count, "was", "were")) captured twice (several interfaces, a mirror port); each "
              + "counts once"),
        ]), at: capture.seen.duplicates, confidence: assumed > 0 ? .medium : .high,
        doubt: assumed > 0
          ? "\(Quantity.count(assumed)) of them carry nothing that tells a copy from a repeat." : "",
        facts: [.init("frames", count)])
    ]
  }
}
