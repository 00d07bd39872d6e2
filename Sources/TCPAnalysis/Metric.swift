/// Something that is computed from classified segments.
///
/// A metric gets all segments of the capture in time order, in batches of at most 256, and keeps sums or series
/// of what it was asked for. Capture duplicates come too, with their class. To add a metric, write one file with
/// a class that conforms; nothing in the classifier or the analyzer changes.
public protocol Metric: AnyObject {
  /// Takes the next segments; one call per batch, so the call itself costs nothing per packet.
  func observe(_ batch: borrowing Span<ClassifiedSegment>)

  /// Takes some of the next segments, as runs of them; the usual way is to observe each run.
  func observe(_ batch: borrowing Span<ClassifiedSegment>, runs: borrowing Span<Range<Int>>)
}

extension Metric {
  /// Takes the segments of runs, one run after the other.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>, runs: borrowing Span<Range<Int>>) {
    for index in runs.indices { observe(batch.extracting(runs[index])) }
  }
}
