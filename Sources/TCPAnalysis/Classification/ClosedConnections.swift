/// Connections that were closed and wait to be packed, in the order of their ends.
///
/// Late packets of a closed connection are judged best while its state is there, so it waits for two seconds, and
/// the last ones that were closed wait on: a small capture is judged with all that is known.
struct ClosedConnections {
  /// A connection and when it was closed or looked at last.
  struct Entry {
    var index: Int32
    var time: Int64
  }

  /// Connections that may wait however long ago they were closed.
  static let kept = 256
  /// Nanoseconds without a packet after which a closed connection can be packed.
  static let linger: Int64 = 2_000_000_000

  // Invariant: a ring whose size is a power of two; `count` entries from `head` on.
  private var ring = [Entry](repeating: Entry(index: 0, time: 0), count: 2 * kept)
  private var head = 0
  private(set) var count = 0

  /// The connection that was closed first, if it has waited long enough.
  func due(now: Int64) -> Entry? {
    guard count > Self.kept else { return nil }
    let first = ring[head]
    let (elapsed, isOverflowing) = now.subtractingReportingOverflow(first.time)
    return isOverflowing || elapsed < 0 || elapsed > Self.linger ? first : nil
  }

  /// The connection that was closed after `position` others of those that wait.
  subscript(position: Int) -> Entry { ring[(head + position) & (ring.count - 1)] }

  /// Adds a connection at the end.
  mutating func append(_ index: Int32, now: Int64) {
    if count == ring.count { grow() }
    ring[(head + count) & (ring.count - 1)] = Entry(index: index, time: now)
    count += 1
  }

  /// Takes the first connection off.
  mutating func dropFirst() {
    head = (head + 1) & (ring.count - 1)
    count -= 1
  }

  private mutating func grow() {
    ring =
      Array(ring[head...]) + Array(ring[..<head]) + Array(repeating: Entry(index: 0, time: 0), count: count)
    head = 0
  }
}
