import PacketCapture
import Testing

@testable import TCPAnalysis

/// The order of the file comes back, however far a segment was moved.
@Suite struct FileOrderMetricTests {
  private final class Collector: SegmentReceiver {
    var ordinals: [UInt32] = []

    func receive(_ segment: borrowing ClassifiedSegment) { ordinals.append(segment.segment.ordinal) }
  }

  private func order(_ ordinals: [UInt32]) -> [UInt32] {
    let collector = Collector()
    let metric = FileOrderMetric(receiver: collector)
    for ordinal in ordinals {
      var item = ClassifiedSegment()
      item.segment.ordinal = ordinal
      let batch = [item]
      metric.observe(batch.span)
    }
    metric.finish()
    return collector.ordinals
  }

  @Test(
    arguments: [
      [1, 2, 3, 4], [2, 1, 3], [4, 3, 2, 1], [2, 3, 4, 5, 1], [1, 3, 2, 5, 4], [3, 1, 2], [],
    ] as [[UInt32]])
  func segmentsComeInTheOrderOfTheFile(moved: [UInt32]) {
    #expect(order(moved) == moved.sorted())
  }

  @Test func ringGrowsAsFarAsItMust() {
    let moved = Array(2...UInt32(20_000)) + [1]
    #expect(order(moved) == Array(1...20_000))
  }

  @Test func whatIsTooFarAwayComesLateAndNothingIsLost() {
    let last = UInt32(FileOrderMetric.capacity + 1000)
    let given = order(Array(2...last) + [1])
    #expect(given.count == Int(last))
    #expect(Set(given).count == Int(last))
    #expect(given.last == 1 || given.firstIndex(of: 1) ?? 0 > 0)
    #expect(given.filter { $0 != 1 } == Array(2...last))
  }

  @Test func segmentOfTheReaderIsNoLargerForItsOrdinal() {
    // The number lies in what was padding: the hot value must not grow.
    #expect(MemoryLayout<Segment>.offset(of: \Segment.ordinal) == 28)
    #expect(MemoryLayout<Segment>.offset(of: \Segment.source) == 32)
  }
}
