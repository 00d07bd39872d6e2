import Testing

@testable import TCPAnalysis

@Suite struct RoundTripSamplesTests {
  @Test func percentilesInterpolateLinearly() throws {
    var samples = RoundTripSamples()
    for value in [10, 20, 30, 40, 50] as [Int64] { samples.append(value * 1000) }
    let found = samples.summary()
    let summary = try #require(found)
    // Type 7: position 0.05 · 4 = 0.2 between 10 and 20.
    #expect(summary.percentile5 == 12_000)
    #expect(summary.median == 30_000)
    #expect(summary.percentile95 == 48_000)
    #expect(summary.mean == 30_000)
    #expect(summary.deviation == 15_811)
    #expect(!summary.isApproximate)
  }

  @Test func veryManySamplesAreWithinHalfAPercent() throws {
    var samples = RoundTripSamples()
    let count = RoundTripSamples.exactCount + 100_000
    // A line from 1 ms on, in a mixed order.
    for index in 0..<count { samples.append(1_000_000 + Int64(index &* 7919 % count) * 100) }
    let found = samples.summary()
    let summary = try #require(found)
    #expect(summary.isApproximate)
    #expect(summary.count == Int64(count))
    #expect(summary.minimum == 1_000_000)
    #expect(summary.maximum == 1_000_000 + Int64(count - 1) * 100)
    func isNear(_ value: Int64, _ fraction: Double) -> Bool {
      let exact = 1e6 + fraction * Double(count - 1) * 100
      return abs(Double(value) - exact) <= 0.005 * exact
    }
    #expect(isNear(summary.percentile5, 0.05))
    #expect(isNear(summary.median, 0.5))
    #expect(isNear(summary.percentile95, 0.95))
    #expect(isNear(summary.percentile99, 0.99))
    #expect(isNear(summary.mean, 0.5))
  }

  @Test(arguments: [1, 2, 255, 256, 257, 1_000_000, 999_999_999, 1 << 58] as [Int64])
  func aBinIsWithinHalfAPercentOfItsValue(value: Int64) {
    var histogram = RoundTripHistogram()
    histogram.add(value)
    #expect(abs(Double(histogram.value(at: 0)) - Double(value)) <= max(1, 0.005 * Double(value)))
  }
}
