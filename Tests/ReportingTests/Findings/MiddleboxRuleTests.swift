import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct MiddleboxRuleTests {
  private let rule = MiddleboxRule()

  @Test func eachSignIsToldWithItsDoubt() {
    var sample = FindingSample()
    sample.seen?.flows[0].forgedResets = Occurrences([FindingSample.place(5, 7)])
    sample.seen?.flows[0].inconsistent = Occurrences([FindingSample.place(9, 12), FindingSample.place(9, 13)])
    sample.connection.backward.notes = [AnalysisNote(.ecnBleached)]
    let found = sample.findings(rule)
    #expect(found.map(\.severity) == [.medium, .medium, .medium])
    #expect(found.allSatisfy { $0.confidence == .medium && !$0.doubt.isEmpty })
    #expect(found[0].sentence.string.hasPrefix("1 RST of 10.0.0.1:40000 does not fit that host"))
    #expect(found[1].sentence.string == "2 segments were sent again with another payload")
  }

  @Test func ordinaryResetIsNone() {
    var sample = FindingSample()
    sample.connection.forward.rstPackets = 1
    #expect(sample.findings(rule).isEmpty)
  }
}
