/// The data of a flow that was sent and not yet acknowledged, in order: when each part left, and how often.
///
/// Parts are added at the end and taken from the front as they are acknowledged, each once, so that a long flow
/// stays linear. A retransmission that covers part of an entry splits it. The entries lie at a plain address, so that
/// nothing is counted or checked at each packet; `release()` gives them back.
struct SentQueue {
  /// One range that was sent as one segment.
  struct Entry: Sendable, Equatable {
    var start: Int64
    var end: Int64
    /// Time of the newest transmission.
    var sentAt: Int64
    /// Times it was sent.
    var copies: UInt16 = 1
    var isSacked = false
    /// TSval of the newest transmission; 0 without time stamps.
    var timestamp: UInt32 = 0
    /// Whether the sender had filled in its checksum, and so `payloadChecksum` counts.
    var hasPayloadChecksum = false
    /// What tells the payload of the first transmission of exactly this range.
    var payloadChecksum: UInt16 = 0
    /// Number of the stretch between two timeouts in which it was sent again last, as the queue counts them; 0 for
    /// none.
    fileprivate(set) var resentIn: UInt16 = 0
  }

  /// Entries kept at most; beyond, the oldest are forgotten: hostile input may never acknowledge anything.
  static let capacity = 65_536

  /// Room kept for the next flow at most, in entries.
  private static let keptRoom = 256

  // Invariant: entries are initialized from `start` on, `head` of them were taken off, `count` are in the queue.
  private var start: UnsafeMutablePointer<Entry>?
  private var room = 0
  private var head = 0
  /// Room that is used before any is allocated, and given back with the queue by who lent it.
  private let lent: UnsafeMutablePointer<Entry>?
  private let lentRoom: Int
  /// Entries in the queue.
  private(set) var count = 0
  /// Bytes (SYN and FIN among them) of the entries that were sent again since the last timeout and that SACK has not
  /// reported.
  private(set) var resentBytes: Int64 = 0
  /// Number of the stretch since the last timeout.
  private var stretch: UInt16 = 1
  var isEmpty: Bool { count == 0 }

  /// Makes an empty queue.
  ///
  /// - Parameters:
  ///   - lent: Memory to be used as long as it is enough, `nil` for none.
  ///   - room: Entries that it holds.
  init(lent: UnsafeMutablePointer<Entry>? = nil, room: Int = 0) {
    self.lent = lent
    lentRoom = room
    start = lent
    self.room = room
  }

  /// The entry at a position, 0 the oldest; outside of the queue an empty one.
  @inline(__always)
  subscript(position: Int) -> Entry {
    get {
      guard let start, position >= 0, position < count else { return Entry(start: 0, end: 0, sentAt: 0) }
      return start[head + position]
    }
    set {
      guard let start, position >= 0, position < count else { return }
      start[head + position] = newValue
    }
  }

  /// Adds what was sent above everything else.
  mutating func append(start: Int64, end: Int64, time: Int64, timestamp: UInt32, payloadChecksum: UInt16 = 0)
  {
    if count >= Self.capacity { removeFirst() }
    insert(
      Entry(
        start: start, end: end, sentAt: time, timestamp: timestamp, hasPayloadChecksum: true,
        payloadChecksum: payloadChecksum), at: count)
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
    if room > Self.keptRoom { release() }
    head = 0
    count = 0
    resentBytes = 0
  }

  /// Gives the memory back.
  mutating func release() {
    if start != lent { start?.deallocate() }
    self = SentQueue(lent: lent, room: lentRoom)
  }

  /// Removes the oldest entry.
  @inline(__always)
  mutating func removeFirst() {
    guard count > 0 else { return }
    if resentBytes > 0 { resentBytes -= resent(self[0]) }
    count -= 1
    head = count == 0 ? 0 : head + 1
  }

  /// Takes what lies below `limit` off the oldest entry, which must end above it.
  mutating func trimFirst(to limit: Int64) {
    guard count > 0, self[0].start < limit else { return }
    if resentBytes > 0 { resentBytes -= resent(self[0]) }
    self[0].start = limit
    self[0].hasPayloadChecksum = false
    resentBytes += resent(self[0])
  }

  /// Notes that SACK reported an entry.
  mutating func markSacked(_ position: Int) {
    resentBytes -= resent(self[position])
    self[position].isSacked = true
  }

  /// The bytes of an entry that count as sent again and on their way.
  @inline(__always)
  private func resent(_ entry: Entry) -> Int64 {
    isResentSinceTimeout(entry) && !entry.isSacked ? entry.end &- entry.start : 0
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
      resentBytes -= resent(self[position])
      self[position].resentIn = stretch
      resentBytes += resent(self[position])
      position += 1
    }
  }

  /// Forgets which entries were sent again: a timeout starts anew.
  ///
  /// - Complexity: O(1), and O(n) once in 65 535 timeouts.
  mutating func beginTimeout() {
    resentBytes = 0
    stretch &+= 1
    guard stretch == 0 else { return }
    for position in 0..<count { self[position].resentIn = 0 }
    stretch = 1
  }

  /// Whether an entry was sent again since the last timeout.
  @inline(__always)
  func isResentSinceTimeout(_ entry: Entry) -> Bool { entry.resentIn == stretch }

  private mutating func split(_ position: Int, at number: Int64) {
    var upper = self[position]
    upper.start = number
    upper.hasPayloadChecksum = false
    self[position].end = number
    self[position].hasPayloadChecksum = false
    insert(upper, at: position + 1)
  }

  /// Puts an entry in front of the one at `position`.
  @inline(__always)
  private mutating func insert(_ entry: Entry, at position: Int) {
    if head + count == room { makeRoom() }
    guard let start else { return }
    var place = head + count
    while place > head + position {
      start[place] = start[place - 1]
      place -= 1
    }
    start[place] = entry
    count += 1
  }

  /// Moves the entries to the front if half of the room lies there, else into twice the room.
  @inline(never)
  private mutating func makeRoom() {
    let isHalfFree = head > 0 && head * 2 >= room
    let target = isHalfFree ? start : .allocate(capacity: max(4, 2 * room))
    if let start, let target {
      for index in 0..<count { target[index] = start[head + index] }
      if !isHalfFree, start != lent { start.deallocate() }
    }
    if !isHalfFree { room = max(4, 2 * room) }
    start = target
    head = 0
  }
}
