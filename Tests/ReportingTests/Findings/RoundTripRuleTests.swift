import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct RoundTripRuleTests {
  private let rule = RoundTripRule()

  private func sample(p95 milliseconds: Int64, risen: Int) -> FindingSample {
    var sample = FindingSample()
    var rtt = RoundTripSummary()
    rtt.count = 100
    rtt.minimum = 20 * FindingSample.millisecond
    rtt.percentile95 = milliseconds * FindingSample.millisecond
    sample.connection.forward.roundTripTime = rtt
    sample.seen?.flows[0].risenRoundTrips = Occurrences(
      (0..<risen).map { FindingSample.place(Int64($0), UInt32($0 + 1)) })
    sample.seen?.flows[0].greatestRoundTrip = 2 * milliseconds * FindingSample.millisecond
    sample.seen?.flows[0].greatestRoundTripPlace = FindingSample.place(700, 77)
    sample.seen?.flows[0].greatestRoundTripFlight = 90_000
    return sample
  }

  @Test func riseWithDataInFlightIsTold() throws {
    let finding = try #require(sample(p95: 1000, risen: 50).findings(rule).first)
    #expect(finding.severity == .high && finding.firstFrame == 77)
    #expect(
      finding.sentence.string
        == "RTT rose from 20.0 ms to 1.00 s (95th percentile of 100 samples); the greatest with data in flight, "
        + "2.00 s, in frame 77 (90.0 kB)")
    #expect(sample(p95: 300, risen: 50).findings(rule).map(\.severity) == [.medium])
    #expect(sample(p95: 100, risen: 50).findings(rule).map(\.severity) == [.info])
  }

  @Test func delayedAcksAreNoRise() {
    // Lone small segments that wait for a delayed ACK do not count as risen.
    #expect(sample(p95: 220, risen: 1).findings(rule).isEmpty)
    #expect(sample(p95: 60, risen: 50).findings(rule).isEmpty)
  }
}
