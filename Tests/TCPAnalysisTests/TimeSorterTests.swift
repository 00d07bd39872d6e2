import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct TimeSorterTests {
  private func order(of times: [Int64]) -> [UInt64] {
    var sorter = TimeSorter()
    for (index, time) in times.enumerated() {
      sorter.next.pointee.timestamp = time
      sorter.next.pointee.frame = UInt64(index)
      sorter.accept(hash: UInt64(index))
    }
    var frames: [UInt64] = []
    while sorter.count > 0 {
      #expect(sorter.firstLookup.hash == sorter.first.pointee.frame, "a lookup moves with its segment")
      frames.append(sorter.first.pointee.frame)
      sorter.dropFirst()
    }
    return frames
  }

  @Test func smallStepsBackwardsAreSorted() {
    #expect(order(of: [10, 30, 20, 40, 5]) == [4, 0, 2, 1, 3])
  }

  @Test func equalTimesKeepTheOrderOfTheFile() {
    #expect(order(of: [10, 20, 10, 20, 10]) == [0, 2, 4, 1, 3])
  }

  @Test func stepsOfMoreThanASecondStand() {
    #expect(order(of: [5_000_000_000, 1, 2, 3_000_000_000]) == [0, 1, 2, 3])
  }

  @Test func randomTimesWithinASecondComeOutSorted() {
    for seed in UInt64(1)...50 {
      var generator = SplitMix(state: seed)
      let times = (0..<500).map { _ in Int64(generator.next() % 1_000_000_000) }
      let frames = order(of: times)
      #expect(
        frames == times.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { UInt64($0) },
        "seed \(seed)")
    }
  }
}
