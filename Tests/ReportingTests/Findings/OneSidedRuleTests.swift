import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct OneSidedRuleTests {
  private let rule = OneSidedRule()

  @Test func missingDirectionIsTold() throws {
    var sample = FindingSample()
    sample.connection.state = .midstream
    sample.connection.backward.packets = 0
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium)
    #expect(
      finding.sentence.string.hasPrefix("Only the direction 10.0.0.1:40000 \u{2192} 10.0.0.2:80 was captured")
    )
  }

  @Test func unansweredSynIsNoFaultOfTheCapture() {
    var sample = FindingSample()
    sample.connection.state = .attempt
    sample.connection.backward.packets = 0
    #expect(sample.findings(rule).isEmpty)
  }
}
