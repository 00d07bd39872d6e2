import Measurements
import TCPAnalysis

/// Segments passed the capture point in another order than they were sent in (RFC 4737).
struct ReorderingRule: FindingRule {
  let identifier = "reordering"
  let title = "Out of order"
  let disproof = "A segment that was sent again while its first copy never came to the capture point."
  let threshold = "Every segment that fills a gap and was sent before what lies above it."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let count = flow.flow.reorderedPackets, count > 0 else { return [] }
    return [
      flow.finding(
        self, .info,
        RichText([
          .strong(Quantity.count(count)),
          .plain(
            " of \(FindingWords.counted(flow.flow.dataPackets, "data segment")) came out of order to the capture point"
          ),
        ]), at: (flow.seen?.reordered ?? Occurrences()).place,
        facts: [.init("segments", count), .init("dataSegments", flow.flow.dataPackets)],
        weight: Double(count))
    ]
  }
}
