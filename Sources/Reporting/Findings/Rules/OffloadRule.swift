import Measurements
import TCPAnalysis

/// Segments are larger than the MSS: the network card or the stack cuts or joins them (DEFINITIONS.md 17.1).
struct OffloadRule: FindingRule {
  let identifier = "offload"
  let title = "Segmentation offload"
  let disproof = "An MSS option that was rewritten between the capture point and the other end."
  let threshold = "Segments with more payload than the receiver's MSS option."

  func findings(in capture: CaptureSubject) -> [Finding] {
    let count = capture.seen.oversize.count
    guard count > 0 else { return [] }
    return [
      capture.finding(
        self, .info,
        RichText([
          .strong(FindingWords.counted(count, "segment")),
          .plain(
            " \(FindingWords.verb(count, "is", "are")) larger than the MSS, the greatest "
              + "\(Quantity.count(capture.seen.greatestPayload)) B: packet counts and spacing are not those of the wire"
          ),
        ]), at: capture.seen.oversize,
        facts: [.init("segments", count), .init("greatestBytes", capture.seen.greatestPayload)])
    ]
  }
}
