/// Data behind a gap of the capture that was filled late: its acknowledgment waited for the gap's bytes.
///
/// The gap's first transmission was never seen, so nothing in the queue of sent segments tells of the wait.
struct HoldUp: Sendable {
  private var start: Int64 = 0
  private var end: Int64 = 0
  private var filledAt: Int64 = 0

  /// Notes that a gap was filled.
  ///
  /// - Parameters:
  ///   - start: Where the filling segment starts.
  ///   - highest: Highest byte sent then.
  ///   - now: Time of the filling segment.
  mutating func note(_ start: Int64, below highest: Int64, now: Int64) {
    self.start = filledAt == 0 ? start : min(self.start, start)
    end = highest
    filledAt = now
  }

  /// Whether a segment's acknowledgment waited for the gap.
  @inline(__always)
  func holds(end segmentEnd: Int64, sentAt: Int64) -> Bool {
    filledAt > sentAt && segmentEnd > start && segmentEnd <= end
  }

  /// Forgets gaps that were acknowledged with all that lay behind them.
  @inline(__always)
  mutating func forget(below acknowledgment: Int64) {
    if filledAt != 0, acknowledgment >= end { self = HoldUp() }
  }
}
