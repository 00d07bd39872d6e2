import Measurements
import PacketCapture

/// Puts what the classifier took down into tests with their values.
///
/// The outcome of each test is that of the classifier; only the words are made here.
struct ExplanationWords {
  let item: ClassifiedSegment
  let recorder: ClassificationRecorder
  /// The earlier frame that an equal one is a copy of.
  let twin: Explanation.Packet?

  typealias Step = Explanation.Step

  var own: ClassificationRecorder.FlowFacts? { recorder.own }
  var other: ClassificationRecorder.FlowFacts? { recorder.other }

  /// The tests for the class, in the order of the classifier, up to the one that decided.
  func classTests() -> [Step] {
    var steps = [twinTest()]
    if steps[0].holds { return steps }
    guard let own else { return steps }
    let flags = item.segment.flags
    steps.append(
      Step("reset", item.segmentClass == .rst, flags.contains(.rst) ? "RST is set" : "RST is not set"))
    if item.segmentClass == .rst { return steps + resetTests(own) }
    let isSyn = flags.contains(.syn)
    steps.append(Step("syn", isSyn, isSyn ? "SYN is set" : "SYN is not set"))
    if isSyn {
      steps.append(repeatedSyn(own))
      return steps
    }
    guard own.traits.contains(.sent) || item.end > item.start else {
      steps.append(Step("pureAck", true, "no data, SYN or FIN; the first segment seen of its flow"))
      return steps
    }
    let isProbe = item.segmentClass == .zeroWindowProbe || item.segmentClass == .keepAlive
    steps.append(Step("probe", isProbe, probe(own)))
    if isProbe {
      steps.append(Step(item.segmentClass.name, true, probeForm()))
      return steps
    }
    if item.end == item.start {
      steps.append(Step("pureAck", true, "no data, SYN or FIN"))
      return steps
    }
    return steps + sequenceTests(own)
  }

  private func twinTest() -> Step {
    let isTwin = item.segmentClass == .captureDuplicate
    guard let twin else {
      return Step("captureDuplicate", isTwin, "no frame equal in all headers and options was seen lately")
    }
    let ago = Quantity.duration(nanoseconds: item.segment.timestamp &- twin.time)
    return Step(
      "captureDuplicate", isTwin,
      "frame \(twin.frame), \(ago) before, is equal in all headers and options"
        + (isTwin ? "" : ", but too long ago or in a stream whose frames have no numbers of their own"))
  }

  private func repeatedSyn(_ own: ClassificationRecorder.FlowFacts) -> Step {
    let count = own.synPackets
    let isRepeated = item.segmentClass == .synRetransmission
    if item.marks.contains(.synIsnChanged) {
      return Step(
        "synRetransmission", false, "the initial sequence number is another than that of the SYN before")
    }
    return Step(
      "synRetransmission", isRepeated,
      count > 1
        ? "SYN number \(count) of this flow with the same initial sequence number"
        : "the first SYN of this flow")
  }

  private func probe(_ own: ClassificationRecorder.FlowFacts) -> String {
    guard own.traits.contains(.acknowledged) else { return "nothing of this flow was acknowledged yet" }
    let sent = own.highestSent
    let acknowledged = own.highestAcknowledged
    if acknowledged != sent {
      return "data is outstanding: sent up to \(sent), acknowledged up to \(acknowledged)"
    }
    let window = other?.newestWindowField ?? 0
    let peer = window == 0 ? "unknown" : String(window - 1)
    let place =
      item.start == sent
      ? "start \(item.start) is the next byte"
      : item.start == sent - 1
        ? "start \(item.start) is one below the next byte \(sent)"
        : "start \(item.start) is neither the next byte \(sent) nor one below it"
    let isProbe = item.segmentClass == .zeroWindowProbe || item.segmentClass == .keepAlive
    let isNear = item.start == sent || item.start == sent - 1
    return "\(place), all is acknowledged, the receiver's window field is \(peer)"
      + (isNear && !isProbe ? ": with an open window only what starts one below is a probe" : "")
  }

  private func probeForm() -> String {
    switch (item.segmentClass, item.segment.payloadLength) {
    case (.zeroWindowProbe, 0): "the window is 0: an empty segment one below the edge (Linux' form)"
    case (.zeroWindowProbe, _): "the window is 0: data at the edge (the classic form)"
    default: "the window is open: at most one byte, already acknowledged"
    }
  }

  private func sequenceTests(_ own: ClassificationRecorder.FlowFacts) -> [Step] {
    let isFirst = !own.traits.contains(.sent)
    let sent = isFirst ? item.start : own.highestSent
    let isNew = item.start >= sent
    if isNew {
      let place =
        isFirst
        ? "the first segment seen of its flow"
        : item.start == sent
          ? "start \(item.start) is the next byte" : "start \(item.start) > next byte \(sent)"
      var steps = [Step("aboveHighestSent", true, place)]
      let isGap = item.start > sent
      steps.append(
        Step(
          "gap", isGap,
          isGap ? "bytes \(sent):\(item.start) (\(item.start - sent) B) were not seen" : "it follows directly"
        ))
      return steps
    }
    var steps = [Step("aboveHighestSent", false, "start \(item.start) < next byte \(sent)")]
    let below = min(item.end, sent) - item.start
    steps.append(
      Step(
        "seenBefore", item.repeatedBytes > 0 || item.segment.payloadLength == 0,
        item.segment.payloadLength == 0
          ? "its FIN was seen before"
          : "of the \(below) B below \(sent), \(item.repeatedBytes) B were seen before"
            + (item.newBytes > 0 ? ", \(item.newBytes) B were not" : "")))
    if item.repeatedBytes > 0 || item.segment.payloadLength == 0 {
      let isCopy = item.segmentClass == .networkDuplicate
      steps.append(
        Step(
          "networkDuplicate", isCopy,
          isCopy
            ? "equal to frame \(twin.map { String($0.frame) } ?? "?") in everything, its IP identification too"
            : "no earlier frame is equal in everything"))
      if !isCopy { steps.append(lateOriginalTest()) }
      return steps
    }
    if item.marks.contains(.gapFill) { steps += fillTests(own) }
    return steps
  }

  private func lateOriginalTest() -> Step {
    let isLate = item.marks.contains(.lateOriginal)
    return Step(
      "lateOriginal", isLate,
      isLate
        ? "it was sent before a copy of these bytes that passed already (TSval, else IP identification)"
        : "no copy of these bytes that is known to have been sent after it passed before")
  }

  /// The tests that tell a late segment from one sent again; the first conclusive one decides.
  private func fillTests(_ own: ClassificationRecorder.FlowFacts) -> [Step] {
    guard let gap = own.gaps.first(where: { $0.range.end > item.start }) else { return [] }
    // The one that opened the gap counts, this one does not.
    let behind = own.dataPackets - gap.openedAtPacket
    let lag = Quantity.duration(nanoseconds: item.segment.timestamp &- gap.openedAt)
    var steps = [
      Step(
        "fillsGap", true,
        "the gap \(gap.range.start):\(gap.range.end) was open for \(behind) segment\(behind == 1 ? "" : "s"), \(lag)"
      )
    ]
    let isTimed = gap.hasTimestamp && item.segment.options.present.contains(.timestamps)
    let mine = item.segment.options.timestampValue
    if isTimed, mine != gap.timestampValue {
      let age = SequenceNumber.distance(from: gap.timestampValue, to: mine)
      steps.append(
        Step(
          "timestamp", true,
          "TSval \(mine) is \(age < 0 ? "below" : "above") \(gap.timestampValue) of the segment that opened the gap: "
            + (age < 0 ? "sent before it" : "sent after it")))
      return steps
    }
    steps.append(
      Step(
        "timestamp", false,
        isTimed ? "TSval \(mine) is the same as that of the segment that opened the gap" : "no time stamps"))
    let judged = item.segment.identification != 0 && gap.identification != 0 && own.identificationSteps >= 3
    let rising = "\(own.identificationRises) of \(own.identificationSteps) steps rise"
    let elapsed = item.segment.timestamp.subtractingReportingOverflow(gap.openedAt)
    let isNear = !elapsed.overflow && TransmissionAge.identificationsTell(after: elapsed.partialValue)
    if judged, isNear, own.identificationRises * 10 >= own.identificationSteps * 9 {
      let isLate = Int16(bitPattern: item.segment.identification &- gap.identification) < 0
      steps.append(
        Step(
          "identification", true,
          "IP identification \(item.segment.identification) is \(isLate ? "below" : "not below") "
            + "\(gap.identification) of the segment that opened the gap (\(rising))"))
      return steps
    }
    let reason = judged && !isNear ? "the gap opened too long ago" : rising
    steps.append(Step("identification", false, "IP identifications do not tell (\(reason))"))
    let trip = recorder.fullRoundTrip
    steps.append(
      Step(
        "causality", item.segmentClass != .unknownFill,
        "\(lag) after the gap opened; "
          + (trip > 0
            ? "least RTT \(Quantity.duration(nanoseconds: trip))" : "no RTT known, 3.00 ms taken")
          + ": below 0.8 RTT it is late, from one RTT on it was sent again"
          + (isTimed ? " unless time stamps tick fast enough to tell" : "")))
    return steps
  }
}
