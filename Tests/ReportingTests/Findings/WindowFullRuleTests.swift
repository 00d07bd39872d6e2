import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct WindowFullRuleTests {
  private let rule = WindowFullRule()

  @Test func windowThatIsFullHalfOfTheTimeIsTold() throws {
    var sample = FindingSample()
    sample.seen?.flows[0].fullWindows = PeriodTally([
      FindingSample.period(0...4000, 10...20), FindingSample.period(5000...8000, 30...40),
    ])
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium && finding.evidence.frames == [10, 20])
    #expect(finding.sentence.string.hasSuffix("for 70.0 % of the transfer (7.00 s)"))
  }

  @Test func timeOfAZeroWindowIsNotCountedTwice() {
    var sample = FindingSample()
    sample.seen?.flows[0].fullWindows = PeriodTally([FindingSample.period(0...4000, 10...20)])
    sample.seen?.flows[0].zeroWindows = PeriodTally([FindingSample.period(100...4000, 11...20)])
    #expect(sample.findings(rule).isEmpty)
  }

  @Test func moreInFlightThanTheWindowContradictsIt() {
    var sample = FindingSample()
    sample.seen?.flows[0].fullWindows = PeriodTally([FindingSample.period(0...9000, 10...20)])
    sample.connection.forward.maxBytesInFlight = 1_900_000
    #expect(sample.findings(rule).isEmpty)
  }

  @Test func nothingIsSaidWithoutAScale() {
    var sample = FindingSample()
    sample.seen?.flows[0].fullWindows = PeriodTally([FindingSample.period(0...9000, 10...20)])
    sample.connection.backward.advertisedWindowMaxBytes = nil
    #expect(sample.findings(rule).isEmpty)
  }
}
