import Foundation
import Testing

@testable import TCPAnalysis

/// Numbers that look random and are the same on every run (SplitMix64); a failure names the seed.
private struct Randomness {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}

/// `make test-slow` multiplies the number of seeds.
private func seeds(_ count: Int) -> Range<Int> {
  0..<count * (Int(ProcessInfo.processInfo.environment["SEEDS"] ?? "") ?? 1)
}

/// tcptrace's rules on one list, as they are written down: every range is visited, from the head.
private struct PlainRanges {
  var ranges: [TcptraceRange] = []

  mutating func send(
    _ start: UInt32, _ end: UInt32, at time: Int64, _ sending: inout TcptraceRangeList.Sending
  ) {
    var start = start
    guard let newest = ranges.last, start <= newest.last else {
      return ranges.append(TcptraceRange(first: start, last: end, time: time))
    }
    var index = 0
    var isFirst = true
    while index < ranges.count {
      if start > ranges[index].last {
        index += 1
        continue
      }
      if start < ranges[index].first {
        if end < ranges[index].last { sending.isOutOfOrder = true }
        let isDone = end < ranges[index].first
        let piece = TcptraceRange(first: start, last: min(end, ranges[index].first - 1), time: time)
        start = ranges[index].first
        ranges.insert(piece, at: index)
        if isDone { return }
        index += 1
      }
      ranges[index].isRetransmitted = true
      if isFirst { ranges[index].time = time }
      isFirst = false
      if end <= ranges[index].last {
        sending.repeatedBytes += UInt64(end - start) + 1
        return
      }
      sending.repeatedBytes += UInt64(ranges[index].last - start) + 1
      start = ranges[index].last + 1
      index += 1
    }
    ranges.append(TcptraceRange(first: start, last: end, time: time))
  }

  mutating func acknowledgeAll(_ result: inout TcptraceRangeList.Acknowledging) {
    var isChanged = false
    for index in ranges.indices where !ranges[index].isAcknowledged {
      ranges[index].acknowledgments = 1
      result.cumulativeCount += 1
      result.newest = max(result.newest, ranges[index].time)
      isChanged = true
    }
    if isChanged { join() }
  }

  mutating func acknowledge(_ number: UInt32, isRepeat: Bool, _ result: inout TcptraceRangeList.Acknowledging)
  {
    var isChanged = false
    for index in ranges.indices {
      guard ranges[index].first < number else { break }
      result.newest = max(result.newest, ranges[index].time)
      let isEnd = ranges[index].last + 1 == number
      if !ranges[index].isAcknowledged {
        isChanged = true
        if isEnd { result.ended = ranges[index] } else { result.cumulativeCount += 1 }
        ranges[index].acknowledgments = 1
      } else if isEnd, isRepeat {
        result.duplicateNumber = Int(ranges[index].acknowledgments)
        if ranges[index].acknowledgments < .max { ranges[index].acknowledgments += 1 }
      } else {
        ranges[index].acknowledgments = 1
      }
    }
    if isChanged { join() }
  }

  private mutating func join() {
    var index = 0
    while index + 1 < ranges.count, ranges[index].isAcknowledged, ranges[index + 1].isAcknowledged {
      guard ranges[index].last + 1 == ranges[index + 1].first else {
        index += 1
        continue
      }
      ranges[index].absorb(ranges[index + 1])
      ranges.remove(at: index + 1)
    }
  }
}

@Suite struct TcptraceRangeListTests {
  private func sending(_ list: inout TcptraceRangeList, _ first: UInt32, _ last: UInt32, at time: Int64 = 0)
    -> TcptraceRangeList.Sending
  {
    var sending = TcptraceRangeList.Sending()
    list.send(first, last, at: time, &sending)
    return sending
  }

  private func acknowledging(_ list: inout TcptraceRangeList, _ number: UInt32, isRepeat: Bool = false)
    -> TcptraceRangeList.Acknowledging
  {
    var result = TcptraceRangeList.Acknowledging()
    list.acknowledge(number, isRepeat: isRepeat, &result)
    return result
  }

  @Test func whatFillsAHoleIsOutOfOrderAndWhatOverlapsIsRepeated() {
    var list = TcptraceRangeList()
    #expect(sending(&list, 100, 199) == .init(repeatedBytes: 0, isOutOfOrder: false))
    #expect(sending(&list, 300, 399) == .init(repeatedBytes: 0, isOutOfOrder: false))
    // 150 ... 349: fifty bytes known, a hole of a hundred, fifty bytes known.
    #expect(sending(&list, 150, 349) == .init(repeatedBytes: 100, isOutOfOrder: true))
    #expect(list.ranges.map(\.first) == [100, 200, 300])
    // Beyond the end of the last range: repeated, and new behind it.
    #expect(sending(&list, 390, 409) == .init(repeatedBytes: 10, isOutOfOrder: false))
    #expect(list.ranges.map(\.last) == [199, 299, 399, 409])
  }

  @Test func aHoleFilledExactlyToTheEndOfARangeIsNotOutOfOrder() {
    var list = TcptraceRangeList()
    _ = sending(&list, 100, 199)
    #expect(sending(&list, 50, 199) == .init(repeatedBytes: 100, isOutOfOrder: false))
  }

  @Test func acknowledgedNeighboursBecomeOne() {
    var list = TcptraceRangeList()
    for first in stride(from: UInt32(0), to: 1000, by: 100) { _ = sending(&list, first, first + 99, at: 7) }
    let result = acknowledging(&list, 500)
    #expect(result.cumulativeCount == 4)
    #expect(result.ended?.first == 400)
    #expect(list.ranges.map(\.last) == [499, 599, 699, 799, 899, 999])
  }

  @Test func duplicatesAreCountedAtTheRangeThatEndsBelowThem() {
    var list = TcptraceRangeList()
    _ = sending(&list, 0, 99)
    #expect(acknowledging(&list, 100, isRepeat: true).duplicateNumber == 0)
    for number in 1...4 { #expect(acknowledging(&list, 100, isRepeat: true).duplicateNumber == number) }
    #expect(acknowledging(&list, 100).duplicateNumber == 0)
    #expect(acknowledging(&list, 100, isRepeat: true).duplicateNumber == 1)
  }

  @Test(arguments: seeds(12))
  func chunksGiveWhatAPlainListGives(seed: Int) {
    var random = Randomness(seed: seed)
    var (list, plain) = (TcptraceRangeList(), PlainRanges())
    let space = [300, 5000, 40_000][random.next(below: 3)]
    let isAcknowledged = random.next(below: 3)
    for step in 0..<6000 {
      let time = Int64(step) - Int64(random.next(below: 4) == 0 ? random.next(below: 100) : 0)
      let first = UInt32(random.next(below: space))
      if random.next(below: 10) < 4 + 3 * (2 - isAcknowledged) {
        let last = first + UInt32(random.next(below: random.next(below: 50) == 0 ? 3000 : 4))
        var (one, other) = (TcptraceRangeList.Sending(), TcptraceRangeList.Sending())
        list.send(first, last, at: time, &one)
        plain.send(first, last, at: time, &other)
        #expect(one == other, "seed \(seed), step \(step)")
      } else {
        var (one, other) = (TcptraceRangeList.Acknowledging(), TcptraceRangeList.Acknowledging())
        let isRepeat = random.next(below: 2) == 0
        let ranges = plain.ranges
        // Half of the ACKs end a range.
        let number = isRepeat && !ranges.isEmpty ? ranges[random.next(below: ranges.count)].last + 1 : first
        if random.next(below: 400) == 0 {
          list.acknowledgeAll(&one)
          plain.acknowledgeAll(&other)
          #expect(one == other, "seed \(seed), step \(step)")
        } else {
          list.acknowledge(number, isRepeat: isRepeat, &one)
          plain.acknowledge(number, isRepeat: isRepeat, &other)
          #expect(one.cumulativeCount == other.cumulativeCount, "seed \(seed), step \(step)")
          #expect(one.duplicateNumber == other.duplicateNumber, "seed \(seed), step \(step)")
          #expect(one.ended == other.ended, "seed \(seed), step \(step)")
          // The newest time matters only where a range ends.
          if other.ended != nil { #expect(one.newest == other.newest, "seed \(seed), step \(step)") }
        }
      }
      if step % 64 == 0 { #expect(list.ranges == plain.ranges, "seed \(seed), step \(step)") }
    }
    #expect(list.ranges == plain.ranges)
  }

  @Test func manyHolesAndLongSegmentsStayCheap() {
    // A plain list would visit half a billion ranges here.
    var list = TcptraceRangeList()
    var sending = TcptraceRangeList.Sending()
    let count: UInt32 = 20_000
    for index in 0..<count { list.send(index * 4, index * 4 + 1, at: Int64(index), &sending) }
    for index in 0..<count {
      var result = TcptraceRangeList.Acknowledging()
      list.acknowledge(4 * count, isRepeat: false, &result)
      list.send((count - index) * 4 + 2, (count - index) * 4 + 2, at: 0, &sending)
    }
    for _ in 0..<5000 { list.send(1000, 66_000, at: 0, &sending) }
    #expect(sending.repeatedBytes > 5000 * 60_000)
  }
}
