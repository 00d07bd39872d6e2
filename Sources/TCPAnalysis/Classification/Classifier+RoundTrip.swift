import PacketCapture

extension Classifier {
  /// Takes from an acknowledgment what it tells of the sent data: round-trip times, newest delivery, progress.
  ///
  /// Called before the acknowledged edge moves.
  @inline(__always)
  mutating func deliver(
    _ flow: UnsafeMutablePointer<FlowState>, to acknowledgment: Int64, _ segment: Segment, _ context: Context,
    _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    guard let detail = flow.pointee.detail else { return }
    let now = context.time
    let isAdvance = acknowledgment > flow.pointee[.highestAcknowledged]
    let isTimed = segment.options.present.contains(.timestamps)
    detail.pointee.timestamps.begin(isTimed ? segment.options.timestampEcho : nil)
    let last = deliverCumulative(detail, acknowledgment, now)
    if isAdvance {
      takeSample(detail, last, acknowledgment, now, result)
      if isTimed { matchTimestamp(detail, acknowledgment, now, result) }
    }
    if detail.pointee.resends != nil { judgeResends(detail, flow, acknowledgment, segment, now) }
    if !newSack.isEmpty {
      deliverSelective(detail, newSack, now, result)
      noteSacked(flow)
    }
    if result.pointee.roundTripTime >= 0 {
      detail.pointee.recovery.smooth(result.pointee.roundTripTime)
      detail.pointee.roundTrips.append(result.pointee.roundTripTime)
    } else if result.pointee.sackRoundTripTime >= 0 {
      detail.pointee.recovery.smooth(result.pointee.sackRoundTripTime)
    }
    if result.pointee.sackRoundTripTime >= 0 {
      series.provide(detail).pointee.sackRoundTrips.append(result.pointee.sackRoundTripTime)
    }
    if isAdvance {
      detail.pointee.recovery.duplicateAcks = 0
      detail.pointee.recovery.hasHiddenSack = false
      detail.pointee.recovery.hasProbed = false
      detail.pointee.recovery.backoff = 0
      detail.pointee.recovery.lastProgressAt = now
      detail.pointee.recovery.lastProgressFrame = segment.frame
    }
    detail.pointee.recovery.lastAckAt = now
  }

  /// Lets the acknowledgment speak about what was sent again.
  private func judgeResends(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ flow: UnsafeMutablePointer<FlowState>,
    _ acknowledgment: Int64,
    _ segment: Segment, _ now: Int64
  ) {
    guard let resends = detail.pointee.resends else { return }
    resends.frame = segment.frame
    let least = detail.pointee.recovery.leastRTT
    for range in newSack { resends.noteSack(range, now: now, leastRTT: least) }
    let before = flow.pointee[.highestAcknowledged]
    guard acknowledgment > before else { return }
    let echo = segment.options.present.contains(.timestamps) ? segment.options.timestampEcho : nil
    resends.noteAdvance(
      to: acknowledgment, before: before, echo: echo, now: now, leastRTT: least)
  }

  /// Takes acknowledged entries off the queue.
  ///
  /// - Returns: The last of them, and whether all of them were sent only once.
  @inline(__always)
  private mutating func deliverCumulative(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ acknowledgment: Int64, _ now: Int64
  ) -> (entry: SentQueue.Entry, isClean: Bool) {
    var last = SentQueue.Entry(start: 0, end: -1, sentAt: 0)
    var isClean = true
    while !detail.pointee.sent.isEmpty {
      let entry = detail.pointee.sent[0]
      guard entry.end <= acknowledgment else {
        detail.pointee.sent.trimFirst(to: acknowledgment)
        break
      }
      if entry.copies > 1 { isClean = false }
      if !entry.isSacked { noteDelivery(detail, entry, now) }
      detail.pointee.timestamps.pass(entry.timestamp, sentAt: entry.sentAt)
      last = entry
      detail.pointee.sent.removeFirst()
    }
    return (last, isClean)
  }

  /// Takes the round-trip time of a cumulative acknowledgment, or says why there is none.
  ///
  /// A sample is taken if the acknowledgment ends exactly where a segment does, nothing in the newly covered range
  /// was ever sent again (Karn's rule, and the wait of what lay behind a hole), and the segment was not reported
  /// by SACK before.
  @inline(__always)
  private mutating func takeSample(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ last: (entry: SentQueue.Entry, isClean: Bool),
    _ acknowledgment: Int64, _ now: Int64, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    if last.entry.end != acknowledgment {
      result.pointee.roundTripExclusion = .notAtBoundary
    } else if last.entry.copies > 1 {
      result.pointee.roundTripExclusion = .retransmitted
    } else if last.entry.isSacked {
      result.pointee.roundTripExclusion = .alreadySacked
    } else if !last.isClean || detail.pointee.holdUp.holds(end: last.entry.end, sentAt: last.entry.sentAt) {
      result.pointee.roundTripExclusion = .behindHole
    } else {
      result.pointee.roundTripTime = max(1, now - last.entry.sentAt)
      result.pointee.roundTripEnd = last.entry.end
    }
    detail.pointee.holdUp.forget(below: acknowledgment)
  }

  /// Finds the segment whose time stamp the acknowledgment echoes, unless the receiver still misses something.
  @inline(__always)
  private mutating func matchTimestamp(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ acknowledgment: Int64, _ now: Int64,
    _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    if let highest = detail.pointee.sacked.ranges.last, highest.end > acknowledgment {
      detail.pointee.timestamps.skip()
      return
    }
    if detail.pointee.timestamps.isSearching, let resends = detail.pointee.resends {
      resends.passFormer(below: acknowledgment, to: &detail.pointee.timestamps)
    }
    let sample = detail.pointee.timestamps.sample(now: now)
    guard sample >= 0 else { return }
    result.pointee.timestampRoundTripTime = sample
    detail.pointee.timestampRoundTrips.append(sample)
  }

  /// Takes the round-trip time of a SYN or SYN/ACK whose time stamp the first acknowledgment of the flow echoes.
  @inline(never)
  mutating func matchHandshake(
    _ segment: Segment, _ acknowledgment: Int64, _ context: Context,
    _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let other = context.other
    let isAnswer = other.pointee[.synTime] == 0
    let sentAt = isAnswer ? context.connection.pointee.synAckTime : other.pointee[.synTime]
    guard acknowledgment >= 1, sentAt > 0, other.pointee.traits.contains([.synSeen, .timestamps]),
      Int64(segment.options.timestampEcho) == other.pointee[.synTimestamp]
    else { return }
    result.pointee.timestampRoundTripTime = max(1, context.time - sentAt)
    details.provide(other).pointee.timestampRoundTrips.append(result.pointee.timestampRoundTripTime)
  }

  /// Marks entries that SACK reports for the first time; the newest one gives a sample if it was sent once.
  private mutating func deliverSelective(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ ranges: [SequenceRange], _ now: Int64,
    _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    var newest = SentQueue.Entry(start: 0, end: 0, sentAt: -1)
    for range in ranges {
      var position = detail.pointee.sent.firstPosition(endingAbove: range.start)
      while position < detail.pointee.sent.count, detail.pointee.sent[position].end <= range.end {
        let entry = detail.pointee.sent[position]
        if !entry.isSacked, entry.start >= range.start {
          detail.pointee.sent.markSacked(position)
          noteDelivery(detail, entry, now)
          if entry.sentAt >= newest.sentAt { newest = entry }
        }
        position += 1
      }
    }
    guard newest.sentAt >= 0, newest.copies == 1,
      !detail.pointee.holdUp.holds(end: newest.end, sentAt: newest.sentAt)
    else { return }
    result.pointee.sackRoundTripTime = max(1, now - newest.sentAt)
    result.pointee.sackRoundTripEnd = newest.end
  }

  /// Remembers the newest transmission that arrived; a copy that comes back too soon was answered by its original.
  @inline(__always)
  private mutating func noteDelivery(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ entry: SentQueue.Entry, _ now: Int64
  ) {
    if entry.copies > 1 {
      let least = detail.pointee.recovery.leastRTT
      if least > 0, (now - entry.sentAt) * 10 < least * 9 { return }
    }
    if detail.pointee.recovery.phase == .loss, !detail.pointee.recovery.wasRecovering, entry.copies == 1,
      entry.sentAt < detail.pointee.recovery.timeoutAt
    {
      // Data of before the timeout arrived: the timeout was needless (RFC 5682, section 2.1).
      detail.pointee.recovery.phase = .undone
    }
    detail.pointee.recovery.newestDelivered = max(detail.pointee.recovery.newestDelivered, entry.sentAt)
  }

  /// Starts the timers of a flow from its handshake, as a sender does; the least time to its receiver and back from the
  /// part of the handshake that went there.
  @inline(__always)
  mutating func seedRoundTrip(_ detail: UnsafeMutablePointer<FlowDetail>, _ context: Context) {
    guard detail.pointee.recovery.smoothedRTT == 0 else { return }
    guard context.handshakeRTT > 0 else { return }
    let isAnswering = context.own.pointee.traits.contains(.synAck)
    let connection = context.connection
    detail.pointee.recovery.smooth(context.handshakeRTT)
    detail.pointee.recovery.leastRTT = max(
      1, (isAnswering ? connection.pointee.handshakeNear : connection.pointee.handshakeFar) &- 1)
  }
}
