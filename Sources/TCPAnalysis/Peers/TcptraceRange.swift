/// Consecutive bytes that one direction sent, as tcptrace remembers them.
struct TcptraceRange: BitwiseCopyable, Equatable {
  /// First sequence number.
  var first: UInt32
  /// Last sequence number, itself a part of the range.
  var last: UInt32
  /// When the range was sent last, microseconds since the epoch.
  var time: Int64
  /// 0 as long as nothing acknowledged the range, then 1 more than the duplicate ACKs in a row at its end; stops at 255.
  var acknowledgments: UInt8 = 0
  /// Whether bytes of the range were sent more than once.
  var isRetransmitted = false

  /// Bytes in the range.
  var count: UInt32 { last &- first &+ 1 }
  /// Whether an ACK covered the range.
  var isAcknowledged: Bool { acknowledgments > 0 }

  /// Whether two neighbours are to become one: both acknowledged, nothing between them.
  func joins(_ next: TcptraceRange) -> Bool {
    isAcknowledged && next.isAcknowledged && last &+ 1 == next.first
  }

  /// Takes the next range in: its duplicate ACKs count on, the history of this one stays.
  mutating func absorb(_ next: TcptraceRange) {
    last = next.last
    acknowledgments = next.acknowledgments
    time = max(time, next.time)
  }
}

/// A stretch of an ordered list of ranges, with what is needed to pass over it without looking at each.
///
/// A wrapper of an array whose sums are kept up to date, so that an ACK or a long segment need not visit ranges of
/// which nothing would change.
struct TcptraceChunk {
  /// The ranges in order, never overlapping, never none.
  private(set) var ranges: [TcptraceRange]
  /// Latest time of the ranges, microseconds since the epoch.
  private(set) var newest: Int64
  /// Latest time of all chunks before this one; kept by the list, and only where it says so.
  var newestBefore = Int64.min
  /// Ranges that nothing acknowledged.
  private(set) var openCount: Int
  /// Ranges with duplicate ACKs.
  private var duplicatedCount: Int
  /// Ranges whose bytes were all or partly sent more than once.
  private var retransmittedCount: Int
  /// Bytes in all ranges.
  private var byteCount: UInt32

  init(_ range: TcptraceRange) {
    self.init([range])
  }

  /// Makes a chunk of ranges, at least one.
  private init(_ ranges: [TcptraceRange]) {
    self.ranges = ranges
    (newest, openCount, duplicatedCount, retransmittedCount, byteCount) = (Int64.min, 0, 0, 0, 0)
    for range in ranges { count(range) }
  }

  var count: Int { ranges.count }
  var first: UInt32 { ranges[0].first }
  var last: UInt32 { ranges[ranges.count - 1].last }
  /// Whether an ACK above all ranges would change none of them.
  var isSettled: Bool { openCount == 0 && duplicatedCount == 0 }
  /// Bytes that are sent again if a segment covers the chunk from end to end, and nothing else changes; else `nil`.
  var unchangedByCover: UInt32? {
    guard retransmittedCount == ranges.count, last &- first &+ 1 == byteCount else { return nil }
    return byteCount
  }

  private mutating func count(_ range: TcptraceRange) {
    newest = max(newest, range.time)
    openCount += range.isAcknowledged ? 0 : 1
    duplicatedCount += range.acknowledgments > 1 ? 1 : 0
    retransmittedCount += range.isRetransmitted ? 1 : 0
    byteCount &+= range.count
  }

  private mutating func discount(_ range: TcptraceRange) {
    openCount -= range.isAcknowledged ? 0 : 1
    duplicatedCount -= range.acknowledgments > 1 ? 1 : 0
    retransmittedCount -= range.isRetransmitted ? 1 : 0
    byteCount &-= range.count
  }

  /// Index of the first range that ends at or after a byte; `count` if there is none.
  func index(endingAtOrAfter byte: UInt32) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Ranges that begin before a byte.
  func count(beginningBefore byte: UInt32) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].first < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func insert(_ range: TcptraceRange, at index: Int) {
    ranges.insert(range, at: index)
    count(range)
  }

  /// Puts a changed range in the place of what it was.
  mutating func replace(_ index: Int, by range: TcptraceRange) {
    let old = ranges[index]
    discount(old)
    ranges[index] = range
    let wasNewest = old.time == newest && range.time < old.time
    count(range)
    // Only time that runs backwards comes here.
    if wasNewest { newest = ranges.reduce(Int64.min) { max($0, $1.time) } }
  }

  /// Joins acknowledged neighbours among the first ranges.
  mutating func join(upTo limit: Int) {
    var kept = 0
    for index in 1..<max(1, min(limit + 1, ranges.count)) {
      let range = ranges[index]
      if ranges[kept].joins(range) {
        discount(ranges[kept])
        discount(range)
        ranges[kept].absorb(range)
        count(ranges[kept])
      } else {
        kept += 1
        ranges[kept] = range
      }
    }
    let end = max(1, min(limit + 1, ranges.count))
    if kept + 1 < end { ranges.removeSubrange(kept + 1..<end) }
  }

  /// Takes the first range out of a chunk that has more.
  mutating func removeFirst() {
    discount(ranges[0])
    let time = ranges.removeFirst().time
    if time == newest { newest = ranges.reduce(Int64.min) { max($0, $1.time) } }
  }

  /// Cuts the chunk into two halves and keeps the first.
  mutating func splitOff() -> TcptraceChunk {
    let middle = ranges.count / 2
    let rest = TcptraceChunk(Array(ranges[middle...]))
    let before = newestBefore
    self = TcptraceChunk(Array(ranges[..<middle]))
    newestBefore = before
    return rest
  }
}
