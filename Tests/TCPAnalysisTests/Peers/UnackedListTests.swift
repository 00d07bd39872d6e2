import Testing

@testable import TCPAnalysis

/// The list in runs gives what the plain list of Wireshark gives, whatever is added and acknowledged.
@Suite struct UnackedListTests {
  /// The list as Wireshark keeps it: walked as a whole at each acknowledgment.
  private struct PlainList {
    var entries: [UnackedList.Entry] = []

    mutating func append(sequence: UInt32, end: UInt32, time: Int64) {
      guard entries.count < 10_000 else { return }
      entries.append(UnackedList.Entry(sequence: sequence, end: end, time: time))
    }

    mutating func acknowledge(_ number: UInt32) -> Int64? {
      var time: Int64?
      var kept: [UnackedList.Entry] = []
      for var entry in entries {
        if entry.end == number {
          time = time ?? entry.time
          continue
        }
        if Self.isBelow(entry.sequence, number), Self.isBelow(number, entry.end) { entry.sequence = number }
        if Self.isBelow(number, entry.end) { kept.append(entry) }
      }
      entries = kept
      return time
    }

    func span(from base: UInt32) -> UInt32 {
      guard let high = entries.map({ $0.end &- base }).max(),
        let low = entries.map({ $0.sequence &- base }).min()
      else { return 0 }
      return high &- low
    }

    private static func isBelow(_ left: UInt32, _ right: UInt32) -> Bool {
      Int32(bitPattern: left &- right) < 0
    }
  }

  @Test(arguments: UInt64(1)...60) func runsGiveWhatThePlainListGives(seed: UInt64) {
    var generator = SplitMix(state: seed)
    var list = UnackedList()
    defer { list.release() }
    var plain = PlainList()
    var next = UInt32(truncatingIfNeeded: generator.next())
    let base = next &- UInt32(generator.next() % 3)
    let isWild = seed % 4 == 0
    var time: Int64 = 0
    for step in 0..<400 {
      time += 1
      let roll = generator.next() % 100
      if roll < 65 {
        let length =
          [1, 100, 1448, isWild && roll == 3 ? 0x9000_0000 : 2896][Int(generator.next() % 4)] as UInt32
        var start = next
        if roll < 15 { start = next &- UInt32(generator.next() % 5000) }
        if isWild, roll < 4 { start = UInt32(truncatingIfNeeded: generator.next()) }
        if Int32(bitPattern: start &+ length &- next) > 0 { next = start &+ length }
        list.append(sequence: start, end: start &+ length, time: time)
        plain.append(sequence: start, end: start &+ length, time: time)
      } else {
        var number = next &- UInt32(generator.next() % 6000)
        if roll > 90, let entry = plain.entries.randomElement(using: &generator) { number = entry.end }
        if isWild, roll == 66 { number = UInt32(truncatingIfNeeded: generator.next()) }
        if isWild, roll == 67, let entry = plain.entries.first { number = entry.sequence &+ 0x8000_0000 }
        #expect(list.acknowledge(number) == plain.acknowledge(number), "seed \(seed), step \(step)")
      }
      #expect(list.count == Int32(plain.entries.count), "seed \(seed), step \(step)")
      #expect(list.firstTime == plain.entries.first?.time, "seed \(seed), step \(step)")
      #expect(list.span(from: base) == plain.span(from: base), "seed \(seed), step \(step)")
    }
  }

  @Test func moreThanTenThousandEntriesAreForgotten() {
    var list = UnackedList()
    defer { list.release() }
    for index in 0..<UInt32(10_050) {
      list.append(sequence: index * 10, end: index * 10 + 10, time: Int64(index))
    }
    #expect(list.count == 10_000)
    #expect(list.span(from: 0) == 100_000)
    #expect(list.acknowledge(50_000) == 4999)
    #expect(list.count == 5000)
    #expect(list.firstTime == 5000)
    #expect(list.acknowledge(100_000) == 9999)
    #expect(list.isEmpty)
  }
}
