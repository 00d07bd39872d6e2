import PacketCapture

/// Collects the payload sizes of one flow; 17 bytes a segment.
public final class SegmentSizeMetric: Metric {
  /// What was collected.
  @exclusivity(unchecked) public private(set) var series: SegmentSizeSeries
  private let scope: SeriesScope

  /// Makes the metric of a flow.
  public init(_ scope: SeriesScope) {
    self.scope = scope
    series = SegmentSizeSeries(flow: scope.flow)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) {
      if scope.isSent(batch[index]), batch[index].carriesData { take(batch[index]) }
    }
  }

  private func take(_ segment: borrowing ClassifiedSegment) {
    guard scope.keeps(segment) else { return }
    series.times.append(segment.segment.timestamp)
    series.frames.append(segment.frameNumber)
    series.payloadBytes.append(segment.segment.payloadLength)
    series.classes.append(segment.segmentClass)
  }
}
