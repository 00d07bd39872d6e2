import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct TimelineMetricTests {
  @Test(arguments: [
    (Int64(0), Int64(1000)), (300_000, 1000), (600_000, 2000), (14_495_038_000, 50_000_000),
    (3_600_000_000_000, 20_000_000_000),
  ])
  func binLengthIsOneTwoFiveAndCoversTheRange(range: Int64, least: Int64) {
    let bin = TimelineMetric.binLength(range: range)
    #expect(bin >= least && bin <= 2 * max(1000, least) + 1000)
    #expect(range / bin <= 300)
    let digits = String(bin)
    #expect("125".contains(digits.first ?? "0") && digits.dropFirst().allSatisfy { $0 == "0" })
  }

  @Test func cellsAndMomentsOfTheChosenConnectionAreKept() {
    let start: Int64 = 1_700_000_000_000_000_000
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(70, .ack, seq: 1, ack: 1001) { $0.payload = 7 }
    talk.a(90, [.rst, .ack], seq: 1001, ack: 8)
    let metric = TimelineMetric(connections: [3, 1], binNanoseconds: 40_000_000, start: start, binCount: 3)
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    #expect(metric.series.map(\.connection) == [3, 1])
    #expect(metric.series[0].payloadBytes == [0, 0, 0] && metric.series[0].endTimes.isEmpty)
    #expect(metric.series[1].payloadBytes == [1000, 7, 0])
    #expect(metric.series[1].endTimes.count == 2)
    #expect(metric.series[1].resetTimes == [start + 90_000_000])
  }

  /// Bins that grew with the capture add up to those that a second reading counts.
  @Test(arguments: [50_000, 1_000_000, 900_000_000, 41_000_000_000, 3_000_000_000_000] as [Int64])
  func binsAheadAddUpToThoseOfASecondReading(range: Int64) throws {
    var segments = ThroughputMetricTests.segments(range: range, count: 2000, seed: 8)
    for index in segments.indices { segments[index].connection = Int32(index % 3) }
    let start = segments[0].segment.timestamp
    let length = segments[segments.count - 1].segment.timestamp - start
    let bin = TimelineMetric.binLength(range: length)
    let count = Int(length / bin) + 1
    let direct = TimelineMetric(connections: [3, 1], binNanoseconds: bin, start: start, binCount: count)
    let ahead = TimelineAheadMetric()
    segments.withUnsafeBufferPointer {
      ahead.observe(Span(_unsafeElements: $0))
      direct.observe(Span(_unsafeElements: $0))
    }
    #expect(ahead.take([3, 1], binNanoseconds: bin, start: start, binCount: count) == direct.series)
    #expect(ahead.take([3, 1], binNanoseconds: bin, start: start + 1, binCount: count) == nil)
    #expect(ahead.take([4], binNanoseconds: bin, start: start, binCount: count) == nil)
  }

  @Test func connectionsThatWereNotAskedForAreLeftOut() {
    let talk = Conversation()
    talk.handshake()
    let metric = TimelineMetric(connections: [2], binNanoseconds: 1000, start: 0, binCount: 0)
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    #expect(metric.series.map(\.endTimes) == [[]])
  }
}
