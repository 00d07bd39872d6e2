import TCPAnalysis

extension SimulatedSender {
  /// Takes an acknowledgment in: scoreboard, round-trip time, loss detection.
  mutating func acknowledge(_ transmission: Transmission, now: Int64) {
    let acknowledgment = transmission.acknowledgment
    guard acknowledgment >= unacknowledged else { return }
    let isPure = transmission.length == 0
    let isRepeated = acknowledgment == unacknowledged && isPure
    noteWindow(acknowledgment, transmission.window)
    if acknowledgment > unacknowledged { advance(to: acknowledgment, now) }
    for range in transmission.sack where range.start >= acknowledgment { noteSack(range) }
    if isRepeated, !pieces.isEmpty { duplicates += 1 }
    settings.usesSack ? detectBySack() : detectByDuplicates(hasAdvanced: !isRepeated)
    armTimers(now)
  }

  private mutating func advance(to acknowledgment: Int64, _ now: Int64) {
    var sample: Int64?
    var wasResent = false
    while let first = pieces.first, first.end <= acknowledgment {
      if first.copies > 1 { wasResent = true } else if !first.isSacked { sample = now - first.sentAt }
      newestDelivered = max(newestDelivered, first.sentAt)
      pieces.removeFirst()
      congestionWindow += congestionWindow < threshold ? 1 : (acknowledgment % 7 == 0 ? 1 : 0)
    }
    if let first = pieces.first, first.start < acknowledgment { pieces[0].start = acknowledgment }
    if !wasResent, let sample { smooth(max(1, sample)) }
    unacknowledged = acknowledgment
    next = max(next, acknowledgment)
    duplicates = 0
    backoff = 1
    hasProbedTail = false
    if isRecovering, acknowledgment >= recoveryPoint {
      isRecovering = false
      congestionWindow = max(2, min(threshold, congestionWindow))
    }
  }

  private mutating func smooth(_ sample: Int64) {
    if smoothedRTT == 0 {
      smoothedRTT = sample
      variation = sample / 2
    } else {
      variation = (3 * variation + abs(smoothedRTT - sample)) / 4
      smoothedRTT = (7 * smoothedRTT + sample) / 8
    }
  }

  private mutating func noteSack(_ range: SequenceRange) {
    for index in pieces.indices
    where pieces[index].start >= range.start && pieces[index].end <= range.end && !pieces[index].isSacked {
      pieces[index].isSacked = true
      pieces[index].isLost = false
      newestDelivered = max(newestDelivered, pieces[index].sentAt)
    }
  }

  /// RFC 6675, section 4, IsLost in segments, and RACK for what was sent again (RFC 8985, section 6.2).
  private mutating func detectBySack() {
    var above = 0
    var found = false
    for index in pieces.indices.reversed() {
      if pieces[index].isSacked {
        above += 1
        continue
      }
      guard !pieces[index].isLost else { continue }
      let isOvertaken = pieces[index].sentAt + smoothedRTT / 4 + 1_000_000 < newestDelivered
      if (pieces[index].copies == 1 && above >= 3) || isOvertaken {
        pieces[index].isLost = true
        found = true
      }
    }
    if found { beginRecovery() }
  }

  /// RFC 6582: the first on three duplicates, then one with each partial acknowledgment.
  private mutating func detectByDuplicates(hasAdvanced: Bool) {
    guard !pieces.isEmpty else { return }
    if isRecovering, hasAdvanced, backoff == 1 {
      pieces[0].isLost = true
    } else if !isRecovering, duplicates == 3, unacknowledged >= recoveryPoint {
      pieces[0].isLost = true
      beginRecovery()
    }
  }

  private mutating func beginRecovery() {
    guard !isRecovering else { return }
    isRecovering = true
    recoveryPoint = next
    threshold = max(2, congestionWindow / 2)
    congestionWindow = threshold
  }

  /// Fires the timers that are due.
  ///
  /// - Returns: What they send by themselves; what is lost goes with the next call of `sendable`.
  mutating func fire(now: Int64) -> [Transmission] {
    if let due = pauseEnd, due <= now { resume() }
    if let due = keepAliveDue, due <= now {
      keepAliveDue = now + 1_000_000_000
      return [probe(.keepAlive, hasByte: settings.keepAliveHasByte, at: unacknowledged - 1)]
    }
    if let due = windowProbeDue, due <= now {
      windowProbes += 1
      windowProbeDue = now + timeout << min(windowProbes, 3)
      let hasByte = settings.probesWithByte
      return [probe(.zeroWindowProbe, hasByte: hasByte, at: hasByte ? next : unacknowledged - 1)]
    }
    if let due = tailProbeDue, due <= now, !pieces.isEmpty {
      hasProbedTail = true
      tailProbeDue = nil
      timeoutDue = now + timeout
      guard !pieces[pieces.count - 1].isSacked else { return [] }
      return [copy(of: pieces.count - 1, now)]
    }
    if let due = timeoutDue, due <= now {
      for index in pieces.indices where !pieces[index].isSacked { pieces[index].isLost = true }
      threshold = max(2, congestionWindow / 2)
      congestionWindow = 1
      backoff = min(backoff * 2, 64)
      isRecovering = true
      recoveryPoint = next
      timeoutDue = now + timeout
      tailProbeDue = nil
    }
    return []
  }

  private func probe(_ role: Transmission.Role, hasByte: Bool, at start: Int64) -> Transmission {
    var result = Transmission(role: role, isFromSender: true, flags: Transmission.ack, start: start)
    result.payload = hasByte ? 1 : 0
    return result
  }

  /// When the next timer fires.
  var nextTimer: Int64? {
    [timeoutDue, tailProbeDue, windowProbeDue, pauseEnd, keepAliveDue].compactMap { $0 }.min()
  }
}
