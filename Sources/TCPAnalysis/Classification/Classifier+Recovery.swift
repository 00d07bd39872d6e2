import PacketCapture

extension Classifier {
  /// What is known when a segment is sent again, to find out why.
  struct Resend {
    let start: Int64
    let end: Int64
    let now: Int64
    /// Highest byte sent before this segment.
    let highestSent: Int64
    let acknowledged: Int64
    /// Last transmission of the range; last progress if it was never seen.
    let sentAt: Int64
    let wasResent: Bool
    let wasResentSinceTimeout: Bool
    let usesSack: Bool
    let scoreboardIsEmpty: Bool
    /// A segment sent after the range was delivered (RFC 8985, section 6.2).
    let hasRackEvidence: Bool
    /// Three duplicate ACKs (RFC 5681, section 3.2) or IsLost (RFC 6675, section 4).
    let isLost: Bool
    let quiet: Int64
    let segmentsOut: Int
    /// TSval of the transmission before, if the range is known.
    let formerTimestamp: UInt32?
    /// What tells the payload of the first transmission, if it was of the same range.
    let formerChecksum: UInt16?
  }

  /// Finds why a segment was sent again, moves the episode of recovery on, and notes the new transmission.
  ///
  /// Called before the segment's own acknowledgment is looked at.
  mutating func judgeResend(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) -> SegmentKind {
    let detail = details.provide(context.own)
    let acknowledged = max(context.own.pointee[.highestAcknowledged], 1)
    closeEpisode(detail, acknowledged)
    let resend = evidence(segment, context, result, detail, acknowledged)
    let kind = self.kind(resend, detail)
    detail.pointee.pipe.isDisturbed = true
    if let recorder { recorder.record(resend, detail.pointee.recovery) }
    log(
      segment, resend, segment.payloadLength == 0 ? .fin : kind, detail, context,
      isFormerSeen: !result.pointee.marks.contains(.gapFill))
    noteOddities(segment, resend, kind, detail, context, result)
    if segment.payloadLength == 0 {
      noteResent(segment, resend, detail)
      return .fin
    }
    switch kind {
    case .rto:
      // Without SACK a sender leaves a recovery only when something above its end is acknowledged (RFC 6582,
      // section 4: against false fast retransmits).
      let isHeld = !resend.usesSack && resend.acknowledged == detail.pointee.recovery.formerRecoveryPoint
      // A timeout in the middle of a loss phase that had made progress is not examined either, as Linux does it.
      let goesOn =
        detail.pointee.recovery.phase == .loss
        && detail.pointee.recovery.lastProgressAt > detail.pointee.recovery.timeoutAt
      detail.pointee.recovery.wasRecovering = detail.pointee.recovery.isRecovering || isHeld || goesOn
      noteTimeout(resend, detail, context)
      detail.pointee.recovery.phase = .loss
      detail.pointee.recovery.recoveryPoint = resend.highestSent
      detail.pointee.recovery.timeoutAt = resend.now
      detail.pointee.sent.beginTimeout()
      detail.pointee.pipe.sackedAboveTimeout = 0
      openEpisode(context)
    case .tlp:
      detail.pointee.recovery.hasProbed = true
      detail.pointee.recovery.phase = .probing
      detail.pointee.recovery.recoveryPoint = resend.highestSent
    case .fast, .recovery, .rack, .unknown:
      if detail.pointee.recovery.phase == .none || detail.pointee.recovery.phase == .probing {
        detail.pointee.recovery.recoveryPoint = resend.highestSent
        openEpisode(context)
        detail.pointee.recovery.phase = .recovery
      } else if kind == .rack {
        detail.pointee.recovery.phase = .recovery
      }
    default: break
    }
    noteResent(segment, resend, detail)
    return kind
  }

  private func noteResent(_ segment: Segment, _ resend: Resend, _ detail: UnsafeMutablePointer<FlowDetail>) {
    detail.pointee.sent.resend(
      start: resend.start, end: resend.end, time: resend.now, timestamp: segment.options.timestampValue)
  }

  /// Marks what is odd about a retransmission: another payload than before, a range that the receiver reported by
  /// SACK and took back, a kind that one segment on its way leaves open.
  private func noteOddities(
    _ segment: Segment, _ resend: Resend, _ kind: SegmentKind, _ detail: UnsafeMutablePointer<FlowDetail>,
    _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    if kind == .tlp, resend.segmentsOut <= 1, segment.payloadLength > 0 {
      // With one segment out the probe's timer may be the retransmission timer (RFC 8985, section 7.2).
      result.pointee.marks.insert(.tlpOrRto)
    }
    // Where the checksums of headers alone are wrong, those of data tell nothing of the payload.
    if let former = resend.formerChecksum, former != segment.payloadChecksum,
      segment.payloadLength > 0, context.own.pointee[.badChecksums] == 0,
      !RecentFrames.hasPartialChecksum(segment)
    {
      result.pointee.marks.insert(.inconsistent)
      context.own.pointee[.inconsistentRetransmissions] += 1
    }
    guard let takenBack = detail.pointee.takenBack, takenBack.contains(resend.start, resend.end) else {
      return
    }
    result.pointee.marks.insert(.sackReneging)
    context.own.pointee[.sackRenegings] += 1
  }

  private func log(
    _ segment: Segment, _ resend: Resend, _ kind: SegmentKind, _ detail: UnsafeMutablePointer<FlowDetail>,
    _ context: Context, isFormerSeen: Bool
  ) {
    let own = segment.options.timestampValue
    let isTimed = segment.options.present.contains(.timestamps)
    let recovery = detail.pointee.recovery
    let resends = detail.pointee.resends ?? ResendLog()
    detail.pointee.resends = resends
    let isAcknowledged = resend.end <= resend.acknowledged
    // Of what was acknowledged the time stamps are gone: those of the newest segment are at least as new.
    let former = resend.formerTimestamp ?? (isAcknowledged ? Self.newestTimestamp(detail) : nil)
    var entry = ResendLog.Entry(
      frame: segment.frame, fileIndex: segment.fileIndex,
      range: SequenceRange(start: resend.start, end: resend.end), time: resend.now, kind: kind,
      evidence: isAcknowledged ? .acknowledged : [], timestamp: own,
      hasTimestamps: isTimed && former.map { $0 != own } ?? false,
      formerTimestamp: isTimed ? resend.formerTimestamp : nil, formerSentAt: resend.sentAt,
      age: age(of: segment, context), isFormerSeen: isFormerSeen)
    if kind == .rto { entry.backoff = recovery.backoff }
    if recovery.lastProgressAt > 0 { entry.sinceAcknowledged = resend.now &- recovery.lastProgressAt }
    entry.pathRoundTrip = fullRoundTrip(context)
    resends.append(
      entry, keepsAll: options.keepsRetransmissions, acknowledgedIn: recovery.lastProgressFrame,
      highestSent: resend.highestSent)
  }

  /// TSval of the newest segment that the flow is known to have sent.
  private static func newestTimestamp(_ detail: UnsafeMutablePointer<FlowDetail>) -> UInt32? {
    let count = detail.pointee.sent.count
    return count > 0 ? detail.pointee.sent[count - 1].timestamp : detail.pointee.timestamps.acknowledged
  }

  /// What a segment's header tells of when it was sent.
  func age(of segment: Segment, _ context: Context) -> TransmissionAge {
    let isTimed = segment.options.present.contains(.timestamps)
    let counts = segment.identification != 0 && !segment.marks.contains(.isIPv6) && countsUp(context.own)
    return TransmissionAge(
      timestamp: isTimed ? segment.options.timestampValue : nil, time: context.time,
      identification: counts ? segment.identification : nil)
  }

  /// Whether the IP identifications of a flow count up, so that they tell the order of sending.
  func countsUp(_ flow: UnsafeMutablePointer<FlowState>) -> Bool {
    let steps = flow.pointee[.identificationSteps]
    return steps >= 3 && flow.pointee[.identificationRises] * 10 >= steps * 9
  }

  private mutating func openEpisode(_ context: Context) {
    context.own.pointee[.lossEpisodes] += 1
  }

  private mutating func closeEpisode(_ detail: UnsafeMutablePointer<FlowDetail>, _ acknowledged: Int64) {
    if detail.pointee.recovery.phase != .none, acknowledged >= detail.pointee.recovery.recoveryPoint {
      detail.pointee.recovery.formerRecoveryPoint = detail.pointee.recovery.recoveryPoint
      detail.pointee.recovery.phase = .none
    }
  }

  private mutating func evidence(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>,
    _ detail: UnsafeMutablePointer<FlowDetail>, _ acknowledged: Int64
  ) -> Resend {
    let start = result.pointee.start
    let now = context.time
    let position = detail.pointee.sent.firstPosition(endingAbove: start)
    let entry =
      position < detail.pointee.sent.count && detail.pointee.sent[position].start < result.pointee.end
      ? detail.pointee.sent[position] : nil
    let recovery = detail.pointee.recovery
    let usesSack =
      context.own.pointee.traits.contains(.sackPermitted)
      && context.other.pointee.traits.contains(.sackPermitted)
    let wasResent = (entry?.copies ?? 1) > 1
    // Without SACK a range already sent again says nothing until the receiver moves on.
    let isStale = !usesSack && wasResent && recovery.lastProgressAt < (entry?.sentAt ?? 0)
    let sentAt = entry?.sentAt ?? recovery.lastProgressAt
    return Resend(
      start: start, end: result.pointee.end, now: now, highestSent: context.own.pointee[.highestSent],
      acknowledged: acknowledged, sentAt: sentAt, wasResent: wasResent,
      wasResentSinceTimeout: entry.map { detail.pointee.sent.isResentSinceTimeout($0) } ?? false,
      usesSack: usesSack,
      scoreboardIsEmpty: detail.pointee.sacked.isEmpty,
      hasRackEvidence: !isStale
        && (recovery.newestDelivered > sentAt || (recovery.hasHiddenSack && start <= acknowledged)),
      isLost: !isStale
        && (recovery.duplicateAcks >= 3
          || detail.pointee.sacked.impliesLoss(of: start, segmentSize: effectiveSegmentSize(context))),
      quiet: now - max(recovery.lastSendAt, recovery.lastAckAt),
      segmentsOut: detail.pointee.sent.count, formerTimestamp: entry?.timestamp,
      formerChecksum: Self.formerChecksum(entry, start: start, end: result.pointee.end))
  }

  /// What tells the payload of the transmission before, if it was of the very same range.
  private static func formerChecksum(_ entry: SentQueue.Entry?, start: Int64, end: Int64) -> UInt16? {
    guard let entry, entry.start == start, entry.end == end, entry.hasPayloadChecksum else { return nil }
    return entry.payloadChecksum
  }

  /// The first rule that holds gives the kind.
  private mutating func kind(_ resend: Resend, _ detail: UnsafeMutablePointer<FlowDetail>) -> SegmentKind {
    let recovery = detail.pointee.recovery
    if isTimeout(resend, recovery) { return .rto }
    if recovery.phase == .loss {
      if resend.hasRackEvidence, resend.wasResentSinceTimeout { return .rack }
      if resend.start < recovery.recoveryPoint { return .rtoRecovery }
    }
    if isTailLossProbe(resend, recovery) { return .tlp }
    if recovery.isRecovering { return resend.wasResent && resend.hasRackEvidence ? .rack : .recovery }
    if resend.isLost { return .fast }
    return resend.hasRackEvidence ? .rack : .unknown
  }

  private mutating func isTimeout(_ resend: Resend, _ recovery: RecoveryState) -> Bool {
    guard resend.start <= resend.acknowledged else { return false }
    let since = resend.now - resend.sentAt
    guard since >= max(200_000_000, recovery.timeout / 5 * 4) else { return false }
    // Progress starts the timer anew (RFC 6298, section 5.3): what follows at once was clocked by that ACK.
    if recovery.phase == .loss, resend.now - recovery.lastProgressAt <= 2_000_000 { return false }
    // An ACK that has just arrived with evidence explains the segment better than a timer.
    let hasEvidence = resend.isLost || resend.hasRackEvidence
    if hasEvidence, resend.now - recovery.lastAckAt <= 2_000_000 { return false }
    let mayBeProbe =
      resend.usesSack && !recovery.hasProbed && (recovery.phase == .none) && resend.end == resend.highestSent
      && resend.scoreboardIsEmpty
      && resend.quiet <= max(probeTimeout(resend, recovery), recovery.timeout / 4 * 5)
    return !mayBeProbe
  }

  private mutating func isTailLossProbe(_ resend: Resend, _ recovery: RecoveryState) -> Bool {
    resend.usesSack && resend.end == resend.highestSent && resend.scoreboardIsEmpty
      && recovery.duplicateAcks < 3 && !recovery.hasProbed && !recovery.isRecovering
      && recovery.phase != .loss && resend.quiet * 2 >= 3 * max(recovery.smoothedRTT, 1)
  }

  /// The probe timeout in nanoseconds: 2 SRTT, 200 ms more if one segment is out (RFC 8985, section 7.2).
  private mutating func probeTimeout(_ resend: Resend, _ recovery: RecoveryState) -> Int64 {
    min(2 * recovery.smoothedRTT + (resend.segmentsOut <= 1 ? 200_000_000 : 0), recovery.timeout)
  }
}

extension IntervalSet {
  /// Whether the scoreboard says that the byte `start` is lost (RFC 6675, section 4, IsLost): three ranges above
  /// it, or more than two segments' bytes.
  func impliesLoss(of start: Int64, segmentSize: Int64) -> Bool {
    lossEdge(segmentSize: segmentSize).map { start < $0.edge } ?? false
  }

  /// The byte below which everything that is not in the scoreboard counts as lost (RFC 6675, section 4, IsLost), and
  /// the bytes of the scoreboard from there on; `nil` if nothing counts as lost.
  ///
  /// - Complexity: O(1): at most three ranges are looked at.
  func lossEdge(segmentSize: Int64) -> (edge: Int64, bytesAbove: Int64)? {
    var count = 0
    var bytes: Int64 = 0
    for range in ranges.reversed() {
      count += 1
      bytes &+= range.end &- range.start
      if count >= 3 || bytes > 2 * segmentSize { return (range.start, bytes) }
    }
    return nil
  }
}
