/// Where on the path of a flow's data the capture was taken.
enum FlowPlace {
  /// Beside the host that sends the data.
  case sender
  /// Beside the host that receives it.
  case receiver
  /// Somewhere else, or unknown.
  case other
}

/// The retransmissions of a flow and what the acknowledgments behind them tell of their need.
///
/// The newest ones are kept in the order of their sending; what is older is only counted, by its evidence, since how
/// sure a verdict is depends on what the whole flow shows. Each step looks at the few retransmissions of the range at
/// hand, so that a long flow stays linear.
final class ResendLog {
  /// One retransmission.
  struct Entry {
    var frame: UInt64
    var fileIndex: UInt16
    var range: SequenceRange
    /// Time of the copy, nanoseconds from the first packet of the connection, plus one.
    var time: Int64
    var kind: SegmentKind
    var evidence: SpuriousEvidence
    /// The packets that brought the evidence.
    var evidenceFrames = EvidenceFrames()
    /// TSval of the copy; meaningless without `hasTimestamps`.
    var timestamp: UInt32
    /// Whether the copy and the transmission before it have different time stamps; if its bytes were acknowledged, the
    /// copy and the newest segment before it.
    var hasTimestamps: Bool
    /// TSval of the transmission before, `nil` if unknown.
    var formerTimestamp: UInt32?
    /// Time of the transmission before.
    var formerSentAt: Int64
    /// What tells the age of the copy.
    var age: TransmissionAge
    /// Whether the transmission before had passed the capture point; else it was lost in front of it.
    var isFormerSeen: Bool
    /// Whether SACK reported its range since the copy.
    var wasSackedSince = false
    /// For a timeout, those in a row before it.
    var backoff: Int?
    /// Time since the acknowledged edge had moved last; 0 if it never had.
    var sinceAcknowledged: Int64 = 0
    /// The least time over the whole path and back when it was sent, 0 if unknown.
    var pathRoundTrip: Int64 = 0
    /// Frame of the first packet behind the copy that reported all its bytes; 0 for none.
    fileprivate(set) var coveredFrame: UInt64 = 0
    /// The retransmission before it in the same stretch of sequence numbers; -1 for none.
    fileprivate(set) var former = -1

    /// What its verdict rests on.
    var verdict: Verdict { Verdict(evidence: evidence, isFormerSeen: isFormerSeen) }
  }

  /// What the verdict on a retransmission rests on.
  struct Verdict: Hashable {
    var evidence: SpuriousEvidence
    var isFormerSeen: Bool
  }

  /// A retransmission whose range is not acknowledged yet.
  private struct Open {
    let start: Int64
    /// Its number: the position of its entry, those that were dropped included.
    let number: Int
  }

  /// Entries that are kept at least, once so many were appended, unless all are.
  static let kept = 4096
  /// Retransmissions that may be open; beyond, the lowest are closed.
  private static let greatestOpen = 8192
  /// Retransmissions of one stretch that are looked at, the newest first.
  private static let lookBack = 256
  /// Sequence numbers of one stretch, as a power of two.
  private static let stretchBits: Int64 = 15

  private(set) var entries: [Entry] = []
  /// Number of the first entry.
  private var base = 0
  /// What entries that were dropped had, and how often.
  private(set) var dropped: [Verdict: Int64] = [:]
  /// Open retransmissions by their start, from `openHead` on.
  private var open: [Open] = []
  private var openHead = 0
  /// Number of the newest retransmission that starts in a stretch.
  private var newest: [Int64: Int] = [:]
  /// Length of the longest retransmission.
  private var longest: Int64 = 0
  /// F-RTO of the newest timeout.
  private var forwardRTO: ForwardRTO?
  /// Whether a D-SACK reported a range that was sent once: then D-SACKs come from duplicates of the network too.
  private(set) var hasDSACKOfOnceSent = false
  /// Frame of the packet that is looked at: what is noted is put down to it.
  var frame: UInt64 = 0

  /// The steps of F-RTO after a timeout (RFC 5682, section 2.1).
  private struct ForwardRTO {
    let number: Int
    /// Highest byte that was sent when the timeout happened: an acknowledgment of all of it tells nothing of the copy.
    let recover: Int64
    /// New segments since the acknowledgment advanced; `nil` while that is awaited.
    var newSegments: Int?
  }

  /// Remembers a retransmission.
  ///
  /// - Parameters:
  ///   - entry: The retransmission.
  ///   - keepsAll: Whether the caller wants all of them in the end.
  ///   - ackFrame: Frame of the acknowledgment that had covered its bytes, if one had.
  ///   - highestSent: Highest byte that was sent before.
  func append(_ entry: Entry, keepsAll: Bool, acknowledgedIn ackFrame: UInt64 = 0, highestSent: Int64 = .max)
  {
    if entries.count >= 2 * Self.kept, !keepsAll { drop(entries.count - Self.kept) }
    let number = base + entries.count
    let stretch = entry.range.start >> Self.stretchBits
    entries.append(entry)
    entries[entries.count - 1].former = newest.updateValue(number, forKey: stretch) ?? -1
    // Beyond 256 KB no segment reaches: a hostile header must not make every search long.
    longest = max(longest, min(entry.range.end &- entry.range.start, 1 << 18))
    if entry.evidence.contains(.acknowledged) {
      entries[entries.count - 1].evidenceFrames[.acknowledged] = ackFrame
    } else {
      insertOpen(Open(start: entry.range.start, number: number))
    }
    // What is sent again makes F-RTO's conclusion void for the timeout before.
    forwardRTO = entry.kind == .rto ? ForwardRTO(number: number, recover: highestSent) : nil
  }

  private func drop(_ count: Int) {
    for entry in entries[..<count] { dropped[entry.verdict, default: 0] += 1 }
    entries.removeFirst(count)
    base += count
    newest = newest.filter { $0.value >= base }
    open.removeAll { $0.number < base }
    openHead = 0
  }

  private func insertOpen(_ new: Open) {
    if open.count - openHead >= Self.greatestOpen { openHead += Self.greatestOpen / 2 }
    if openHead > 64, openHead * 2 > open.count {
      open.removeFirst(openHead)
      openHead = 0
    }
    if open.count > openHead, let last = open.last, last.start > new.start {
      open.insert(new, at: openPosition(notBelow: new.start + 1))
    } else {
      open.append(new)
    }
  }

  /// The first open retransmission that starts at `start` or above.
  private func openPosition(notBelow start: Int64) -> Int {
    var low = openHead
    var high = open.count
    while low < high {
      let middle = (low + high) / 2
      if open[middle].start >= start { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The position of an entry by its number; `nil` if it was dropped.
  private func position(_ number: Int) -> Int? { number >= base ? number - base : nil }

  /// A walk over the kept retransmissions that overlap a range: stretch by stretch, the newest first.
  private struct Walk {
    let range: SequenceRange
    let first: Int64
    var stretch: Int64
    var number: Int
    var looked = 0
  }

  /// Begins a walk; a bounded number of stretches is looked at.
  private func walk(_ range: SequenceRange) -> Walk {
    let first = (range.start &- longest) >> Self.stretchBits
    let last = min((range.end &- 1) >> Self.stretchBits, first &+ 64)
    return Walk(range: range, first: first, stretch: last, number: newest[last] ?? -1)
  }

  /// The position of the next one; `nil` behind the last.
  private func next(_ walk: inout Walk) -> Int? {
    while walk.stretch >= walk.first {
      while let position = position(walk.number), walk.looked < Self.lookBack {
        walk.number = entries[position].former
        walk.looked += 1
        let range = entries[position].range
        if range.start < walk.range.end, range.end > walk.range.start { return position }
      }
      walk.stretch -= 1
      walk.number = newest[walk.stretch] ?? -1
      walk.looked = 0
    }
    return nil
  }

  /// New data was sent: F-RTO counts it.
  @inline(__always)
  func noteNewData() {
    if let count = forwardRTO?.newSegments { forwardRTO?.newSegments = count + 1 }
  }

  /// A duplicate acknowledgment: something is missing, so F-RTO ends without a conclusion.
  @inline(__always)
  func noteDuplicate() { forwardRTO = nil }

  /// Notes ranges that SACK reported for the first time.
  func noteSack(_ range: SequenceRange, now: Int64, leastRTT: Int64) {
    var index = openPosition(notBelow: range.start &- longest)
    while index < open.count, open[index].start < range.end {
      if let position = position(open[index].number), entries[position].range.end > range.start {
        if Self.isTooFast(entries[position], now, leastRTT) { mark(position, .tooFast) }
        if !entries[position].wasSackedSince { entries[position].coveredFrame = frame }
        entries[position].wasSackedSince = true
      }
      index += 1
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
  func noteAdvance(
    to acknowledgment: Int64, before: Int64, echo: UInt32?, now: Int64, leastRTT: Int64
  ) {
    advanceForwardRTO(to: acknowledgment)
    var index = openHead
    var kept = openHead
    while index < open.count, open[index].start < acknowledgment {
      let one = open[index]
      index += 1
      guard let position = position(one.number) else { continue }
      if entries[position].range.end <= acknowledgment {
        judge(position, before: before, echo: echo, now: now, leastRTT: leastRTT)
      } else {
        open[kept] = one
        kept += 1
      }
    }
    // Those that reach above the edge stay, right in front of what was not looked at.
    guard index > kept else { return }
    let stay = kept - openHead
    if stay > 0 {
      for offset in 1...stay { open[index - offset] = open[kept - offset] }
    }
    openHead = index - stay
    if openHead == open.count {
      open.removeAll(keepingCapacity: true)
      openHead = 0
    }
  }

  private func judge(_ position: Int, before: Int64, echo: UInt32?, now: Int64, leastRTT: Int64) {
    let entry = entries[position]
    guard !entry.wasSackedSince else { return }
    entries[position].coveredFrame = frame
    if let echo, entry.hasTimestamps, entry.range.start <= before,
      SequenceNumber.distance(from: entry.timestamp, to: echo) < 0
    {
      mark(position, .eifel)
    }
    if Self.isTooFast(entry, now, leastRTT) { mark(position, .tooFast) }
  }

  private func mark(_ position: Int, _ evidence: SpuriousEvidence) {
    entries[position].evidence.insert(evidence)
    if entries[position].evidenceFrames[evidence] == nil {
      entries[position].evidenceFrames[evidence] = frame
    }
  }

  private func advanceForwardRTO(to acknowledgment: Int64) {
    guard let state = forwardRTO else { return }
    guard let count = state.newSegments else {
      // What covers all that was sent came for the copy as well as for the original (step 2a).
      if acknowledgment >= state.recover { forwardRTO = nil } else { forwardRTO?.newSegments = 0 }
      return
    }
    if count > 0, let position = position(state.number) { mark(position, .forwardRTO) }
    forwardRTO = nil
  }

  private static func isTooFast(_ entry: Entry, _ now: Int64, _ leastRTT: Int64) -> Bool {
    leastRTT > 0 && (now - entry.time) * 10 < leastRTT * 6
  }

  /// A D-SACK marks the newest copy of its range that could have arrived and is not marked yet.
  ///
  /// - Parameters:
  ///   - range: What the receiver reports as doubled.
  ///   - now: Time of the report.
  ///   - leastRTT: The least time from the capture point to the receiver and back, as far as it is known.
  ///   - echo: TSecr of the report: one that echoes a copy's own TSval comes from behind it, however soon.
  ///   - mayBeProbe: Whether it may report the byte of a window probe, which is no retransmission.
  /// - Returns: Whether anything of the range was sent more than once.
  @discardableResult
  func noteDSACK(
    _ range: SequenceRange, now: Int64, leastRTT: Int64, echo: UInt32? = nil, mayBeProbe: Bool = false
  ) -> Bool {
    var marked = IntervalSet()
    var walk = walk(range)
    var wasResent = false
    while let position = next(&walk) {
      wasResent = true
      let entry = entries[position]
      let canHaveArrived =
        (now - entry.time) * 10 >= leastRTT * 8 || entry.hasTimestamps && echo == entry.timestamp
      guard !entry.evidence.contains(.dsack), canHaveArrived,
        !marked.contains(entry.range.start, entry.range.end)
      else { continue }
      marked.insert(entry.range.start, entry.range.end)
      mark(position, .dsack)
    }
    // Behind a dropped entry nobody knows any more how often the range was sent.
    if !wasResent, !mayBeProbe, base == 0 { hasDSACKOfOnceSent = true }
    return wasResent
  }

  /// Whether a segment was sent before a copy of its bytes that had passed: then that copy was needless.
  func noteOriginal(_ range: SequenceRange, age: TransmissionAge) -> Bool {
    var walk = walk(range)
    var isLate = false
    while let position = next(&walk) {
      guard age.isOlder(than: entries[position].age) else { continue }
      mark(position, .lateOriginal)
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

  /// How sure it is that a retransmission was needless.
  ///
  /// A D-SACK alone does not prove it: the network may have doubled a copy that was needed behind the capture point, and
  /// the receiver reports that one just so. It does if the bytes were acknowledged before the copy can have caused that,
  /// and beside the receiver if both transmissions passed: nothing lies behind the capture point there. An original that
  /// passes behind its copy proves it there too; elsewhere it may still be lost, unless the receiver reports it.
  func certainty(of verdict: Verdict, at place: FlowPlace) -> SpuriousCertainty? {
    let evidence = verdict.evidence
    if evidence.isEmpty { return nil }
    let isSenderSide = place == .sender
    if evidence.contains(.eifel)
      || (evidence.contains(.lateOriginal) && (place == .receiver || evidence.contains(.dsack)))
      || (evidence.contains(.acknowledged) && isSenderSide)
      || (evidence.contains(.dsack) && !hasDSACKOfOnceSent
        && (!evidence.isDisjoint(with: [.tooFast, .acknowledged])
          || place == .receiver && verdict.isFormerSeen))
    {
      return .certain
    }
    let likely: SpuriousEvidence = [.dsack, .forwardRTO, .lateOriginal]
    if !evidence.isDisjoint(with: likely) || (evidence.contains(.tooFast) && isSenderSide) { return .likely }
    return .possible
  }
}
