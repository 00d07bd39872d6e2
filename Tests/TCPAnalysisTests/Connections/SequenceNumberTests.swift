import Testing

@testable import TCPAnalysis

@Suite struct SequenceNumberTests {
  @Test(arguments: [
    (UInt32(0), UInt32(1), Int32(1)), (1, 0, -1), (0xFFFF_FFFF, 0, 1), (0, 0xFFFF_FFFF, -1),
    (0x7FFF_FFFF, 0xFFFF_FFFE, Int32.max), (0, 0x8000_0000, Int32.min),
  ])
  func distanceIsModular(from: UInt32, to: UInt32, expected: Int32) {
    #expect(SequenceNumber.distance(from: from, to: to) == expected)
  }

  @Test func unwrappingFollowsMoreThanOneWrap() {
    let base: UInt32 = 4_294_900_000
    var relative: Int64 = 0
    var number = base
    for _ in 0..<20_000 {
      number &+= 1_000_000
      relative = SequenceNumber.unwrap(number, base: base, near: relative)
    }
    #expect(relative == 20_000_000_000)
  }

  @Test func unwrappingGoesBackwardsToo() {
    #expect(SequenceNumber.unwrap(99, base: 100, near: 0) == -1)
    #expect(SequenceNumber.unwrap(0xFFFF_FFFF, base: 0, near: 5) == -1)
  }
}
