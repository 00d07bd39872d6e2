import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct DelayedAckRuleTests {
  private let rule = DelayedAckRule()

  private func sample(_ events: Int, of segments: Int64) -> FindingSample {
    var sample = FindingSample()
    sample.seen?.flows[0].loneSmallSegments = segments
    sample.seen?.flows[0].delayedExchanges = Occurrences(
      (0..<events).map { FindingSample.place(Int64($0) * 60, UInt32(10 + 5 * $0)) })
    sample.seen?.flows[0].delayedTotal = Int64(events) * 40 * FindingSample.millisecond
    return sample
  }

  @Test func writesThatWaitForAcksAreTold() throws {
    let finding = try #require(sample(20, of: 41).findings(rule).first)
    #expect(finding.severity == .medium && finding.firstFrame == 10 && finding.confidence == .medium)
    #expect(
      finding.sentence.string
        == "20 small segments of 41 that were sent alone were acknowledged 40.0 ms late on average, and the next small "
        + "segment followed at once: 800 ms in all")
  }

  @Test func fewOrRareOnesAreNone() {
    #expect(sample(4, of: 8).findings(rule).isEmpty)
    #expect(sample(20, of: 1000).findings(rule).isEmpty)
  }
}
