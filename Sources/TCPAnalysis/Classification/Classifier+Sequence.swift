import PacketCapture

extension Classifier {
  /// Finds the class of a segment from its place in the sequence space and moves that space on.
  @inline(__always)
  mutating func classifySequence(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    let flags = segment.flags
    if flags.contains(.rst) {
      result.pointee.segmentClass = .rst
      judgeReset(segment, context, result)
      return
    }
    if flags.contains(.syn) {
      classifySyn(segment, context, result)
      return
    }
    if !own.pointee.traits.contains(.sent) {
      // Nothing of the flow was seen: what lies below was sent before the capture began.
      own.pointee.traits.insert(.sent)
      own.pointee[.highestSent] = result.pointee.start
      if own.pointee[.hiddenSince] > 0 {
        own.pointee[.hiddenSince] = 0
        own.pointee[.lastAcknowledgedTime] = 0
      }
    }
    result.pointee.segmentClass = .ack
    if isProbe(segment, context, result) { return }
    guard segment.sequenceLength > 0 else { return }
    if result.pointee.start >= own.pointee[.highestSent] {
      extend(segment, context, result)
    } else {
      overlap(segment, context, result)
    }
    countClass(segment, context, result)
    if flags.contains(.fin) { own.pointee.traits.insert(.finSeen) }
  }

  @inline(never)
  private mutating func classifySyn(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    if own.pointee.traits.contains(.sent), result.pointee.start != 0 {
      // Another initial sequence number while half open: the old one was never agreed on.
      result.pointee.marks.insert(.synIsnChanged)
      own.pointee.traits.insert(.synIsnChanged)
      if own.pointee[.dataPackets] == 0 {
        own.pointee[.base] = Int64(segment.sequenceNumber)
        own.pointee[.highestSent] = 0
        own.pointee[.highestAcknowledged] = 0
        result.pointee.start = 0
        result.pointee.end = Int64(segment.sequenceLength)
      }
    }
    if result.pointee.marks.contains(.exactCopy) {
      result.pointee.segmentClass = .networkDuplicate
      own.pointee[.networkDuplicates] += 1
      return
    }
    let isRepeated = own.pointee[.synPackets] > 1 && !result.pointee.marks.contains(.synIsnChanged)
    result.pointee.segmentClass = isRepeated ? .synRetransmission : .syn
    if isRepeated {
      result.pointee.kind = .syn
      own.pointee[.retransmittedPackets] += 1
      own.pointee[.kindSyn] += 1
      context.connection.pointee.note(.retransmission, direction: context.direction)
    }
    let isFirst = !own.pointee.traits.contains(.sent)
    own.pointee.traits.insert(.sent)
    let before = isFirst ? result.pointee.start : own.pointee[.highestSent]
    if segment.payloadLength > 0 {
      result.pointee.marks.insert(.fastOpenData)
      let newBytes = max(0, result.pointee.end - max(before, result.pointee.start + 1))
      result.pointee.newBytes = UInt32(clamping: newBytes)
      result.pointee.repeatedBytes =
        segment.payloadLength &- min(result.pointee.newBytes, segment.payloadLength)
      own.pointee[.uniquePayloadBytes] += newBytes
      own.pointee[.retransmittedBytes] += Int64(result.pointee.repeatedBytes)
    }
    own.pointee[.highestSent] = max(before, result.pointee.end)
  }

  /// Zero-window probes in both forms and keep-alives: they do not move the sequence space.
  @inline(__always)
  private mutating func isProbe(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) -> Bool {
    let own = context.own
    guard !segment.flags.contains(.fin), own.pointee.traits.contains(.acknowledged) else { return false }
    let start = result.pointee.start
    let sent = own.pointee[.highestSent]
    let acknowledged = own.pointee[.highestAcknowledged]
    // One below the edge for Linux' probe and for keep-alives, at the edge for the classic probe.
    guard start == sent - 1 || start == sent, acknowledged == sent else { return false }
    let peerWindow = context.other.pointee[.newestWindowField]
    if peerWindow == 1 {
      let isClassic = segment.payloadLength >= 1 && start == acknowledged
      let isLinux = segment.payloadLength == 0 && start == acknowledged - 1
      guard isClassic || isLinux else { return false }
      own.pointee[.zeroWindowProbes] += 1
      result.pointee.segmentClass = .zeroWindowProbe
      if isClassic { own.pointee[.pendingProbeEnd] = result.pointee.end }
      return true
    }
    guard segment.payloadLength <= 1, start == sent - 1, peerWindow > 1 else { return false }
    own.pointee[.keepAlives] += 1
    result.pointee.segmentClass = .keepAlive
    if context.time - max(own.pointee[.lastDataTime], context.other.pointee[.lastTime]) < 1_000_000_000 {
      result.pointee.marks.insert(.earlyKeepAlive)
    }
    return true
  }

  /// Bytes at or above the highest one seen.
  @inline(__always)
  private mutating func extend(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    let sent = own.pointee[.highestSent]
    let start = result.pointee.start
    result.pointee.newBytes = segment.payloadLength
    result.pointee.segmentClass = segment.payloadLength > 0 ? .newData : .fin
    if start > sent {
      if segment.payloadLength > 0 { result.pointee.segmentClass = .newDataAfterGap }
      details.provide(own).pointee.gaps.append(
        GapList.Gap(
          range: SequenceRange(start: sent, end: start), openedAt: segment.timestamp,
          timestampValue: segment.options.timestampValue,
          hasTimestamp: segment.options.present.contains(.timestamps),
          identification: segment.marks.contains(.isIPv6) ? 0 : segment.identification,
          openedAtPacket: own.pointee[.dataPackets]))
      context.connection.pointee.note(.gap, direction: context.direction)
    }
    if !own.pointee.traits.contains(.firstFlightPaused) { endFirstFlightByPause(context) }
    own.pointee[.highestSent] = result.pointee.end
    noteSent(segment, from: start, context, result)
  }

  /// Bytes below the highest one seen: sent again, late, or fillers of a gap.
  @inline(never)
  private mutating func overlap(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    let start = result.pointee.start
    let sent = own.pointee[.highestSent]
    let payload = Int64(segment.payloadLength)
    let below = min(start &+ payload, sent) &- start
    if below == 1, payload > 1, start == sent - 1 {
      // The byte of a probe that was consumed, sent again in front of new data.
      result.pointee.segmentClass = .newData
      result.pointee.newBytes = UInt32(clamping: payload - 1)
      own.pointee.traits.insert(.probeByteAgain)
      own.pointee[.highestSent] = result.pointee.end
      return
    }
    let filled: (bytes: Int64, gap: GapList.Gap?) =
      own.pointee.detail == nil
      ? (0, nil) : details.provide(own).pointee.gaps.fill(start, start &+ max(0, below))
    if filled.bytes > 0 { own.pointee.detail?.pointee.holdUp.note(start, below: sent, now: context.time) }
    let repeated = max(0, below) &- filled.bytes
    let isFinAgain = segment.flags.contains(.fin) && result.pointee.end <= sent
    if repeated > 0 || isFinAgain, result.pointee.marks.contains(.exactCopy) {
      result.pointee.segmentClass = .networkDuplicate
      result.pointee.repeatedBytes = UInt32(clamping: repeated)
      return
    }
    result.pointee.repeatedBytes = UInt32(clamping: repeated)
    result.pointee.newBytes = UInt32(clamping: payload &- repeated)
    if repeated > 0 || isFinAgain, isLateOriginal(segment, context, result) {
      result.pointee.segmentClass = .reordered
      result.pointee.marks.insert(.lateOriginal)
    } else if repeated > 0 || isFinAgain {
      result.pointee.segmentClass = .retransmission
      result.pointee.kind = judgeResend(segment, context, result)
    } else if let gap = filled.gap {
      result.pointee.marks.insert(.gapFill)
      judgeFill(segment, gap, context, result)
      if result.pointee.segmentClass == .reordered { noteExtent(segment, gap, own) }
      if result.pointee.segmentClass == .retransmission {
        result.pointee.kind = judgeResend(segment, context, result)
      }
    } else {
      result.pointee.segmentClass = payload > 0 ? .newData : .fin
    }
    if repeated > 0, payload > repeated { result.pointee.marks.insert(.partial) }
    if result.pointee.end <= own.pointee[.highestAcknowledged] { result.pointee.marks.insert(.alreadyAcked) }
    own.pointee[.highestSent] = max(sent, result.pointee.end)
    if result.pointee.end > sent { noteSent(segment, from: sent, context, result) }
  }

  /// Keeps by how many segments and how long the most late segment was late (RFC 4737, section 4.2.2).
  private func noteExtent(
    _ segment: Segment, _ gap: GapList.Gap, _ own: UnsafeMutablePointer<FlowState>
  ) {
    // The one that opened the gap counts, the late one does not.
    var lateness = FlowWordPair(own.pointee[.lateness])
    lateness.upper = max(lateness.upper, own.pointee[.dataPackets] &- gap.openedAtPacket)
    let (lag, isOverflowing) = segment.timestamp.subtractingReportingOverflow(gap.openedAt)
    if !isOverflowing { lateness.lower = max(lateness.lower, lag / 1000) }
    own.pointee[.lateness] = lateness.word
  }

  /// Whether a copy of the segment's bytes that had passed was sent after it.
  private mutating func isLateOriginal(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) -> Bool {
    guard let resends = context.own.pointee.detail?.pointee.resends else { return false }
    let range = SequenceRange(start: result.pointee.start, end: result.pointee.end)
    resends.frame = segment.frame
    return resends.noteOriginal(range, age: age(of: segment, context))
  }

  /// Puts bytes that were sent for the first time into the queue of what waits for acknowledgment.
  @inline(__always)
  private mutating func noteSent(
    _ segment: Segment, from start: Int64, _ context: Context,
    _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    // Without the other direction nothing would ever be taken out again, nor what was acknowledged before it came.
    guard context.other.pointee[.packets] > 0,
      result.pointee.end > context.own.pointee[.highestAcknowledged]
        || !context.own.pointee.traits.contains(.acknowledged)
    else { return }
    let detail = details.provide(context.own)
    seedRoundTrip(detail, context)
    detail.pointee.sent.append(
      start: start, end: result.pointee.end, time: context.time, timestamp: segment.options.timestampValue,
      payloadChecksum: segment.payloadChecksum)
    detail.pointee.resends?.noteNewData()
  }

  private mutating func countKind(
    _ result: UnsafeMutablePointer<ClassifiedSegment>, _ own: UnsafeMutablePointer<FlowState>
  ) {
    let kind = result.pointee.kind
    guard kind != .none else { return }
    own.pointee[kind] += 1
    if kind == .rto || kind == .rtoRecovery { result.pointee.marks.insert(.afterTimeout) }
  }

  /// Whether bytes that fill a gap are late or were sent again: the first conclusive test decides.
  private mutating func judgeFill(
    _ segment: Segment, _ gap: GapList.Gap, _ context: Context,
    _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    if gap.hasTimestamp, segment.options.present.contains(.timestamps) {
      let age = SequenceNumber.distance(from: gap.timestampValue, to: segment.options.timestampValue)
      if age != 0 {
        result.pointee.segmentClass = age < 0 ? .reordered : .retransmission
        return
      }
    }
    let (lag, isOverflowing) = segment.timestamp.subtractingReportingOverflow(gap.openedAt)
    if gap.identification != 0, segment.identification != 0, !segment.marks.contains(.isIPv6),
      countsUp(context.own), !isOverflowing, TransmissionAge.identificationsTell(after: lag)
    {
      let isLate = Int16(bitPattern: segment.identification &- gap.identification) < 0
      result.pointee.segmentClass = isLate ? .reordered : .retransmission
      return
    }
    let measured = fullRoundTrip(context)
    let roundTrip = measured > 0 ? measured : 3_000_000
    if measured == 0 { result.pointee.marks.insert(.guess) }
    if !isOverflowing, lag < roundTrip / 5 * 4 {
      result.pointee.segmentClass = .reordered
    } else if isOverflowing || lag >= roundTrip {
      // A copy sent a round trip after what opened the gap would bear a newer time stamp.
      let isOld =
        gap.hasTimestamp && segment.options.present.contains(.timestamps)
        && ticks(context, within: roundTrip / 2)
      result.pointee.segmentClass = isOld ? .reordered : .retransmission
    } else {
      result.pointee.segmentClass = .unknownFill
    }
  }

  /// The least time that a segment takes from the capture point to both ends and back, in nanoseconds; 0 if unknown.
  func fullRoundTrip(_ context: Context) -> Int64 {
    if context.handshakeRTT > 0 { return context.handshakeRTT }
    let there = context.own.pointee.detail?.pointee.recovery.leastRTT ?? 0
    let back = context.other.pointee.detail?.pointee.recovery.leastRTT ?? 0
    return there > 0 && back > 0 ? there &+ back : 0
  }

  /// Whether the time stamps of a flow are known to count up at least once in a time.
  private func ticks(_ context: Context, within time: Int64) -> Bool {
    guard let detail = context.own.pointee.detail, detail.pointee.sent.count > 1 else { return false }
    let first = detail.pointee.sent[0]
    let last = detail.pointee.sent[detail.pointee.sent.count - 1]
    let steps = Int64(SequenceNumber.distance(from: first.timestamp, to: last.timestamp))
    return steps > 0 && (last.sentAt &- first.sentAt) / steps <= time
  }

  @inline(__always)
  private mutating func countClass(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    own.pointee[.uniquePayloadBytes] += Int64(result.pointee.newBytes)
    switch result.pointee.segmentClass {
    case .retransmission:
      own.pointee[.retransmittedPackets] += 1
      let isFill = result.pointee.marks.contains(.gapFill)
      own.pointee[.retransmittedBytes] += Int64(isFill ? segment.payloadLength : result.pointee.repeatedBytes)
      context.connection.pointee.note(.retransmission, direction: context.direction)
      countKind(result, own)
    case .networkDuplicate: own.pointee[.networkDuplicates] += 1
    case .reordered: own.pointee[.reorderedPackets] += 1
    case .unknownFill: own.pointee[.unknownFills] += 1
    default: break
    }
    if segment.payloadLength > 0, result.pointee.segmentClass != .networkDuplicate {
      own.pointee[.lastDataTime] = max(own.pointee[.lastDataTime], context.time)
    }
    own.pointee.detail?.pointee.recovery.lastSendAt = context.time
  }
}
