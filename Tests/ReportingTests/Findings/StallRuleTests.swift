import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct StallRuleTests {
  private let rule = StallRule()

  private func stall(_ milliseconds: Int64, bytes: Int64, bySender: Bool) -> ConnectionObservations.Stalls {
    var stalls = ConnectionObservations.Stalls()
    let stall = Stall(
      before: FindingSample.place(1000, 50), after: FindingSample.place(1000 + milliseconds, 51),
      limit: 50_000_000, isEndedBySender: bySender, segmentClass: bySender ? .newData : .ack, kind: .none,
      ackClass: bySender ? .none : .new, bytesInFlight: bytes, isZeroWindow: false)
    stalls.count = 1
    stalls.total = stall.length
    stalls.longest = [stall]
    return stalls
  }

  @Test func silenceWithDataInFlightNamesWhoEndedIt() throws {
    var sample = FindingSample()
    sample.seen?.stalls = [.inFlight: stall(1500, bytes: 5000, bySender: false)]
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium && finding.evidence.frames == [50, 51])
    #expect(
      finding.sentence.string
        == "No packet passed for 1.50 s with 5000 B in flight; the receiver, 10.0.0.2:80, ended it with an ACK (frame 51)"
    )
  }

  @Test func idleConnectionIsInformation() throws {
    var sample = FindingSample()
    sample.seen?.stalls = [.idle: stall(4000, bytes: 0, bySender: true)]
    let finding = try #require(sample.findings(rule).first)
    #expect(
      finding.severity == .info && finding.sentence.string.contains("with nothing in flight; the sender"))
  }

  @Test func senderWhoGoesOnWithoutAnAckWasNotWaiting() {
    var sample = FindingSample()
    sample.seen?.stalls = [.inFlight: stall(1500, bytes: 33, bySender: true)]
    #expect(sample.findings(rule).map(\.severity) == [.info])
  }

  @Test func captureWithHolesProvesNoSilence() {
    var sample = FindingSample()
    sample.seen?.stalls = [.inFlight: stall(1500, bytes: 5000, bySender: false)]
    sample.connection.forward.acknowledgedUnseenBytes = 50_000
    #expect(sample.findings(rule).map(\.severity) == [.info])
    #expect(sample.findings(rule).map(\.confidence) == [.low])
  }

  @Test func windowsAndTimersAreLeftToTheirRules() {
    var sample = FindingSample()
    let long = stall(4000, bytes: 10, bySender: true)
    sample.seen?.stalls = [.zeroWindow: long, .timer: long, .windowFull: long, .delayedAck: long]
    #expect(sample.findings(rule).isEmpty)
  }
}
