import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct ReorderingRuleTests {
  private let rule = ReorderingRule()

  @Test func lateSegmentsAreInformation() throws {
    var sample = FindingSample()
    sample.connection.forward.reorderedPackets = 12
    sample.seen?.flows[0].reordered = Occurrences([FindingSample.place(50, 33)])
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .info && finding.firstFrame == 33)
    #expect(finding.sentence.string == "12 of 1000 data segments came out of order to the capture point")
  }

  @Test func orderIsNone() {
    var sample = FindingSample()
    sample.connection.forward.reorderedPackets = 0
    #expect(sample.findings(rule).isEmpty)
  }
}
