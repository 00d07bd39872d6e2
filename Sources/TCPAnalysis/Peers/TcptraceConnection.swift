import PacketCapture

/// A connection as tcptrace splits them, with the state of its rules.
final class TcptraceConnection {
  /// Time of the last packet, microseconds since the epoch.
  private(set) var lastTime: Int64 = 0
  /// From the sender of the first packet, and towards it.
  private(set) var directions: InlineArray<2, TcptraceDirection> = .init(repeating: TcptraceDirection())
  /// Whether a FIN or RST was seen.
  var hasEnded: Bool {
    (directions[0].finCount | directions[0].rstCount | directions[1].finCount | directions[1].rstCount) > 0
  }

  /// Frees what is needed only as long as packets come.
  func close() {
    directions[0].forgetRanges()
    directions[1].forgetRanges()
  }

  /// Takes the next segment: rules B to E.
  func take(_ segment: borrowing Segment, at time: Int64, _ verdict: inout TcptraceVerdict) {
    let (sender, receiver) = (verdict.direction, 1 - verdict.direction)
    lastTime = time
    let isScaling = directions[sender].hasWindowScale && directions[receiver].hasWindowScale
    let step = TcptraceStep(segment, windowShift: isScaling ? directions[sender].windowShift : 0, at: time)
    countFlags(segment, sender)
    takeWindow(segment, step, sender, receiver)
    countPacket(segment, step, sender, &verdict)
    let sending = takeData(segment, step, sender, receiver, &verdict)
    if segment.flags.contains(.ack) { takeAcknowledgment(segment, step, sender, receiver, &verdict) }
    guard !segment.flags.contains(.rst) else { return }
    directions[sender].window = step.window
    directions[sender].previousEnd = segment.sequenceNumber &+ step.payloadLength
    if segment.flags.contains(.ack) { directions[sender].acknowledgment = segment.acknowledgmentNumber }
    guard !segment.flags.contains(.syn), !sending.isOutOfOrder, sending.repeatedBytes == 0 else { return }
    addOutstanding(segment, step, sender, receiver)
  }

  private func countFlags(_ segment: borrowing Segment, _ sender: Int) {
    if segment.flags.contains(.syn) { directions[sender].synCount &+= 1 }
    if segment.flags.contains(.fin) { directions[sender].finCount &+= 1 }
    if segment.flags.contains(.rst) { directions[sender].rstCount &+= 1 }
  }

  private func takeWindow(_ segment: borrowing Segment, _ step: TcptraceStep, _ sender: Int, _ receiver: Int)
  {
    if segment.flags.contains(.syn) {
      directions[sender].syn = segment.sequenceNumber
      directions[receiver].acknowledgment = segment.sequenceNumber
    }
    if segment.flags.contains(.ack) {
      let end = UInt64(segment.acknowledgmentNumber) &+ step.window
      directions[sender].windowEnd = UInt32(truncatingIfNeeded: end)
    }
    // tcptrace reads the shift as a signed byte, in which -1 means that there is no option.
    if segment.options.present.contains(.windowScale), segment.options.windowScale != 255 {
      directions[sender].windowShift = segment.options.windowScale
      directions[sender].hasWindowScale = true
    }
    let isScaling = directions[sender].hasWindowScale && directions[receiver].hasWindowScale
    if !segment.flags.contains(.syn), !isScaling {
      directions[sender].windowShift = 0
      directions[receiver].windowShift = 0
    }
  }

  private func countPacket(
    _ segment: borrowing Segment, _ step: TcptraceStep, _ sender: Int, _ verdict: inout TcptraceVerdict
  ) {
    directions[sender].counts.packets &+= 1
    if step.payloadLength > 0 {
      directions[sender].counts.dataPackets &+= 1
      directions[sender].counts.dataBytes &+= Int64(step.payloadLength)
    }
    guard !segment.marks.contains(.isIPv6) else { return }
    let isDuplicate = directions[sender].repeatsRemembered(
      sequenceNumber: segment.sequenceNumber, identification: segment.identification)
    guard isDuplicate else { return }
    directions[sender].counts.hardwareDuplicates &+= 1
    verdict.events.insert(.hardwareDuplicate)
  }

  /// Rule C: zero-window probes, repeated bytes and holes.
  private func takeData(
    _ segment: borrowing Segment, _ step: TcptraceStep, _ sender: Int, _ receiver: Int,
    _ verdict: inout TcptraceVerdict
  ) -> TcptraceRangeList.Sending {
    guard step.length > 0 else { return TcptraceRangeList.Sending() }
    let isSyn = segment.flags.contains(.syn)
    if directions[receiver].window == 0, directions[receiver].counts.packets > 0, !isSyn {
      directions[sender].counts.zeroWindowProbePackets &+= 1
      directions[sender].counts.zeroWindowProbeBytes &+= Int64(step.payloadLength)
      verdict.events.insert(.zeroWindowProbe)
      // Its bytes are not looked at; its place in the sequence space is, while a loss is being repaired.
      if step.payloadLength > 0 { directions[sender].probe(segment.sequenceNumber) }
      return TcptraceRangeList.Sending()
    }
    let sending = directions[sender].send(segment.sequenceNumber, length: step.length, at: step.time)
    let repeated = Int64(clamping: sending.repeatedBytes)
    if sending.isOutOfOrder {
      directions[sender].counts.outOfOrderPackets &+= 1
      verdict.events.insert(.outOfOrder)
    }
    if repeated > 0 {
      directions[sender].counts.rexmtPackets &+= 1
      directions[sender].counts.rexmtBytes &+= repeated
      verdict.events.insert(.rexmt)
      verdict.rexmtBytes = repeated
    }
    directions[sender].follow(repeatedBytes: repeated, of: Int64(step.length), at: segment.sequenceNumber)
    var repeatedPayload = repeated
    if isSyn, directions[sender].synCount > 1 { repeatedPayload -= 1 }
    if segment.flags.contains(.fin), directions[sender].finCount > 1 { repeatedPayload -= 1 }
    directions[sender].counts.uniqueBytes &+= max(0, step.claimedPayload - repeatedPayload)
    return sending
  }

  /// Rule D: what an ACK says of the other side's data.
  private func takeAcknowledgment(
    _ segment: borrowing Segment, _ step: TcptraceStep, _ sender: Int, _ receiver: Int,
    _ verdict: inout TcptraceVerdict
  ) {
    let isRepeat =
      segment.acknowledgmentNumber == directions[sender].acknowledgment && step.payloadLength == 0
      && step.window == directions[sender].window
    directions[receiver].endRecovery(acknowledgment: segment.acknowledgmentNumber)
    let result = directions[receiver].receive(
      acknowledgment: segment.acknowledgmentNumber, isRepeat: isRepeat)
    directions[receiver].counts.take(result, at: step.time, &verdict)
  }

  private func addOutstanding(
    _ segment: borrowing Segment, _ step: TcptraceStep, _ sender: Int, _ receiver: Int
  ) {
    let acknowledged = directions[receiver].acknowledgment
    var outstanding = UInt64(step.payloadLength)
    if acknowledged != 0 {
      outstanding &+= UInt64(segment.sequenceNumber)
      outstanding &-= UInt64(acknowledged) - 1
    }
    directions[sender].outstandingTotal &+= outstanding
  }
}

/// What rules B to E need to know of one segment.
struct TcptraceStep {
  /// Microseconds since the epoch.
  let time: Int64
  /// Bytes of payload by the lengths in the headers, negative if the header is longer than the packet; IPv6 extension
  /// headers count as payload.
  let claimedPayload: Int64
  /// Bytes of payload, at least 0.
  let payloadLength: UInt32
  /// Bytes of payload, SYN and FIN.
  let length: UInt32
  /// The window that the segment advertises, scaled; 0 without ACK and SYN.
  let window: UInt64

  init(_ segment: borrowing Segment, windowShift: UInt8, at time: Int64) {
    self.time = time
    let isIPv6 = segment.marks.contains(.isIPv6)
    let headers = (isIPv6 ? 40 : Int64(segment.networkHeaderLength)) + Int64(segment.transportHeaderLength)
    claimedPayload = Int64(segment.networkLength) - headers
    let payload = max(0, claimedPayload)
    payloadLength = UInt32(clamping: payload)
    let isSyn = segment.flags.contains(.syn)
    length = UInt32(clamping: payload + (isSyn ? 1 : 0) + (segment.flags.contains(.fin) ? 1 : 0))
    guard !segment.flags.isDisjoint(with: [.syn, .ack]) else {
      window = 0
      return
    }
    window = UInt64(segment.window) << UInt64(isSyn ? 0 : windowShift & 63)
  }
}

extension TcptraceCounts {
  /// Takes in what an ACK did to the ranges of this direction.
  fileprivate mutating func take(
    _ result: TcptraceRangeList.Acknowledging, at time: Int64, _ verdict: inout TcptraceVerdict
  ) {
    if result.cumulativeCount > 0 {
      cumulativeAcks &+= Int64(result.cumulativeCount)
      verdict.cumulativeAcks = Int64(result.cumulativeCount)
      verdict.events.insert(.cumulativeAck)
    }
    if result.duplicateNumber > 0 {
      duplicateAcks &+= 1
      verdict.events.insert(.duplicateAck)
      if result.duplicateNumber == 3 {
        tripleDuplicateAcks &+= 1
        verdict.events.insert(.tripleDuplicateAck)
      }
    }
    guard let range = result.ended else { return }
    if result.newest > range.time {
      postLossAcks &+= 1
      verdict.events.insert(.postLossAck)
    } else if range.isRetransmitted {
      ambiguousAcks &+= 1
      verdict.events.insert(.ambiguousAck)
    } else {
      let sample = max(0, time &- range.time)
      addSample(microseconds: sample)
      verdict.rttMicroseconds = sample
      verdict.events.insert(.rttSample)
    }
  }
}
