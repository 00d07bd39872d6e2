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

  @Test func connectionsThatWereNotAskedForAreLeftOut() {
    let talk = Conversation()
    talk.handshake()
    let metric = TimelineMetric(connections: [2], binNanoseconds: 1000, start: 0, binCount: 0)
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    #expect(metric.series.map(\.endTimes) == [[]])
  }
}
