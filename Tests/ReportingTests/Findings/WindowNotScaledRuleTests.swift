import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct WindowNotScaledRuleTests {
  private let rule = WindowNotScaledRule()

  @Test func unscaledWindowThatWasFilledIsTold() throws {
    var sample = FindingSample()
    sample.connection.backward.windowScale = nil
    sample.connection.backward.advertisedWindowMaxBytes = 65_535
    let finding = try #require(sample.findings(rule).first)
    #expect(finding.severity == .info && finding.sentence.string.contains("(no window scaling)"))
    sample.connection.backward.windowScale = 0
    #expect(sample.findings(rule)[0].sentence.string.contains("(window scale 0)"))
  }

  @Test func windowThatWasNeverFilledIsNone() {
    var sample = FindingSample()
    sample.connection.backward.windowScale = nil
    sample.connection.backward.advertisedWindowMaxBytes = 65_535
    sample.connection.forward.maxBytesInFlight = 30_000
    #expect(sample.findings(rule).isEmpty)
  }
}
