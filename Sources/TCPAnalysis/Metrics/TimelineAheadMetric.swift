import PacketCapture

/// Collects what a timeline needs before its connections and the length of its bins are known.
///
/// Bins start at a microsecond and become ten times as long where they would be too many: what ``TimelineMetric/binLength(range:)``
/// chooses in the end is a whole number of them. Memory: 32 kB for each connection, of at most `maximumConnections`.
public final class TimelineAheadMetric: Metric {
  /// Connections that are measured; of a capture with more nothing is kept.
  public static let maximumConnections = 64

  /// More bins of 1, 10, 100 … microseconds make a bin of which 300 cover the range at least ten of them.
  private static let mostBins = 4096

  @exclusivity(unchecked) private var series: [TimelineSeries] = []
  @exclusivity(unchecked) private var bin: Int64 = 1000
  @exclusivity(unchecked) private var start: Int64?
  @exclusivity(unchecked) private var hasGivenUp: Bool

  /// Makes the metric.
  ///
  /// - Parameter isUsed: Whether anything is collected.
  public init(isUsed: Bool = true) { hasGivenUp = !isUsed }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    guard !hasGivenUp, batch.count > 0 else { return }
    let start = start ?? batch[0].segment.timestamp
    self.start = start
    for index in batch.indices where batch[index].connection >= 0 {
      let place = Int(batch[index].connection)
      guard place < Self.maximumConnections else { return giveUp() }
      while series.count <= place {
        series.append(TimelineSeries(connection: series.count + 1, binCount: 0))
      }
      if batch[index].segmentClass != .captureDuplicate { add(batch[index].segment, to: place, start) }
    }
  }

  /// What was collected of some connections, in the order in which they are asked for.
  ///
  /// - Parameters:
  ///   - connections: Their numbers, from 1.
  ///   - binNanoseconds: Length of a bin.
  ///   - start: Start of bin 0, nanoseconds since the epoch.
  ///   - binCount: Bins; what lies outside of them is left out.
  /// - Returns: The series; `nil` if they must be read once more.
  public func take(
    _ connections: [Int], binNanoseconds: Int64, start: Int64, binCount: Int
  ) -> [TimelineSeries]? {
    guard !hasGivenUp, start == self.start, binNanoseconds % bin == 0 else { return nil }
    let ratio = Int(clamping: binNanoseconds / bin)
    var taken: [TimelineSeries] = []
    for connection in connections {
      guard connection > 0, connection <= series.count else { return nil }
      var one = series[connection - 1]
      one.payloadBytes = Self.sums(one.payloadBytes, ratio: ratio, count: binCount)
      taken.append(one)
    }
    return taken
  }

  private func add(_ segment: borrowing Segment, to place: Int, _ start: Int64) {
    let (elapsed, isBeyond) = segment.timestamp.subtractingReportingOverflow(start)
    if segment.payloadLength > 0, elapsed >= 0, !isBeyond {
      while elapsed / bin >= Int64(Self.mostBins), bin < .max / 10 { coarsen() }
      let index = Int(elapsed / bin)
      let missing = index + 1 - series[place].payloadBytes.count
      if missing > 0 { series[place].payloadBytes.append(contentsOf: repeatElement(0, count: missing)) }
      series[place].payloadBytes[index] &+= Int64(segment.payloadLength)
    }
    series[place].noteEnds(segment)
  }

  private func coarsen() {
    bin *= 10
    for place in series.indices {
      let bins = series[place].payloadBytes
      series[place].payloadBytes = Self.sums(bins, ratio: 10, count: (bins.count + 9) / 10)
    }
  }

  private static func sums(_ bins: [Int64], ratio: Int, count: Int) -> [Int64] {
    var sums = [Int64](repeating: 0, count: count)
    for (index, value) in bins.enumerated() where index / ratio < count { sums[index / ratio] &+= value }
    return sums
  }

  private func giveUp() {
    hasGivenUp = true
    series = []
  }
}
