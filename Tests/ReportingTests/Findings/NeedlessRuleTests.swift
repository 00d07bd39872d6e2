import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct NeedlessRuleTests {
  private let rule = NeedlessRule()

  private func sample(_ count: Int64, kind: SegmentKind = .fast) -> FindingSample {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = count
    sample.connection.forward.retransmittedBytes = count * 1000
    sample.connection.forward.spuriousRetransmissions = [.certain: count]
    sample.retransmissions = (0..<min(count, 8)).map {
      FindingSample.resent(100 * $0, UInt64(40 + $0), kind: kind, evidence: .dsack, certainty: .certain)
    }
    return sample
  }

  @Test func needlessCopiesAreToldWithTheirCost() throws {
    let finding = try #require(sample(6).findings(rule).first)
    #expect(finding.severity == .medium && finding.firstFrame == 40 && finding.confidence == .high)
    #expect(
      finding.sentence.string
        == "6 of 6 retransmissions were needless: the receiver had the bytes (the first by a D-SACK); cost: 6.00 kB "
        + "sent twice")
    #expect(finding.evidence.command == ["spurious-retransmissions", "-m", "spurious", "-f", "1.1"])
  }

  @Test func timeoutInVainCostsItsSilence() {
    var sample = sample(1, kind: .rto)
    #expect(sample.findings(rule).map(\.severity) == [.info])
    sample.seen?.flows[0].timeoutWaits = PeriodTally([FindingSample.period(100...400, 39...40)])
    #expect(sample.findings(rule).map(\.severity) == [.medium])
    #expect(sample.findings(rule)[0].sentence.string.hasSuffix("and 300 ms of silence"))
  }

  @Test func neededCopiesAreNone() {
    var sample = sample(6)
    sample.connection.forward.spuriousRetransmissions = [.possible: 6]
    #expect(sample.findings(rule).isEmpty)
  }
}
