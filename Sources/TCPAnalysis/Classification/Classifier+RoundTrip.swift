import PacketCapture

extension Classifier {
  /// Takes from an acknowledgment what it tells of the sent data: round-trip time, newest delivery, progress.
  ///
  /// Called before the acknowledged edge moves.
  ///
  /// - Returns: The RTT sample of the cumulative acknowledgment in nanoseconds, -1 for none.
  @inline(__always)
  mutating func deliver(
    _ flow: UnsafeMutablePointer<FlowState>, to acknowledgment: Int64, _ segment: Segment, _ context: Context
  ) -> Int64 {
    guard let detail = flow.pointee.detail else { return -1 }
    let now = context.time
    var sample = deliverCumulative(detail, acknowledgment, now)
    judgeResends(detail, flow, acknowledgment, segment, now)
    let bySack = deliverSelective(detail, newSack, now)
    if sample < 0, bySack >= 0 {
      detail.pointee.recovery.smooth(bySack)
    } else if sample >= 0 {
      sample = max(1, sample)
      detail.pointee.recovery.smooth(sample)
      detail.pointee.roundTrips.append(sample)
    }
    if acknowledgment > flow.pointee[.highestAcknowledged] {
      detail.pointee.recovery.duplicateAcks = 0
      detail.pointee.recovery.hasHiddenSack = false
      detail.pointee.recovery.hasProbed = false
      detail.pointee.recovery.lastProgressAt = now
    }
    detail.pointee.recovery.lastAckAt = now
    return sample
  }

  /// Lets the acknowledgment speak about what was sent again.
  private func judgeResends(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ flow: UnsafeMutablePointer<FlowState>,
    _ acknowledgment: Int64,
    _ segment: Segment, _ now: Int64
  ) {
    guard !detail.pointee.resends.entries.isEmpty else { return }
    let least = detail.pointee.recovery.leastRTT
    for range in newSack { detail.pointee.resends.noteSack(range, now: now, leastRTT: least) }
    let before = flow.pointee[.highestAcknowledged]
    guard acknowledgment > before else { return }
    let echo = segment.options.present.contains(.timestamps) ? segment.options.timestampEcho : nil
    detail.pointee.resends.noteAdvance(
      to: acknowledgment, before: before, echo: echo, now: now, leastRTT: least)
  }

  /// Takes acknowledged entries off the queue.
  ///
  /// A sample is taken if the acknowledgment ends exactly where a segment does, nothing in the newly covered range
  /// was ever sent again (Karn's rule, and the wait of what lay behind a hole), and the segment was not reported
  /// by SACK before.
  @inline(__always)
  private mutating func deliverCumulative(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ acknowledgment: Int64, _ now: Int64
  ) -> Int64 {
    var sample: Int64 = -1
    var isClean = true
    while !detail.pointee.sent.isEmpty {
      let entry = detail.pointee.sent[0]
      guard entry.end <= acknowledgment else {
        if entry.start < acknowledgment { detail.pointee.sent[0].start = acknowledgment }
        break
      }
      if entry.copies > 1 { isClean = false }
      if !entry.isSacked { noteDelivery(detail, entry, now) }
      if entry.end == acknowledgment, !entry.isSacked { sample = now - entry.sentAt }
      detail.pointee.sent.removeFirst()
    }
    return isClean ? sample : -1
  }

  /// Marks entries that SACK reports for the first time; the newest one gives a sample if it was sent once.
  private mutating func deliverSelective(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ ranges: [SequenceRange], _ now: Int64
  ) -> Int64 {
    var sample: Int64 = -1
    for range in ranges {
      var position = detail.pointee.sent.firstPosition(endingAbove: range.start)
      while position < detail.pointee.sent.count, detail.pointee.sent[position].end <= range.end {
        let entry = detail.pointee.sent[position]
        if !entry.isSacked, entry.start >= range.start {
          detail.pointee.sent[position].isSacked = true
          noteDelivery(detail, entry, now)
          if entry.copies == 1 { sample = now - entry.sentAt }
        }
        position += 1
      }
    }
    return sample
  }

  /// Remembers the newest transmission that arrived; a copy that comes back too soon was answered by its original.
  @inline(__always)
  private mutating func noteDelivery(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ entry: SentQueue.Entry, _ now: Int64
  ) {
    let recovery = detail.pointee.recovery
    if entry.copies > 1, recovery.leastRTT > 0, (now - entry.sentAt) * 10 < recovery.leastRTT * 9 { return }
    if recovery.phase == .loss, !recovery.wasRecovering, entry.copies == 1, entry.sentAt < recovery.timeoutAt
    {
      // Data of before the timeout arrived: the timeout was needless (RFC 5682, section 2.1).
      detail.pointee.recovery.phase = .undone
    }
    detail.pointee.recovery.newestDelivered = max(recovery.newestDelivered, entry.sentAt)
  }

  /// Starts the timers of a flow from its handshake, as a sender does.
  @inline(__always)
  mutating func seedRoundTrip(_ detail: UnsafeMutablePointer<FlowDetail>, _ context: Context) {
    guard detail.pointee.recovery.smoothedRTT == 0 else { return }
    detail.pointee.recovery.smooth(context.handshakeRTT)
  }
}
