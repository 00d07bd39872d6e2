import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct CutPacketsRuleTests {
  private let rule = CutPacketsRule()

  @Test func missingOptionsMatter() throws {
    var sample = FindingSample()
    sample.capture.packets = 900
    sample.capture.truncatedPackets = 300
    #expect(sample.findings(rule).map(\.severity) == [.info])
    sample.notes = [AnalysisNote(.optionsCut, count: 20)]
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium && finding.sentence.string.contains("in 20 TCP options are missing"))
  }

  @Test func wholePacketsAreNone() {
    var sample = FindingSample()
    sample.capture.packets = 900
    #expect(sample.findings(rule).isEmpty)
  }
}
