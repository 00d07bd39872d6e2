import PacketCapture

/// Puts segments into time order within a bounded window, and fills them in place.
///
/// Captures of several queues and merged files have small steps backwards. A segment that is less than a second
/// earlier than one in the window moves in front of it; equal times keep the order of the file. A step backwards
/// of more than a second is the clock's, not the capture's: there the order of the file stands.
struct TimeSorter: ~Copyable {
  /// Segments held back at most.
  static let capacity = 512
  /// Steps backwards of more nanoseconds than this are left alone.
  static let greatestStep: Int64 = 1_000_000_000

  private let ring: UnsafeMutablePointer<Segment>
  /// What is known of each segment's connection ahead of its turn; it moves with the segment.
  private let lookups: UnsafeMutablePointer<SegmentLookup>
  private var head = 0
  private(set) var count = 0
  /// Segments that were moved.
  private(set) var moved: UInt64 = 0
  /// Steps backwards that were left alone.
  private(set) var clockSteps: Int64 = 0

  init() {
    ring = .allocate(capacity: Self.capacity)
    ring.initialize(repeating: Segment(), count: Self.capacity)
    lookups = .allocate(capacity: Self.capacity)
    lookups.initialize(repeating: SegmentLookup(), count: Self.capacity)
  }

  deinit {
    ring.deinitialize(count: Self.capacity)
    ring.deallocate()
    lookups.deallocate()
  }

  /// Whether the oldest segment must be taken before another one can be read.
  var isFull: Bool { count == Self.capacity }

  /// Where the next segment is to be read into; there must be room.
  var next: UnsafeMutablePointer<Segment> { ring + ((head + count) & (Self.capacity - 1)) }

  /// Accepts the segment that was read into `next` and moves it to its place.
  ///
  /// - Parameter hash: Of the segment's endpoints, if it is to be looked up ahead of its turn.
  @inline(__always)
  mutating func accept(hash: UInt64 = 0) {
    let last = slot(count)
    lookups[last] = SegmentLookup(hash: hash)
    count += 1
    if count > 1, ring[slot(count - 2)].timestamp > ring[last].timestamp { sortIn() }
  }

  /// Moves the newest segment in front of those that were sent after it.
  private mutating func sortIn() {
    var position = count - 1
    let segment = ring[slot(position)]
    let lookup = lookups[slot(position)]
    let time = segment.timestamp
    guard Self.isSmall(ring[slot(position - 1)].timestamp, time) else {
      clockSteps += 1
      return
    }
    while position > 0, ring[slot(position - 1)].timestamp > time,
      Self.isSmall(ring[slot(position - 1)].timestamp, time)
    {
      ring[slot(position)] = ring[slot(position - 1)]
      lookups[slot(position)] = lookups[slot(position - 1)]
      position -= 1
    }
    ring[slot(position)] = segment
    lookups[slot(position)] = lookup
    moved += 1
  }

  private static func isSmall(_ later: Int64, _ earlier: Int64) -> Bool {
    let (step, isOverflowing) = later.subtractingReportingOverflow(earlier)
    return !isOverflowing && step <= greatestStep
  }

  /// The oldest segment; valid until `dropFirst()`.
  var first: UnsafeMutablePointer<Segment> { ring + head }

  /// Whether a segment within the next millisecond holds data of the opposite flow up to an acknowledgment of the
  /// oldest segment: the capture mixed up their order.
  func holdsAcknowledged(by segment: borrowing Segment) -> Bool {
    var position = 1
    while position < count {
      let other = ring + slot(position)
      let (ahead, isOverflowing) = other.pointee.timestamp.subtractingReportingOverflow(segment.timestamp)
      guard !isOverflowing, ahead < 1_000_000 else { return false }
      let end = other.pointee.sequenceNumber &+ other.pointee.sequenceLength
      if other.pointee.sourcePort == segment.destinationPort,
        other.pointee.destinationPort == segment.sourcePort, other.pointee.source == segment.destination,
        other.pointee.destination == segment.source,
        SequenceNumber.distance(from: segment.acknowledgmentNumber, to: end) >= 0
      {
        return true
      }
      position += 1
    }
    return false
  }

  /// What is known ahead of the oldest segment.
  var firstLookup: SegmentLookup { lookups[head] }

  /// The segment whose turn comes after `distance` others and what is known of it; one that had its turn long ago if
  /// there are not so many.
  @inline(__always)
  func ahead(_ distance: Int) -> (UnsafeMutablePointer<Segment>, UnsafeMutablePointer<SegmentLookup>) {
    (ring + slot(distance), lookups + slot(distance))
  }

  /// Forgets the oldest segment.
  mutating func dropFirst() {
    head = (head + 1) & (Self.capacity - 1)
    count -= 1
  }

  private func slot(_ position: Int) -> Int { (head + position) & (Self.capacity - 1) }
}
