/// The segments that Wireshark holds for unacknowledged, in the order in which they were captured.
///
/// Wireshark walks its whole list at each acknowledgment. Here the list is kept as runs, in each of which the sequence
/// numbers rise: of a run an acknowledgment takes a part from the front, and only the first and last entry are looked
/// at for the bytes in flight. Retransmissions begin runs of their own. Numbers so far apart that comparison modulo
/// 2^32 is no order are walked entry by entry, so that the results are always those of the plain list.
struct UnackedList: BitwiseCopyable {
  /// One segment.
  struct Entry: BitwiseCopyable {
    var sequence: UInt32
    var end: UInt32
    var time: Int64
  }

  private struct Run: BitwiseCopyable {
    var first: Int32
    /// One behind the last.
    var end: Int32
  }

  /// Entries kept at most, as in Wireshark (TCP_MAX_UNACKED_SEGMENTS).
  static let capacity = 10_000
  /// Room that an empty list keeps, in entries.
  private static var keptRoom: Int32 { 64 }

  // Invariant: runs lie in `entries` in ascending order and are not empty; `tail` is the end of the last one.
  private var entries: UnsafeMutablePointer<Entry>?
  private var runs: UnsafeMutablePointer<Run>?
  private var room: Int32 = 0
  private var runRoom: Int32 = 0
  private var runCount: Int32 = 0
  private var tail: Int32 = 0
  /// Entries in the list.
  private(set) var count: Int32 = 0

  var isEmpty: Bool { count == 0 }

  /// Time of the entry that was added first; `nil` for an empty list.
  var firstTime: Int64? {
    guard let entries, let runs, runCount > 0 else { return nil }
    return entries[Int(runs[0].first)].time
  }

  /// Gives the memory back.
  mutating func release() {
    entries?.deallocate()
    runs?.deallocate()
    self = UnackedList()
  }

  /// Adds a segment, unless the list is full.
  mutating func append(sequence: UInt32, end: UInt32, time: Int64) {
    guard count < Self.capacity else { return }
    if tail == room { makeRoom() }
    add(Entry(sequence: sequence, end: end, time: time))
    count += 1
  }

  /// Takes what an acknowledgment covers.
  ///
  /// - Returns: Time of the oldest entry that ends exactly there, if there is one.
  mutating func acknowledge(_ number: UInt32) -> Int64? {
    guard let entries, let runs, count > 0 else { return nil }
    for index in 0..<Int(runCount) {
      let run = runs[index]
      let start = entries[Int(run.first)].sequence
      let span = entries[Int(run.end) - 1].end &- start
      let behind = start &- number
      // Comparison is an order only within half of the number space.
      guard span < 0x8000_0000, behind > 0x8000_0000 || UInt64(behind) + UInt64(span) < 0x8000_0000 else {
        return acknowledgeEach(number)
      }
    }
    var time: Int64?
    var isRunEmpty = false
    for index in 0..<Int(runCount) {
      while runs[index].first < runs[index].end {
        let place = Int(runs[index].first)
        guard Self.isBelow(entries[place].sequence, number) else { break }
        if Self.isBelow(number, entries[place].end) {
          entries[place].sequence = number
          break
        }
        if entries[place].end == number, time == nil { time = entries[place].time }
        runs[index].first += 1
        count -= 1
      }
      if runs[index].first == runs[index].end { isRunEmpty = true }
    }
    if isRunEmpty { dropEmptyRuns() }
    if count == 0, room > Self.keptRoom { release() }
    return time
  }

  /// Highest end less lowest start, both counted from `base` and compared as unsigned numbers.
  func span(from base: UInt32) -> UInt32 {
    guard let entries, let runs, count > 0 else { return 0 }
    var low = UInt32.max
    var high: UInt32 = 0
    for index in 0..<Int(runCount) {
      let (first, last) = (Int(runs[index].first), Int(runs[index].end) - 1)
      let start = entries[first].sequence &- base
      let end = entries[last].end &- base
      if first < last, end < start {
        // The run crosses the point where numbers counted from the base begin anew.
        for place in first...last {
          low = min(low, entries[place].sequence &- base)
          high = max(high, entries[place].end &- base)
        }
      } else {
        low = min(low, start)
        high = max(high, end)
      }
    }
    return high &- low
  }

  @inline(__always)
  private static func isBelow(_ left: UInt32, _ right: UInt32) -> Bool {
    Int32(bitPattern: left &- right) < 0
  }

  /// Puts an entry behind the last one, in whose run it stays if it goes on from there.
  private mutating func add(_ entry: Entry) {
    guard let entries else { return }
    entries[Int(tail)] = entry
    tail += 1
    if let runs, runCount > 0 {
      let run = Int(runCount) - 1
      let start = entries[Int(runs[run].first)].sequence
      let last = entries[Int(tail) - 2]
      let span = UInt64(last.end &- start) + UInt64(entry.sequence &- last.end)
      if last.end &- last.sequence < 0x8000_0000,
        span + UInt64(entry.end &- entry.sequence) < 0x8000_0000
      {
        runs[run].end = tail
        return
      }
    }
    beginRun()
  }

  private mutating func beginRun() {
    if runCount == runRoom { makeRunRoom() }
    guard let runs else { return }
    runs[Int(runCount)] = Run(first: tail - 1, end: tail)
    runCount += 1
  }

  private mutating func dropEmptyRuns() {
    guard let runs else { return }
    var kept = 0
    for index in 0..<Int(runCount) where runs[index].first < runs[index].end {
      runs[kept] = runs[index]
      kept += 1
    }
    runCount = Int32(kept)
    tail = kept > 0 ? runs[kept - 1].end : 0
  }

  /// The plain walk over all entries.
  @inline(never)
  private mutating func acknowledgeEach(_ number: UInt32) -> Int64? {
    guard let entries else { return nil }
    var time: Int64?
    let old = packed()
    count = 0
    runCount = 0
    tail = 0
    for place in 0..<old {
      var entry = entries[place]
      if entry.end == number {
        if time == nil { time = entry.time }
        continue
      }
      // At a distance of 2^31 each number is below the other: the order of these tests is Wireshark's.
      let isBeyond = Self.isBelow(number, entry.end)
      if isBeyond, Self.isBelow(entry.sequence, number) { entry.sequence = number }
      guard isBeyond else { continue }
      add(entry)
      count += 1
    }
    return time
  }

  /// Moves all entries to the front, in their order.
  ///
  /// - Returns: How many there are.
  private func packed() -> Int {
    guard let entries, let runs else { return 0 }
    var place = 0
    for index in 0..<Int(runCount) {
      for source in Int(runs[index].first)..<Int(runs[index].end) {
        entries[place] = entries[source]
        place += 1
      }
    }
    return place
  }

  /// Moves the entries to the front if half of the room is free, else into twice the room.
  @inline(never)
  private mutating func makeRoom() {
    if count * 2 > room || room == 0 {
      let larger = UnsafeMutablePointer<Entry>.allocate(capacity: max(4, 2 * Int(room)))
      if let entries {
        larger.update(from: entries, count: Int(tail))
        entries.deallocate()
      }
      entries = larger
      room = max(4, 2 * room)
      return
    }
    _ = packed()
    guard let runs else { return }
    var place: Int32 = 0
    for index in 0..<Int(runCount) {
      let length = runs[index].end - runs[index].first
      runs[index] = Run(first: place, end: place + length)
      place += length
    }
    tail = place
  }

  @inline(never)
  private mutating func makeRunRoom() {
    let larger = UnsafeMutablePointer<Run>.allocate(capacity: max(2, 2 * Int(runRoom)))
    if let runs {
      larger.update(from: runs, count: Int(runCount))
      runs.deallocate()
    }
    runs = larger
    runRoom = max(2, 2 * runRoom)
  }
}
