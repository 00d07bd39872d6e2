/// Collects the segments of one connection, for diagrams that show each of them.
public final class ConnectionPacketsMetric: Metric {
  /// Segments that are kept at most; a picture of more could not be read.
  public static let maximumCount = 50_000

  /// The segments in time order; frames that were captured twice come once.
  public private(set) var segments: [ClassifiedSegment] = []
  /// Segments that passed the selection, those beyond the limit included.
  public private(set) var count: Int64 = 0
  private let connection: Int32
  private let selection: SegmentSelection

  /// Makes the metric.
  ///
  /// - Parameters:
  ///   - connection: Number of the connection, from 1.
  ///   - selection: Which of its segments, by absolute times and frames.
  public init(connection: Int, selection: SegmentSelection = SegmentSelection()) {
    self.connection = Int32(clamping: connection - 1)
    self.selection = selection
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where batch[index].connection == connection {
      guard batch[index].segmentClass != .captureDuplicate,
        selection.contains(batch[index], connectionStart: 0)
      else { continue }
      count += 1
      if segments.count < Self.maximumCount { segments.append(batch[index]) }
    }
  }
}
