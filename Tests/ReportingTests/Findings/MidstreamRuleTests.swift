import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct MidstreamRuleTests {
  private let rule = MidstreamRule()

  @Test func missingHandshakeIsInformation() {
    var sample = FindingSample()
    sample.connection.state = .midstream
    #expect(sample.findings(rule).map(\.severity) == [.info])
    #expect(sample.findings(rule)[0].firstFrame == 1)
  }

  @Test func singleDirectionIsLeftToAnotherRule() {
    var sample = FindingSample()
    sample.connection.state = .midstream
    sample.connection.backward.packets = 0
    #expect(sample.findings(rule).isEmpty)
  }
}
