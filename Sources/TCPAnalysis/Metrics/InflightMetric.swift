import PacketCapture

/// Collects what one flow has in flight; 25 bytes a packet, 4 more if segments are counted.
///
/// For a picture it keeps extremes of bins of time once there are very many: `times` and values are then no longer those
/// of all packets; retransmissions are.
/// Each packet is looked at once, and each segment once more when it is acknowledged: the time is linear.
public final class InflightMetric: Metric {
  private let scope: SeriesScope
  private let countsSegments: Bool
  @exclusivity(unchecked) private var collected: InflightSeries
  @exclusivity(unchecked) private var flight = FlightState()
  @exclusivity(unchecked) private var window = WindowTracker()
  @exclusivity(unchecked) private var sent = SentSegments()
  @exclusivity(unchecked) private var thinner: RowThinner

  /// Makes the metric of a flow.
  ///
  /// - Parameters:
  ///   - scope: The flow, and what is kept of it.
  ///   - countsSegments: Whether segments are counted beside bytes.
  public convenience init(_ scope: SeriesScope, countsSegments: Bool = false) {
    self.init(scope, countsSegments: countsSegments, thinner: RowThinner(isWanted: scope.isForPicture))
  }

  init(_ scope: SeriesScope, countsSegments: Bool = false, thinner: RowThinner) {
    self.scope = scope
    self.countsSegments = countsSegments
    self.thinner = thinner
    collected = InflightSeries(flow: scope.flow)
  }

  /// What was collected.
  public var series: InflightSeries {
    var series = collected
    series.fullWindows = window.full.all
    series.zeroWindows = window.zero.all
    return series
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) { take(batch[index]) }
  }

  private func take(_ segment: borrowing ClassifiedSegment) {
    let isSent = scope.isSent(segment)
    let isKept = scope.keeps(segment)
    if isSent {
      window.send(segment, isKept: isKept)
      if countsSegments, segment.carriesData { sent.append(segment) }
    } else if segment.acknowledges {
      _ = window.advertise(segment, isKept: isKept)
      if countsSegments { sent.acknowledge(segment.acknowledgment) { _ in } }
    }
    if isKept { window.extend(to: SeriesPlace(segment)) }
    guard flight.take(segment, isSent: isSent), isKept else { return }
    collected.times.append(segment.segment.timestamp)
    collected.frames.append(segment.frameNumber)
    collected.events.append(isSent ? segment.isSentAgain ? .retransmission : .data : .ack)
    collected.flightBytes.append(Int32(clamping: flight.bytesInFlight))
    collected.pipeBytes.append(Int32(clamping: flight.pipeBytes))
    collected.windowBytes.append(Int32(clamping: window.windowBytes))
    if countsSegments { collected.segments.append(Int32(clamping: sent.count)) }
    if collected.times.count >= thinner.limit { collected.thin(with: &thinner) }
  }
}
