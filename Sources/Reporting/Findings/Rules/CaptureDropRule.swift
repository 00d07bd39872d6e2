import Measurements
import PacketCapture
import TCPAnalysis

/// The capture missed packets (DEFINITIONS.md 18.1).
struct CaptureDropRule: FindingRule {
  let identifier = "capture-drop"
  let title = "Missed by the capture"
  let disproof = "The same bytes in another capture of this path at this place."
  let threshold =
    "Bytes acknowledged and never seen, or drops that the file reports; medium from 0.1 % of the stream or of the packets "
    + "on."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let bytes = flow.flow.acknowledgedUnseenBytes, bytes > 0 else { return [] }
    let stream = bytes &+ flow.flow.uniquePayloadBytes
    let hasOtherNumbers = flow.connection.notes.contains { $0.code == .synIsnChanged }
    let unseen = flow.seen?.unseenAcknowledgments ?? Occurrences()
    let ranges = flow.flow.acknowledgedUnseenRanges ?? 0
    // A byte alone may be a FIN, or the one that a keep-alive makes up.
    let isReal = bytes > max(1, ranges)
    return [
      flow.finding(
        self, !hasOtherNumbers && isReal && bytes >= stream / 1000 ? .medium : .info,
        RichText([
          .strong("\(Quantity.count(bytes)) B"),
          .plain(
            (isReal ? " (\(Quantity.percent(bytes, of: stream)))" : "")
              + " \(FindingWords.verb(bytes, "was", "were")) acknowledged but never captured"
              + (ranges > 0 ? ", in \(FindingWords.counted(ranges, "hole"))" : "")
              + ": missed by the capture, not lost by the network"),
        ]), at: (unseen.count > 0 ? unseen : flow.seen?.behindGaps ?? unseen).place,
        confidence: hasOtherNumbers || !isReal ? .low : .high,
        doubt: hasOtherNumbers
          ? "The initial sequence number changed: the ACKs may count from another one."
          : isReal ? "" : "A byte alone may be a FIN, or the one that a keep-alive makes up.",
        facts: [
          .init("bytes", bytes), .init("holes", ranges),
          .init("sharePercent", 100 * Double(bytes) / Double(max(1, stream))),
        ], weight: Double(bytes))
    ]
  }

  func findings(in capture: CaptureSubject) -> [Finding] {
    let drops = capture.capture.files.reduce(UInt64(0)) { $0 &+ ($1.drops ?? 0) }
    guard drops > 0 else { return [] }
    let count = Int64(clamping: drops)
    return [
      capture.finding(
        self, drops >= capture.capture.packets / 1000 ? .medium : .info,
        RichText([
          .plain("The capture file reports "), .strong(FindingWords.counted(count, "dropped packet")),
          .plain(" beside \(Quantity.count(Int64(clamping: capture.capture.packets))) captured"),
        ]), at: Occurrences(), facts: [.init("packets", count)])
    ]
  }
}
