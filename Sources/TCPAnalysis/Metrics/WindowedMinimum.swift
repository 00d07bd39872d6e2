/// The least of the values of the last ten seconds: the base of round-trip times, which may change with the path.
///
/// Only values that may still become the least are kept, so that a value costs O(1) on average.
public struct WindowedMinimum: Sendable {
  /// Length of the window in nanoseconds (DEFINITIONS.md 7).
  public static let length: Int64 = 10_000_000_000

  /// Values in growing order with the times at which they came.
  private var candidates: [(time: Int64, value: Int64)] = []
  private var head = 0

  /// Makes an empty window.
  public init() {}

  /// Takes a value; times must not decrease, else the window begins anew.
  ///
  /// - Returns: The least value of the window that ends at `time`.
  public mutating func add(_ value: Int64, at time: Int64) -> Int64 {
    if let last = candidates.last, head < candidates.count, time < last.time { removeAll() }
    while candidates.count > head, candidates[candidates.count - 1].value >= value { candidates.removeLast() }
    candidates.append((time, value))
    while time.subtractingReportingOverflow(candidates[head].time).partialValue > Self.length { head += 1 }
    if head > 1024, head * 2 > candidates.count {
      candidates.removeFirst(head)
      head = 0
    }
    return candidates[head].value
  }

  private mutating func removeAll() {
    candidates.removeAll(keepingCapacity: true)
    head = 0
  }
}
