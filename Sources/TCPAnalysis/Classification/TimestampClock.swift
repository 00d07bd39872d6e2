/// The rate of the clock behind a flow's time stamps, from a few of its segments far apart.
///
/// The rate is the median of the slopes between all pairs (Theil and Sen), so that a segment that waited in a queue or
/// a time stamp that a middlebox wrote changes nothing. RFC 7323, section 5.4, allows ticks of 1 ms to 1 s; Linux has
/// ticks of 1 ms or, in its own networks, of 1 µs.
struct TimestampClock: Sendable {
  /// Points that are kept; when they are full every second one is forgotten.
  private static let capacity = 16
  /// Time that the points must span, in nanoseconds.
  private static let leastSpan: Int64 = 1_000_000_000

  private var times: InlineArray<16, Int64> = .init(repeating: 0)
  /// TSvals, unwrapped from the first one on.
  private var values: InlineArray<16, Int64> = .init(repeating: 0)
  private var count = 0
  /// Segments to be passed over between two points, and those passed over since the last.
  private var stride = 1
  private var passed = 0
  private var lastValue: UInt32 = 0
  private var unwrapped: Int64 = 0

  /// Takes a segment's time stamp.
  mutating func add(_ value: UInt32, at time: Int64) {
    unwrapped = count == 0 ? 0 : unwrapped &+ Int64(SequenceNumber.distance(from: lastValue, to: value))
    lastValue = value
    passed += 1
    guard count == 0 || passed >= stride else { return }
    passed = 0
    if count == Self.capacity { thin() }
    times[count] = time
    values[count] = unwrapped
    count += 1
  }

  private mutating func thin() {
    for index in 0..<Self.capacity / 2 {
      times[index] = times[2 * index]
      values[index] = values[2 * index]
    }
    count = Self.capacity / 2
    stride *= 2
  }

  /// Ticks in a million seconds; `nil` if the points span less than a second or the clock stood still.
  var ticksPerMegasecond: Int64? {
    guard count >= 2, times[count - 1] &- times[0] >= Self.leastSpan else { return nil }
    var slopes: [Double] = []
    for first in 0..<count {
      for second in (first + 1)..<max(count, first + 1) where times[second] > times[first] {
        slopes.append(Double(values[second] &- values[first]) / Double(times[second] &- times[first]))
      }
    }
    slopes.sort()
    guard !slopes.isEmpty else { return nil }
    let hertz = slopes[slopes.count / 2] * 1e9
    guard hertz > 0, hertz < 1e9 else { return nil }
    return Int64((Self.snapped(hertz) * 1e6).rounded())
  }

  /// The usual rate within 5 %, else the rate as it was measured.
  private static func snapped(_ hertz: Double) -> Double {
    for usual in [10.0, 100, 250, 1000, 1_000_000] where abs(hertz - usual) <= 0.05 * usual { return usual }
    return hertz
  }
}
