/// Something that is computed from classified segments.
///
/// A metric gets all segments of the capture in time order, in batches of at most 256, and keeps sums or series
/// of what it was asked for. Capture duplicates come too, with their class. To add a metric, write one file with
/// a class that conforms; nothing in the classifier or the analyzer changes.
public protocol Metric: AnyObject {
  /// Takes the next segments; one call per batch, so the call itself costs nothing per packet.
  func observe(_ batch: borrowing Span<ClassifiedSegment>)
}
