import PacketCapture

/// Collects when some connections carried payload, began and ended; for a timeline of all connections.
///
/// Memory is a number for each bin of the chosen connections, and two bytes for each connection of the capture.
public final class TimelineMetric: Metric {
  /// Moments of one kind that are kept of a connection; more could not be told apart in a picture.
  public static let maximumMoments = 1000

  /// What was collected, in the order in which the connections were asked for.
  public private(set) var series: [TimelineSeries]
  private let bin: Int64
  private let start: Int64
  private let binCount: Int
  /// Place in `series` by connection, -1 for those that are not asked for.
  private var places: [Int16]

  /// Makes the metric.
  ///
  /// - Parameters:
  ///   - connections: Numbers of connections, from 1; at most 30 000.
  ///   - binNanoseconds: Length of a bin, above 0.
  ///   - start: Start of bin 0, nanoseconds since the epoch.
  ///   - binCount: Bins; what lies outside of them is left out.
  public init(connections: [Int], binNanoseconds: Int64, start: Int64, binCount: Int) {
    bin = max(1, binNanoseconds)
    self.start = start
    self.binCount = max(0, binCount)
    let chosen = connections.prefix(30_000)
    series = chosen.map { TimelineSeries(connection: $0, binCount: max(0, binCount)) }
    places = [Int16](repeating: -1, count: max(0, chosen.max() ?? 0))
    for (place, connection) in chosen.enumerated() where connection > 0 {
      places[connection - 1] = Int16(clamping: place)
    }
  }

  /// The smallest 1-2-5 length of bins of which 300 cover a range, at least a microsecond.
  public static func binLength(range nanoseconds: Int64) -> Int64 {
    let least = nanoseconds / 300
    var step: Int64 = 1000
    while step < Int64.max / 20 {
      for factor in [Int64(1), 2, 5] where step * factor >= least { return step * factor }
      step *= 10
    }
    return step
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices {
      let connection = Int(batch[index].connection)
      guard connection >= 0, connection < places.count, places[connection] >= 0,
        batch[index].segmentClass != .captureDuplicate
      else { continue }
      add(batch[index], to: Int(places[connection]))
    }
  }

  private func add(_ classified: ClassifiedSegment, to place: Int) {
    let segment = classified.segment
    let (elapsed, isBeyond) = segment.timestamp.subtractingReportingOverflow(start)
    if segment.payloadLength > 0, elapsed >= 0, !isBeyond, elapsed / bin < Int64(binCount) {
      series[place].payloadBytes[Int(elapsed / bin)] &+= Int64(segment.payloadLength)
    }
    series[place].noteEnds(segment)
  }
}

/// What one connection did over time.
public struct TimelineSeries: Sendable, Equatable {
  /// Its number.
  public var connection: Int
  /// Payload of both directions in each bin, repeats included.
  public var payloadBytes: [Int64]
  /// Times of SYN and FIN, nanoseconds since the epoch.
  public var endTimes: [Int64] = []
  /// Times of RST.
  public var resetTimes: [Int64] = []

  /// Makes an empty series.
  public init(connection: Int, binCount: Int) {
    self.connection = connection
    payloadBytes = [Int64](repeating: 0, count: binCount)
  }

  /// Notes the time of a SYN, FIN or RST.
  mutating func noteEnds(_ segment: borrowing Segment) {
    let flags = segment.flags
    if !flags.isDisjoint(with: [.syn, .fin]), endTimes.count < TimelineMetric.maximumMoments {
      endTimes.append(segment.timestamp)
    }
    if flags.contains(.rst), resetTimes.count < TimelineMetric.maximumMoments {
      resetTimes.append(segment.timestamp)
    }
  }
}
