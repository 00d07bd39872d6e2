import Measurements
import PacketCapture

extension ExplanationWords {
  /// Whether the receiver of a reset believes it, and whether it fits its sender.
  func resetTests(_ own: ClassificationRecorder.FlowFacts) -> [Step] {
    var steps: [Step] = []
    if own.traits.isSuperset(of: [.sent, .acknowledged]) {
      let marks = item.marks
      let isBelieved = marks.isDisjoint(with: [.rstInWindow, .rstOutOfWindow])
      steps.append(
        Step(
          "resetAtNextByte", isBelieved,
          "it starts at \(item.start); acknowledged up to \(own.highestAcknowledged), sent up to \(own.highestSent)"
            + (marks.contains(.rstInWindow) ? ": inside the window, its receiver asks back" : "")
            + (marks.contains(.rstOutOfWindow) ? ": its receiver ignores it" : "")))
    }
    steps.append(middleboxTest(own))
    return steps
  }

  private func middleboxTest(_ own: ClassificationRecorder.FlowFacts) -> Step {
    let signs = recorder.resetSigns
    var reasons: [String] = []
    if own.timeToLiveMin > 0 {
      let least = own.timeToLiveMin - 1
      let greatest = own.timeToLiveMax - 1
      reasons.append(
        "TTL \(item.segment.timeToLive), its host's other packets \(least)"
          + (greatest > least ? " to \(greatest)" : ""))
    }
    if signs.contains(.identification) {
      reasons.append(
        "IP identification \(item.segment.identification) after \(own.lastIdentification)"
          + (signs.areTelling ? "" : ", which alone tells nothing"))
    }
    if signs.contains(.tooFast) { reasons.append("it acknowledges data sooner than the path allows") }
    return Step("likelyMiddlebox", signs.areTelling, reasons.joined(separator: "; "))
  }
}
