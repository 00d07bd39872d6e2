import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct CapturedTwiceRuleTests {
  private let rule = CapturedTwiceRule()

  @Test func copiesAreInformation() throws {
    var sample = FindingSample()
    sample.capture.packets = 10
    sample.captureSeen.duplicates = Occurrences([FindingSample.place(1, 8)])
    #expect(sample.findings(rule).map(\.severity) == [.info])
    #expect(sample.findings(rule)[0].confidence == .high)
    sample.notes = [AnalysisNote(.duplicatesAssumed, count: 1)]
    #expect(sample.findings(rule)[0].confidence == .medium)
  }

  @Test func framesOnceAreNone() {
    #expect(FindingSample().findings(rule).isEmpty)
  }
}
