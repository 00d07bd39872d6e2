/// The retransmissions of a flow and what the acknowledgments behind them tell of their need.
struct ResendLog: Sendable {
  /// One retransmission.
  struct Entry: Sendable {
    var frame: UInt64
    var fileIndex: UInt16
    var range: SequenceRange
    /// Time of the copy, nanoseconds from the first packet of the connection, plus one.
    var time: Int64
    var kind: SegmentKind
    var evidence: SpuriousEvidence
    /// TSval of the copy; meaningless without `hasTimestamps`.
    var timestamp: UInt32
    /// Whether the copy and the transmission before it have different time stamps.
    var hasTimestamps: Bool
    /// TSval of the transmission before, `nil` if unknown.
    var formerTimestamp: UInt32?
    /// Time of the transmission before.
    var formerSentAt: Int64
    /// What tells the age of the copy.
    var age: TransmissionAge
    /// Whether SACK reported its range since the copy.
    var wasSackedSince = false
    /// For a timeout: steps of F-RTO that were seen.
    var forwardRTO = ForwardRTO.waiting
  }

  /// The steps of F-RTO after a timeout (RFC 5682, section 2.1).
  enum ForwardRTO: Sendable, Equatable {
    /// The first acknowledgment is awaited.
    case waiting
    /// It advanced; new data and the second acknowledgment are awaited.
    case advanced(newSegments: Int)
    /// Decided, either way.
    case done
  }

  private(set) var entries: [Entry] = []
  /// Positions of the entries whose range is not acknowledged yet.
  private var open: [Int] = []
  /// Whether a D-SACK reported a range that was sent once: then D-SACKs come from duplicates of the network too.
  private(set) var hasDSACKOfOnceSent = false

  /// Remembers a retransmission.
  mutating func append(_ entry: Entry) {
    if !entry.evidence.contains(.acknowledged) { open.append(entries.count) }
    entries.append(entry)
  }

  /// New data was sent: F-RTO counts it.
  mutating func noteNewData() {
    for position in open {
      if case .advanced(let count) = entries[position].forwardRTO {
        entries[position].forwardRTO = .advanced(newSegments: count + 1)
      }
    }
  }

  /// Something was sent again: F-RTO's conclusion is void for the timeouts before.
  mutating func noteResend() {
    for position in open { entries[position].forwardRTO = .done }
  }

  /// Notes ranges that SACK reported for the first time.
  mutating func noteSack(_ range: SequenceRange, now: Int64, leastRTT: Int64) {
    for position in open
    where entries[position].range.start < range.end && entries[position].range.end > range.start {
      if isTooFast(entries[position], now, leastRTT) { entries[position].evidence.insert(.tooFast) }
      entries[position].wasSackedSince = true
    }
  }

  /// What an acknowledgment that advances says of the open retransmissions.
  ///
  /// - Parameters:
  ///   - acknowledgment: The new edge.
  ///   - before: The edge before.
  ///   - echo: TSecr, if the segment carries time stamps.
  ///   - now: Time of the acknowledgment, nanoseconds from the first packet of the connection, plus one.
  ///   - leastRTT: Least RTT in nanoseconds, 0 if unknown.
  mutating func noteAdvance(
    to acknowledgment: Int64, before: Int64, echo: UInt32?, now: Int64, leastRTT: Int64
  ) {
    guard !open.isEmpty else { return }
    var remaining: [Int] = []
    for position in open {
      advanceForwardRTO(position, acknowledgment)
      guard entries[position].range.end <= acknowledgment else {
        remaining.append(position)
        continue
      }
      let entry = entries[position]
      if let echo, entry.hasTimestamps, entry.range.start <= before, !entry.wasSackedSince,
        SequenceNumber.distance(from: entry.timestamp, to: echo) < 0
      {
        entries[position].evidence.insert(.eifel)
      }
      if !entry.wasSackedSince, isTooFast(entry, now, leastRTT) {
        entries[position].evidence.insert(.tooFast)
      }
      // A timeout's second step comes after its range is covered.
      if entry.kind == .rto, case .advanced = entries[position].forwardRTO { remaining.append(position) }
    }
    open = remaining
  }

  private mutating func advanceForwardRTO(_ position: Int, _ acknowledgment: Int64) {
    guard entries[position].kind == .rto else { return }
    switch entries[position].forwardRTO {
    case .waiting: entries[position].forwardRTO = .advanced(newSegments: 0)
    case .advanced(let count):
      if count > 0 { entries[position].evidence.insert(.forwardRTO) }
      entries[position].forwardRTO = .done
    case .done: break
    }
  }

  private func isTooFast(_ entry: Entry, _ now: Int64, _ leastRTT: Int64) -> Bool {
    leastRTT > 0 && (now - entry.time) * 10 < leastRTT * 6
  }

  /// A D-SACK marks the newest copy of its range that could have arrived and is not marked yet.
  mutating func noteDSACK(_ range: SequenceRange, now: Int64, leastRTT: Int64) {
    var wasResent = false
    var marked = IntervalSet()
    for position in entries.indices.reversed().prefix(2048) {
      let entry = entries[position]
      guard entry.range.start < range.end, entry.range.end > range.start else { continue }
      wasResent = true
      guard !entry.evidence.contains(.dsack), (now - entry.time) * 10 >= leastRTT * 8,
        !marked.contains(entry.range.start, entry.range.end)
      else { continue }
      marked.insert(entry.range.start, entry.range.end)
      entries[position].evidence.insert(.dsack)
    }
    if !wasResent { hasDSACKOfOnceSent = true }
  }

  /// Whether a segment was sent before a copy of its bytes that had passed: then that copy was needless.
  ///
  /// - Complexity: O(n) in the newest 2048 retransmissions of the flow.
  mutating func noteOriginal(_ range: SequenceRange, age: TransmissionAge) -> Bool {
    var isLate = false
    for position in entries.indices.reversed().prefix(2048) {
      let entry = entries[position]
      guard entry.range.start < range.end, entry.range.end > range.start, age.isOlder(than: entry.age) else {
        continue
      }
      entries[position].evidence.insert(.lateOriginal)
      isLate = true
    }
    return isLate
  }

  /// Shows the transmissions before the newest retransmissions of what was acknowledged to the search for an echo.
  ///
  /// - Complexity: O(1): the newest 64 retransmissions are looked at.
  func passFormer(below acknowledgment: Int64, to match: inout TimestampMatch) {
    for entry in entries.suffix(64) where entry.range.end <= acknowledgment {
      guard let timestamp = entry.formerTimestamp else { continue }
      match.passFormer(timestamp, sentAt: entry.formerSentAt)
    }
  }

  /// How sure it is that an entry was needless.
  func certainty(of entry: Entry, isSenderSide: Bool) -> SpuriousCertainty? {
    let evidence = entry.evidence
    if evidence.isEmpty { return nil }
    if !evidence.isDisjoint(with: [.eifel, .lateOriginal])
      || (evidence.contains(.acknowledged) && isSenderSide)
      || (evidence.contains(.dsack) && !hasDSACKOfOnceSent)
    {
      return .certain
    }
    let likely: SpuriousEvidence = [.dsack, .forwardRTO]
    if !evidence.isDisjoint(with: likely) || (evidence.contains(.tooFast) && isSenderSide) { return .likely }
    return .possible
  }
}

/// When a segment was sent, as far as its header tells: its TSval, else its IP identification.
struct TransmissionAge: Sendable {
  /// TSval, `nil` without time stamps.
  var timestamp: UInt32?
  /// IP identification, `nil` if it does not count up or there is none.
  var identification: UInt16?

  /// Whether it was sent before another segment of the flow; `false` if that cannot be told.
  func isOlder(than other: TransmissionAge) -> Bool {
    if let timestamp, let reference = other.timestamp, timestamp != reference {
      return SequenceNumber.distance(from: reference, to: timestamp) < 0
    }
    guard let identification, let reference = other.identification else { return false }
    return Int16(bitPattern: identification &- reference) < 0
  }
}
