/// Bytes below the highest one seen that were never seen themselves, with what is known of each gap's opening.
struct GapList: Sendable {
  /// One gap and the segment that opened it: the first one seen above it.
  struct Gap: Sendable {
    var range: SequenceRange
    /// Capture time of the opener, nanoseconds since the epoch.
    var openedAt: Int64
    /// TSval of the opener; meaningless without `hasTimestamp`.
    var timestampValue: UInt32
    var hasTimestamp: Bool
    /// IPv4 identification of the opener, 0 for none.
    var identification: UInt16
    /// Segments with data of the flow up to the opener: what fills the gap is late by those since (RFC 4737,
    /// section 4.2.2).
    var openedAtPacket: Int64 = 0
  }

  /// Gaps kept at most; beyond, the lowest are forgotten (their bytes then count as seen).
  static let capacity = 65_536

  private(set) var gaps: [Gap] = []
  /// Whether a gap had to be forgotten.
  private(set) var hasOverflowed = false

  var byteCount: Int64 { gaps.reduce(0) { $0 &+ ($1.range.end &- $1.range.start) } }

  /// Bytes of the gaps below `limit`.
  func byteCount(below limit: Int64) -> Int64 {
    var sum: Int64 = 0
    for gap in gaps {
      if gap.range.start >= limit { break }
      sum &+= min(gap.range.end, limit) &- gap.range.start
    }
    return sum
  }

  /// Gaps that begin below `limit`.
  func count(below limit: Int64) -> Int64 {
    Int64(gaps.prefix { $0.range.start < limit }.count)
  }

  /// Adds a gap above all others.
  mutating func append(_ gap: Gap) {
    if gaps.count >= Self.capacity {
      gaps.removeFirst(Self.capacity / 2)
      hasOverflowed = true
    }
    gaps.append(gap)
  }

  /// Takes `[start, end)` out of the gaps.
  ///
  /// - Returns: Bytes that were missing until now, and the lowest gap that was touched, as it was before.
  mutating func fill(_ start: Int64, _ end: Int64) -> (bytes: Int64, gap: Gap?) {
    guard start < end else { return (0, nil) }
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].range.end > start { high = middle } else { low = middle + 1 }
    }
    guard low < gaps.count, gaps[low].range.start < end else { return (0, nil) }
    let first = gaps[low]
    var bytes: Int64 = 0
    var rest: [Gap] = []
    high = low
    while high < gaps.count, gaps[high].range.start < end {
      let gap = gaps[high]
      bytes &+= min(gap.range.end, end) &- max(gap.range.start, start)
      if gap.range.start < start {
        var left = gap
        left.range.end = start
        rest.append(left)
      }
      if gap.range.end > end {
        var right = gap
        right.range.start = end
        rest.append(right)
      }
      high += 1
    }
    gaps.replaceSubrange(low..<high, with: rest)
    return (bytes, first)
  }
}
