/// The least round-trip time of each stretch of ten seconds of a flow: its base may change with the path.
///
/// A stretch ends with the first look at it, every 32 packets, that comes ten seconds or more after its start.
struct BaseStretches: Sendable {
  /// Least length in nanoseconds.
  private static let length = WindowedMinimum.length

  /// Time at which the stretch began; 0 before the first one.
  private var since: Int64 = 0
  /// Samples of the flow when it began.
  private var first = 0
  /// The greatest of the least values of all stretches in nanoseconds; 0 before the end of the first one.
  private(set) var greatest: Int64 = 0

  /// Looks at the samples of the flow; O(1) but at the end of a stretch.
  @inline(__always)
  mutating func look(at samples: inout RoundTripSamples, now: Int64) {
    if since > 0, now &- since < Self.length { return }
    end(&samples, now: now)
  }

  private mutating func end(_ samples: inout RoundTripSamples, now: Int64) {
    if since > 0, let least = samples.takeMinimum(since: first) {
      greatest = max(greatest, least)
    }
    since = now
    // What came before the first look belongs to the first stretch.
    first = greatest > 0 ? samples.count : first
  }
}
