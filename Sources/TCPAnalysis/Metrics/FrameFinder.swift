import PacketCapture

/// Finds the segment of a frame.
public final class FrameFinder: Metric {
  private let frame: UInt64
  /// The segment; of several files that of the first one.
  public private(set) var found: ClassifiedSegment?

  /// Makes the metric.
  public init(frame: UInt64) {
    self.frame = frame
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where batch[index].segment.frame == frame {
      if let found, found.segment.fileIndex <= batch[index].segment.fileIndex { continue }
      found = batch[index]
    }
  }
}
