import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct OffloadRuleTests {
  private let rule = OffloadRule()

  @Test func largeSegmentsAreInformation() throws {
    var sample = FindingSample()
    sample.captureSeen.oversize = Occurrences([FindingSample.place(1, 8), FindingSample.place(2, 9)])
    sample.captureSeen.greatestPayload = 65_160
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .info && finding.evidence.frames == [8, 9] && finding.connection == nil)
  }

  @Test func segmentsOfTheSizeOfTheMssAreNone() {
    #expect(FindingSample().findings(rule).isEmpty)
  }
}
