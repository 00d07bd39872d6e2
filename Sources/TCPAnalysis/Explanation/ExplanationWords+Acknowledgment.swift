import Measurements
import PacketCapture

extension ExplanationWords {
  /// The tests of the acknowledgment number.
  func acknowledgmentTests() -> [Step] {
    guard item.segment.flags.contains(.ack), !item.segment.flags.contains(.rst), let other,
      item.segmentClass != .captureDuplicate
    else { return [] }
    let number = item.acknowledgment
    if item.marks.contains(.ackImplausible) {
      return [
        Step("implausible", true, "\(number) lies outside of what was sent (next byte \(other.highestSent))")
      ]
    }
    var steps: [Step] = []
    let isUnseen = item.ackClass == .unseen
    let sent = other.traits.contains(.sent) ? String(other.highestSent) : "unknown"
    steps.append(
      Step("unseen", isUnseen, "\(number) \(isUnseen ? ">" : "is not above") the next byte \(sent)"))
    if isUnseen { return steps }
    let isNew = item.ackClass == .new
    let before =
      other.traits.contains(.acknowledged) ? "the highest so far \(other.highestAcknowledged)" : nil
    steps.append(
      Step(
        "new", isNew,
        before.map { "\(number) \(isNew ? ">" : "is not above") \($0)" }
          ?? "the first acknowledgment of the flow"))
    if isNew { return steps }
    steps.append(
      Step("old", item.ackClass == .old, "\(number) is \(item.ackClass == .old ? "" : "not ")below it"))
    if item.ackClass == .old { return steps }
    return steps + repeatedAcknowledgment(other)
  }

  private func repeatedAcknowledgment(_ other: ClassificationRecorder.FlowFacts) -> [Step] {
    let isPlain = item.segment.payloadLength == 0 && item.segment.flags.isDisjoint(with: [.syn, .fin])
    guard isPlain else { return [Step("duplicate", false, "it carries data, SYN or FIN")] }
    let field = item.segment.window
    var steps = [Step("zeroWindow", item.ackClass == .zeroWindow, "window field \(field)")]
    if item.ackClass == .zeroWindow { return steps }
    let outstanding = max(0, other.highestSent - item.acknowledgment)
    let blocks = item.segment.options.sackBlockCount
    let isDuplicate = item.ackClass == .duplicate
    let usesSack =
      (own?.traits.contains(.sackPermitted) ?? false) && other.traits.contains(.sackPermitted)
    steps.append(
      Step(
        "duplicate", isDuplicate,
        "\(outstanding) B outstanding, \(blocks) SACK block\(blocks == 1 ? "" : "s")"
          + (item.marks.contains(.dsack) ? " (the first a D-SACK)" : "")
          + (usesSack ? "; with SACK it must report something new" : "; no SACK: an equal window is needed")))
    if isDuplicate { return steps }
    let former = own.map(\.newestWindowField) ?? 0
    steps.append(
      Step(
        "windowUpdate", item.ackClass == .windowUpdate,
        "window field \(former > 0 ? String(former - 1) : "unknown") before, \(field) now"))
    return steps
  }
}
