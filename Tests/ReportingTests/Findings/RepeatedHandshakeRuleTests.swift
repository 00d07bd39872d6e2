import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct RepeatedHandshakeRuleTests {
  private let rule = RepeatedHandshakeRule()

  @Test func repeatedSynIsToldWithItsDelay() throws {
    var sample = FindingSample()
    sample.seen?.flows[0].repeatedSyns = Occurrences([
      FindingSample.place(1000, 2), FindingSample.place(3000, 3),
    ])
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .high && finding.evidence.frames == [1, 2, 3])
    #expect(finding.sentence.string == "SYN sent again 2 times, 3.00 s from the first to the last")
  }

  @Test func connectionThatNeverCameIsLeftToAnotherRule() {
    var sample = FindingSample()
    sample.seen?.flows[0].repeatedSyns = Occurrences([FindingSample.place(1000, 2)])
    #expect(sample.findings(rule).map(\.severity) == [.medium])
    sample.connection.state = .attempt
    #expect(sample.findings(rule).isEmpty)
  }
}
