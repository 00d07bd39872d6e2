import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct UnansweredRuleTests {
  private let rule = UnansweredRule()

  private func sample(syns: Int64, rest: Int64) -> FindingSample {
    var sample = FindingSample()
    sample.connection.state = .attempt
    sample.connection.lastTime = FindingSample.start + 3 * FindingSample.second
    sample.connection.forward.synPackets = syns
    sample.seen?.flows[0].repeatedSyns = Occurrences(
      (1..<max(1, syns)).map { FindingSample.place($0 * 1000, UInt32(1 + $0)) })
    sample.rest = rest
    return sample
  }

  @Test func synsWithoutAnswerAreTold() throws {
    let finding = try #require(sample(syns: 3, rest: 0).findings(rule).first)
    #expect(finding.severity == .high && finding.evidence.frames == [1, 2, 3])
    #expect(finding.sentence.string == "No answer from 10.0.0.2:80 to 3 SYNs in 3.00 s")
  }

  @Test func captureThatEndsAtOnceProvesNothing() {
    #expect(sample(syns: 1, rest: 1000).findings(rule).map(\.severity) == [.info])
    #expect(sample(syns: 1, rest: 2 * FindingSample.second).findings(rule).map(\.severity) == [.high])
  }
}
