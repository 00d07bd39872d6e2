import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct UnjudgedRuleTests {
  private let rule = UnjudgedRule()

  @Test func copiesThatNothingJudgesAreNotCalledLost() throws {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = 30
    sample.connection.forward.spuriousRetransmissions = nil
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium)
    #expect(finding.sentence.string.contains("whether they were lost cannot be known: neither SACK nor"))
    #expect(sample.findings(LossRule()).isEmpty)
  }

  @Test func judgedCopiesAreLeftToOtherRules() {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = 30
    #expect(sample.findings(rule).isEmpty)
  }
}
