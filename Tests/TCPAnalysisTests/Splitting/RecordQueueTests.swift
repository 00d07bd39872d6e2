import Fixtures
import Testing

@testable import TCPAnalysis

@Suite struct RecordQueueTests {
  @Test func recordsComeOutAsTheyWentIn() {
    for seed in SeededNumbers.seeds(20) {
      var numbers = SeededNumbers(seed: seed)
      var queue = RecordQueue()
      var expected: [(UInt32, [UInt8])] = []
      for ordinal in 0..<400 as Range<UInt32> {
        let length = numbers.happens(0.02) ? 1_500_000 : Int.random(in: 0...9000, using: &numbers)
        let bytes = [UInt8](repeating: .random(in: 0 ... .max, using: &numbers), count: length)
        bytes.withUnsafeBytes {
          queue.append(RecordQueue.Header(ordinal: ordinal, interface: 7, length: length), $0)
        }
        expected.append((ordinal, bytes))
        while !expected.isEmpty, numbers.happens(0.45) { take(&queue, &expected, seed) }
      }
      while !expected.isEmpty { take(&queue, &expected, seed) }
      #expect(queue.first == nil)
    }
  }

  /// The empty chunk that was kept hid a record that needs a larger one.
  @Test func largeRecordComesOutOfAQueueThatWasEmptied() {
    var queue = RecordQueue()
    for (ordinal, length) in [(0, 10), (1, 2_000_000), (2, 10), (3, 2_000_000)] as [(UInt32, Int)] {
      [UInt8](repeating: 5, count: length).withUnsafeBytes {
        queue.append(RecordQueue.Header(ordinal: ordinal, interface: 0, length: length), $0)
      }
      #expect(queue.first?.header.ordinal == ordinal)
      #expect(queue.first?.bytes.count == length)
      queue.dropFirst()
      #expect(queue.first == nil)
    }
  }

  private func take(_ queue: inout RecordQueue, _ expected: inout [(UInt32, [UInt8])], _ seed: Int) {
    guard let (header, bytes) = queue.first else {
      Issue.record("seed \(seed): the queue is empty")
      expected.removeAll()
      return
    }
    #expect(header.ordinal == expected[0].0 && bytes.elementsEqual(expected[0].1), "seed \(seed)")
    queue.dropFirst()
    expected.removeFirst()
  }
}
