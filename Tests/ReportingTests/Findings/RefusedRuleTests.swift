import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct RefusedRuleTests {
  private let rule = RefusedRule()

  @Test func resetThatAnswersASynIsARefusal() throws {
    var sample = FindingSample()
    sample.connection.state = .rejected
    sample.seen?.reset = .init(
      place: FindingSample.place(20, 2), direction: 2, isAfterFin: false, bytesInFlight: -1)
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .high && finding.evidence.frames == [1, 2])
    #expect(finding.sentence.string == "Refused: 10.0.0.2:80 answered the SYN with a RST")
  }

  @Test func unansweredSynIsNoRefusal() {
    var sample = FindingSample()
    sample.connection.state = .attempt
    #expect(sample.findings(rule).isEmpty)
  }
}
