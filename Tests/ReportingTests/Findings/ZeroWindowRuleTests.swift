import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct ZeroWindowRuleTests {
  private let rule = ZeroWindowRule()

  @Test func closedWindowIsToldWithItsFrames() throws {
    var sample = FindingSample()
    sample.seen?.flows[0].zeroWindows = PeriodTally([
      FindingSample.period(1300...3000, 12...18, probes: 3), FindingSample.period(5000...5100, 40...41),
    ])
    sample.seen?.flows[0].fullWindows = PeriodTally([FindingSample.period(1000...3000, 9...18)])
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .high && finding.evidence.frames == [9, 18])
    #expect(
      finding.sentence.string
        == "Receiver advertised a zero window for 1.70 s (frames 12 to 18), the longest of 2 periods, 1.80 s in all; "
        + "the sender probed it 3 times; without room for a segment for 2.00 s (frames 9 to 18)")
    #expect(finding.evidence.command == ["show", "-f", "1", "--frames", "9-18"])
    #expect(finding.evidence.displayFilter.hasSuffix("frame.number >= 9 && frame.number <= 18"))
  }

  @Test func blinkOfTheWindowIsInformation() {
    var sample = FindingSample()
    sample.seen?.flows[0].zeroWindows = PeriodTally([FindingSample.period(1300...1310, 12...13)])
    #expect(sample.findings(rule).map(\.severity) == [.info])
    sample.seen?.flows[0].zeroWindows = PeriodTally([FindingSample.period(1300...1600, 12...13)])
    #expect(sample.findings(rule).map(\.severity) == [.medium])
  }
}
