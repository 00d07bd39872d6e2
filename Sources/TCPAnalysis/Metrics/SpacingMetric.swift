import PacketCapture

/// Collects when the packets of one connection passed; 12 bytes a packet.
public final class SpacingMetric: Metric {
  /// What was collected.
  @exclusivity(unchecked) public private(set) var series: SpacingSeries
  private let scope: SeriesScope
  @exclusivity(unchecked) private var stalls: StallDetector

  /// Makes the metric of a flow.
  ///
  /// - Parameters:
  ///   - scope: The flow, and what is kept of it.
  ///   - handshake: RTT of the connection's handshake in nanoseconds; `nil` if unknown.
  public init(_ scope: SeriesScope, handshake: Int64? = nil) {
    self.scope = scope
    series = SpacingSeries(flow: scope.flow)
    stalls = StallDetector(handshake: handshake)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) { take(batch[index]) }
  }

  private func take(_ segment: borrowing ClassifiedSegment) {
    let isSent = scope.isSent(segment)
    let stall = stalls.take(segment, isSent: isSent)
    guard scope.keeps(segment) else { return }
    if let stall { series.stalls.append(stall) }
    if isSent, segment.carriesData {
      series.sentTimes.append(segment.segment.timestamp)
      series.sentFrames.append(segment.frameNumber)
    } else if !isSent, segment.acknowledges, !segment.segment.flags.contains(.syn) {
      series.returnedTimes.append(segment.segment.timestamp)
      series.returnedFrames.append(segment.frameNumber)
    }
  }
}
