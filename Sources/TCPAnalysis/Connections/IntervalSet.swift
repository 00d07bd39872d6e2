/// A set of bytes as sorted, disjoint, non-adjacent half-open ranges.
///
/// Used for SACK scoreboards, which hold few ranges: insertion at the end and lookups are O(log n), insertion in
/// the middle moves the ranges behind it.
struct IntervalSet: Sendable, Equatable {
  /// Ranges kept at most; beyond, the lowest are forgotten, so that hostile input cannot grow it without bound.
  static let capacity = 4096

  private(set) var ranges: [SequenceRange] = []

  /// Whether nothing is in the set.
  var isEmpty: Bool { ranges.isEmpty }

  /// Bytes in the set.
  private(set) var byteCount: Int64 = 0

  /// Adds `[start, end)`.
  ///
  /// - Returns: Bytes that were not in the set before.
  @discardableResult
  mutating func insert(_ start: Int64, _ end: Int64) -> Int64 {
    var new: [SequenceRange] = []
    return insert(start, end, appendingNewTo: &new)
  }

  /// Adds `[start, end)` and appends the parts that were not in the set before to `new`.
  ///
  /// - Returns: Bytes of those parts.
  mutating func insert(_ start: Int64, _ end: Int64, appendingNewTo new: inout [SequenceRange]) -> Int64 {
    guard start < end else { return 0 }
    // First range that ends at or above start, first that starts above end: what lies between is merged.
    let low = firstIndex { $0.end >= start }
    var high = low
    var merged = SequenceRange(start: start, end: end)
    var known: Int64 = 0
    var covered = start
    while high < ranges.count, ranges[high].start <= end {
      let range = ranges[high]
      known &+= min(range.end, end) &- max(range.start, start)
      if range.start > covered { new.append(SequenceRange(start: covered, end: range.start)) }
      covered = max(covered, range.end)
      merged.start = min(merged.start, range.start)
      merged.end = max(merged.end, range.end)
      high += 1
    }
    if covered < end { new.append(SequenceRange(start: covered, end: end)) }
    if high == low + 1 {
      ranges[low] = merged
    } else {
      ranges.replaceSubrange(low..<high, with: CollectionOfOne(merged))
    }
    let added = (end &- start) &- max(0, known)
    byteCount &+= added
    while ranges.count > Self.capacity { removeLowest() }
    return added
  }

  /// Forgets everything below `limit`.
  mutating func removeBelow(_ limit: Int64) {
    let keep = firstIndex { $0.end > limit }
    for index in 0..<keep { byteCount &-= ranges[index].end &- ranges[index].start }
    if keep > 0 { ranges.removeFirst(keep) }
    if let first = ranges.first, first.start < limit {
      byteCount &-= limit &- first.start
      ranges[0].start = limit
    }
  }

  private mutating func removeLowest() {
    let lowest = ranges.removeFirst()
    byteCount &-= lowest.end &- lowest.start
  }

  /// Whether all of `[start, end)` is in the set.
  func contains(_ start: Int64, _ end: Int64) -> Bool {
    let index = firstIndex { $0.end >= end }
    return index < ranges.count && ranges[index].start <= start
  }

  /// The first index whose range satisfies `predicate`, which must be false for a prefix and true behind it.
  private func firstIndex(where predicate: (SequenceRange) -> Bool) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if predicate(ranges[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
