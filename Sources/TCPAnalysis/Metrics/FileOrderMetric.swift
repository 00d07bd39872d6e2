import PacketCapture

/// Takes segments one at a time, in the order of the file.
public protocol SegmentReceiver: AnyObject {
  /// Takes the next segment.
  func receive(_ segment: borrowing ClassifiedSegment)
}

/// Hands classified segments on in the order in which they stand in the file.
///
/// The analysis puts segments into time order. Here each waits until all that were read before it have been
/// classified, so that the order of the file comes back; of several files it is the order in which they are
/// merged. At most 65 536 segments wait (some 25 MB): only where more than so many segments lie between a packet's
/// place in the file and its time, it comes late.
public final class FileOrderMetric: Metric {
  /// Segments that wait at most.
  static let capacity = 65_536

  private let receiver: any SegmentReceiver
  private var waiting: [ClassifiedSegment] = []
  private var isWaiting: [Bool] = []
  private var waitingCount = 0
  /// Ordinal of the segment that comes next.
  private var next: UInt32 = 1

  /// Makes the metric.
  public init(receiver: any SegmentReceiver) {
    self.receiver = receiver
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices { take(batch[index]) }
  }

  /// Hands on what still waits; to be called when the reading has ended.
  public func finish() {
    while waitingCount > 0 { step() }
  }

  private func take(_ segment: borrowing ClassifiedSegment) {
    let ahead = Int32(truncatingIfNeeded: segment.segment.ordinal &- next)
    if ahead == 0 {
      receiver.receive(segment)
      next &+= 1
      while waitingCount > 0, isWaiting[slot(next)] { step() }
      return
    }
    guard ahead > 0 else {
      // It kept too many others waiting.
      receiver.receive(segment)
      return
    }
    makeRoom(for: Int(ahead))
    let gap = Int32(truncatingIfNeeded: segment.segment.ordinal &- next)
    guard gap > 0 else {
      receiver.receive(segment)
      next = segment.segment.ordinal &+ 1
      return
    }
    let slot = slot(segment.segment.ordinal)
    waiting[slot] = copy segment
    isWaiting[slot] = true
    waitingCount += 1
  }

  private func slot(_ ordinal: UInt32) -> Int { Int(ordinal) & (waiting.count - 1) }

  /// Hands on the next segment if it is there, and goes on behind it.
  private func step() {
    let slot = slot(next)
    if isWaiting[slot] {
      isWaiting[slot] = false
      waitingCount -= 1
      receiver.receive(waiting[slot])
    }
    next &+= 1
  }

  /// Makes the ring large enough, or goes on without the segments that are missing.
  private func makeRoom(for distance: Int) {
    var size = max(waiting.count, 1024)
    while size <= distance, size < Self.capacity { size *= 2 }
    if size > waiting.count { grow(to: size) }
    var excess = distance - size + 1
    while excess > 0 {
      if waitingCount == 0 {
        next &+= UInt32(truncatingIfNeeded: excess)
        return
      }
      step()
      excess -= 1
    }
  }

  private func grow(to size: Int) {
    let (old, wasWaiting) = (waiting, isWaiting)
    waiting = Array(repeating: ClassifiedSegment(), count: size)
    isWaiting = Array(repeating: false, count: size)
    for (segment, isThere) in zip(old, wasWaiting) where isThere {
      let slot = slot(segment.segment.ordinal)
      waiting[slot] = segment
      isWaiting[slot] = true
    }
  }
}
