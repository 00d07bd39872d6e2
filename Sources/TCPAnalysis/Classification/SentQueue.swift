/// The data of a flow that was sent and not yet acknowledged, in order: when each part left, and how often.
///
/// Parts are added at the end and taken from the front as they are acknowledged, each once, so that a long flow
/// stays linear. A retransmission that covers part of an entry splits it.
struct SentQueue: Sendable {
  /// One range that was sent as one segment.
  struct Entry: Sendable, Equatable {
    var start: Int64
    var end: Int64
    /// Time of the newest transmission.
    var sentAt: Int64
    /// Time of the first transmission.
    var firstSentAt: Int64
    /// Times it was sent.
    var copies: UInt16 = 1
    var isSacked = false
    /// TSval of the newest transmission; 0 without time stamps.
    var timestamp: UInt32 = 0
    /// Sent again since the last timeout.
    var isResentSinceTimeout = false
  }

  /// Entries kept at most; beyond, the oldest are forgotten: hostile input may never acknowledge anything.
  static let capacity = 65_536

  private var entries: [Entry] = []
  private var head = 0

  /// Entries in the queue.
  var count: Int { entries.count - head }
  var isEmpty: Bool { count == 0 }

  /// The entry at a position, 0 the oldest.
  subscript(position: Int) -> Entry {
    get { entries[head + position] }
    set { entries[head + position] = newValue }
  }

  /// Adds what was sent above everything else.
  mutating func append(start: Int64, end: Int64, time: Int64, timestamp: UInt32) {
    if count >= Self.capacity { head += 1 }
    compactIfDue()
    entries.append(Entry(start: start, end: end, sentAt: time, firstSentAt: time, timestamp: timestamp))
  }

  /// The first position whose entry ends above `number`.
  func firstPosition(endingAbove number: Int64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].end > number { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Forgets everything and keeps the room, if it is not too large to keep.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: entries.capacity <= 256)
    head = 0
  }

  /// Removes the oldest entry.
  mutating func removeFirst() {
    head += 1
    compactIfDue()
  }

  /// Notes that `[start, end)` was sent again at `time`; entries are split at its edges.
  mutating func resend(start: Int64, end: Int64, time: Int64, timestamp: UInt32) {
    var position = firstPosition(endingAbove: start)
    while position < count, self[position].start < end {
      if self[position].start < start {
        split(position, at: start)
        position += 1
      }
      if self[position].end > end { split(position, at: end) }
      self[position].sentAt = time
      self[position].timestamp = timestamp
      self[position].copies = self[position].copies == .max ? .max : self[position].copies + 1
      self[position].isResentSinceTimeout = true
      position += 1
    }
  }

  /// Forgets which entries were sent again: a timeout starts anew.
  mutating func beginTimeout() {
    for position in 0..<count { self[position].isResentSinceTimeout = false }
  }

  private mutating func split(_ position: Int, at number: Int64) {
    var upper = self[position]
    upper.start = number
    self[position].end = number
    entries.insert(upper, at: head + position + 1)
  }

  /// Gives back the room in front of the head once it is half of the array.
  private mutating func compactIfDue() {
    guard head > 32, head * 2 > entries.count else { return }
    entries.removeFirst(head)
    head = 0
  }
}
