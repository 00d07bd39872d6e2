import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct LossRuleTests {
  private let rule = LossRule()

  @Test func segmentsSentAgainAreCounted() throws {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = 25
    sample.connection.forward.spuriousRetransmissions = [.certain: 2]
    sample.connection.forward.lossEpisodes = 4
    sample.connection.forward.lostAfterCapturePoint = 23
    sample.retransmissions = [
      FindingSample.resent(100, 40), FindingSample.resent(120, 44, evidence: .dsack, certainty: .certain),
      FindingSample.resent(140, 48),
    ]
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .high && finding.evidence.frames == [40, 48])
    #expect(
      finding.sentence.string
        == "23 of 1000 data segments (2.3 %) were sent again; the transmissions before had "
        + "passed the capture point")
  }

  @Test func episodesAreToldWhereEachOfThemLost() throws {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = 25
    sample.connection.forward.lossEpisodes = 4
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.sentence.string.contains("sent again in 4 recovery episodes"))
  }

  @Test func needlessCopiesAreNoLoss() {
    var sample = FindingSample()
    sample.connection.forward.retransmittedPackets = 2
    sample.connection.forward.spuriousRetransmissions = [.certain: 1, .likely: 1]
    #expect(sample.findings(rule).isEmpty)
  }

  @Test func singleLossInMuchDataIsInformation() {
    var sample = FindingSample()
    sample.connection.forward.dataPackets = 10_000
    sample.connection.forward.retransmittedPackets = 1
    #expect(sample.findings(rule).map(\.severity) == [.info])
  }
}
