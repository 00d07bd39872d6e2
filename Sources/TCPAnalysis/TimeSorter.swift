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
  private var head = 0
  private(set) var count = 0
  /// Segments that were moved.
  private(set) var moved: UInt64 = 0
  /// Steps backwards that were left alone.
  private(set) var clockSteps: Int64 = 0

  init() {
    ring = .allocate(capacity: Self.capacity)
    ring.initialize(repeating: Segment(), count: Self.capacity)
  }

  deinit {
    ring.deinitialize(count: Self.capacity)
    ring.deallocate()
  }

  /// Whether the oldest segment must be taken before another one can be read.
  var isFull: Bool { count == Self.capacity }

  /// Where the next segment is to be read into; there must be room.
  var next: UnsafeMutablePointer<Segment> { ring + ((head + count) & (Self.capacity - 1)) }

  /// Accepts the segment that was read into `next` and moves it to its place.
  mutating func accept() {
    var position = count
    count += 1
    let time = ring[slot(position)].timestamp
    guard position > 0, ring[slot(position - 1)].timestamp > time else { return }
    let newest = ring[slot(position - 1)].timestamp
    guard Self.isSmall(newest, time) else {
      clockSteps += 1
      return
    }
    let segment = ring[slot(position)]
    while position > 0, ring[slot(position - 1)].timestamp > time,
      Self.isSmall(ring[slot(position - 1)].timestamp, time)
    {
      ring[slot(position)] = ring[slot(position - 1)]
      position -= 1
    }
    ring[slot(position)] = segment
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

  /// Forgets the oldest segment.
  mutating func dropFirst() {
    head = (head + 1) & (Self.capacity - 1)
    count -= 1
  }

  private func slot(_ position: Int) -> Int { (head + position) & (Self.capacity - 1) }
}
