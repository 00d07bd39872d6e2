import Testing

@testable import TCPAnalysis

@Suite struct FrameRangesTests {
  @Test(
    arguments: [
      ("5", [5...5]), ("1-3", [1...3]), ("1-3,7,9-12", [1...3, 7...7, 9...12]), ("9-", [9...UInt64.max]),
    ] as [(String, [ClosedRange<UInt64>])])
  func listIsRead(text: String, ranges: [ClosedRange<UInt64>]) {
    #expect(FrameRanges(text)?.ranges == ranges)
  }

  @Test(arguments: [
    "", ",", "0", "0-3", "3-1", "-3", "a", "1-2-3", "1,,2", "+1", "1 - 2", "99999999999999999999",
  ])
  func wrongListIsRefused(text: String) {
    #expect(FrameRanges(text) == nil)
  }

  @Test func framesAreFound() throws {
    let ranges = try #require(FrameRanges("10-20,35"))
    #expect(
      [9, 10, 20, 21, 34, 35, 36].map { ranges.contains($0) } == [
        false, true, true, false, false, true, false,
      ])
    #expect(ranges.last == 35)
  }
}
