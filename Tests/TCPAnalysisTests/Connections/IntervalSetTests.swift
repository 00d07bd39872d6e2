import Testing

@testable import TCPAnalysis

@Suite struct IntervalSetTests {
  @Test func insertionMergesNeighboursAndOverlaps() {
    var set = IntervalSet()
    #expect(set.insert(10, 20) == 10)
    #expect(set.insert(30, 40) == 10)
    #expect(set.insert(20, 30) == 10)
    #expect(set.ranges == [SequenceRange(start: 10, end: 40)])
    #expect(set.insert(5, 50) == 15)
    #expect(set.insert(12, 13) == 0)
    #expect(set.byteCount == 45)
  }

  @Test func removalBelowCutsARange() {
    var set = IntervalSet()
    set.insert(0, 10)
    set.insert(20, 30)
    set.removeBelow(25)
    #expect(set.ranges == [SequenceRange(start: 25, end: 30)])
    set.removeBelow(100)
    #expect(set.isEmpty)
  }

  @Test func randomInsertionsEqualABitmap() {
    for seed in UInt64(1)...200 {
      var generator = SplitMix(state: seed)
      var set = IntervalSet()
      var bitmap = [Bool](repeating: false, count: 120)
      for _ in 0..<30 {
        let start = Int(generator.next() % 100)
        let end = start + Int(generator.next() % 20)
        let new = bitmap[start..<end].filter { !$0 }.count
        for index in start..<end { bitmap[index] = true }
        #expect(set.insert(Int64(start), Int64(end)) == Int64(new), "seed \(seed)")
      }
      #expect(set.byteCount == Int64(bitmap.filter { $0 }.count), "seed \(seed)")
      for (left, right) in zip(set.ranges, set.ranges.dropFirst()) {
        #expect(left.end < right.start, "seed \(seed)")
      }
    }
  }

  @Test func gapsAreFilledByteForByte() {
    for seed in UInt64(1)...200 {
      var generator = SplitMix(state: seed)
      var list = GapList()
      var missing = [Bool](repeating: false, count: 300)
      var end: Int64 = 0
      for _ in 0..<8 {
        let start = end + 1 + Int64(generator.next() % 5)
        end = start + 1 + Int64(generator.next() % 20)
        for index in start..<end { missing[Int(index)] = true }
        list.append(
          GapList.Gap(
            range: SequenceRange(start: start, end: end), openedAt: 0, timestampValue: 0, hasTimestamp: false,
            identification: 0))
      }
      for _ in 0..<20 {
        let start = Int(generator.next() % 250)
        let stop = start + Int(generator.next() % 30)
        let expected = missing[start..<stop].filter { $0 }.count
        for index in start..<stop { missing[index] = false }
        #expect(list.fill(Int64(start), Int64(stop)).bytes == Int64(expected), "seed \(seed)")
        #expect(list.byteCount == Int64(missing.filter { $0 }.count), "seed \(seed)")
      }
    }
  }

  @Test func gapsBelowALimitAreCounted() {
    var list = GapList()
    for start in [Int64(10), 30, 50] {
      list.append(
        GapList.Gap(
          range: SequenceRange(start: start, end: start + 10), openedAt: 0, timestampValue: 0,
          hasTimestamp: false,
          identification: 0))
    }
    #expect(list.byteCount(below: 35) == 15)
    #expect(list.byteCount(below: 5) == 0)
    #expect(list.byteCount(below: 1000) == 30)
  }
}

/// A small repeatable generator (Steele, Lea and Flood, 2014), so that a failing seed can be run again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
