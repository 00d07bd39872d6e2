import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct TimeoutRuleTests {
  private let rule = TimeoutRule()

  @Test func silenceBeforeATimeoutIsTold() throws {
    var sample = FindingSample()
    sample.seen?.flows[0].timeoutWaits = PeriodTally([
      FindingSample.period(1000...1300, 5...6), FindingSample.period(1300...1900, 6...7),
    ])
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium && finding.firstFrame == 6 && finding.confidence == .high)
    #expect(
      finding.sentence.string
        == "Sender was silent until its retransmission timer fired 2 times, 900 ms in all, the longest 600 ms"
    )
    sample.connection.capturePoint = .responder
    #expect(sample.findings(rule).map(\.confidence) == [.medium])
  }

  @Test func waitTooShortForATimerIsInformation() {
    var sample = FindingSample()
    sample.seen?.flows[0].timeoutWaits = PeriodTally([FindingSample.period(1000...1048, 5...6)])
    #expect(sample.findings(rule).map(\.severity) == [.info])
    #expect(sample.findings(rule).map(\.confidence) == [.low])
  }

  @Test func retransmissionWithoutSilenceIsNone() {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = 3
    sample.retransmissions = [FindingSample.resent(10, 4)]
    #expect(sample.findings(rule).isEmpty)
  }
}
