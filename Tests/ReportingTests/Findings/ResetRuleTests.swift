import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct ResetRuleTests {
  private let rule = ResetRule()

  private func sample(afterFin: Bool, bytes: Int64) -> FindingSample {
    var sample = FindingSample()
    sample.connection.state = .resetByResponder
    sample.connection.backward.rstPackets = 1
    sample.seen?.reset = .init(
      place: FindingSample.place(500, 90), direction: 2, isAfterFin: afterFin, bytesInFlight: bytes)
    return sample
  }

  @Test func resetWithDataOnItsWayIsSerious() throws {
    let finding = try #require(sample(afterFin: false, bytes: 2920).findings(rule).first)
    #expect(finding.severity == .high && finding.firstFrame == 90)
    #expect(
      finding.sentence.string == "Reset by the responder (10.0.0.2:80), with 2920 B not acknowledged")
    #expect(sample(afterFin: false, bytes: 72).findings(rule).map(\.severity) == [.medium])
  }

  @Test func resetThatItsHostDoesNotKnowOfIsSaid() throws {
    var sample = sample(afterFin: false, bytes: 72)
    sample.seen?.reset?.continuation = FindingSample.place(520, 93)
    let finding = try #require(sample.findings(rule).first)
    #expect(
      finding.sentence.string
        == "Reset by the responder (10.0.0.2:80), with 72 B not acknowledged; that host went on with new data (frame 93): "
        + "not its own, or without effect")
    #expect(finding.firstFrame == 90)
  }

  @Test func resetAfterTheEndIsInformation() {
    #expect(sample(afterFin: true, bytes: 10).findings(rule).map(\.severity) == [.info])
  }

  @Test func refusalIsNoReset() {
    var sample = sample(afterFin: false, bytes: 0)
    sample.connection.state = .rejected
    #expect(sample.findings(rule).isEmpty)
  }
}
