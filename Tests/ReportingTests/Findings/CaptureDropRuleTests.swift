import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct CaptureDropRuleTests {
  private let rule = CaptureDropRule()

  @Test func missedBytesAreNotCalledLost() throws {
    var sample = FindingSample()
    sample.connection.forward.acknowledgedUnseenBytes = 14_480
    sample.connection.forward.acknowledgedUnseenRanges = 3
    sample.seen?.flows[0].unseenAcknowledgments = Occurrences([FindingSample.place(5, 70)])
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .medium && finding.firstFrame == 70)
    #expect(finding.sentence.string.hasSuffix("missed by the capture, not lost by the network"))
    sample.connection.forward.acknowledgedUnseenBytes = 500
    #expect(sample.findings(rule).map(\.severity) == [.info])
  }

  @Test func singleByteMayBeAKeepAlive() {
    var sample = FindingSample()
    sample.connection.forward.uniquePayloadBytes = 0
    sample.connection.forward.acknowledgedUnseenBytes = 1
    sample.connection.forward.acknowledgedUnseenRanges = 1
    #expect(sample.findings(rule).map(\.severity) == [.info])
  }

  @Test func otherInitialNumberProvesNoHole() {
    var sample = FindingSample()
    sample.connection.notes = [AnalysisNote(.synIsnChanged)]
    sample.connection.forward.acknowledgedUnseenBytes = 1_000_000_000
    #expect(sample.findings(rule).map(\.severity) == [.info])
    #expect(sample.findings(rule).map(\.confidence) == [.low])
  }

  @Test func framesBehindHolesAreCited() {
    var sample = FindingSample()
    sample.connection.forward.acknowledgedUnseenBytes = 14_480
    sample.seen?.flows[0].behindGaps = Occurrences([FindingSample.place(5, 71)])
    #expect(sample.findings(rule).map(\.firstFrame) == [71])
  }

  @Test func dropsThatTheFileReportsAreTold() {
    var sample = FindingSample()
    var file = CaptureFileSummary(name: "a.pcapng")
    file.drops = 0
    sample.capture.files = [file]
    sample.capture.packets = 1000
    #expect(sample.findings(rule).isEmpty)
    sample.capture.files[0].drops = 25
    #expect(sample.findings(rule).map(\.severity) == [.medium])
    #expect(sample.findings(rule)[0].subject == nil)
  }
}
