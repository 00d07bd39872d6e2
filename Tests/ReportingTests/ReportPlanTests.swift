import PacketCapture
import Reporting
import TCPAnalysis
import Testing

@Suite struct ReportPlanTests {
  private func records(_ bytes: [(Int64, Int64)]) -> ConnectionRecords {
    ConnectionRecords(
      bytes.enumerated().map { index, bytes in
        var connection = ConnectionSummary()
        connection.id = index + 1
        connection.forward.packets = 3
        connection.backward.packets = 3
        connection.forward.uniquePayloadBytes = bytes.0
        connection.backward.uniquePayloadBytes = bytes.1
        return connection
      })
  }

  private func names(_ flows: [FlowID]) -> [String] { flows.map(\.description) }

  @Test func largestFlowsComeFirst() {
    let all = records([(10, 0), (5, 900), (0, 0), (900, 5)])
    #expect(names(ReportPlan.flows(of: all)) == ["2.2", "4.1", "1.1", "3.1"])
    #expect(names(ReportPlan.flows(of: all, limit: 2)) == ["2.2", "4.1"])
    #expect(ReportPlan.flows(of: all, limit: 0).isEmpty)
  }

  @Test func seriousFindingsComeBeforePayload() {
    let all = records([(10, 0), (5, 900), (0, 0), (900, 5)])
    let severities: [Int: Finding.Severity] = [1: .medium, 3: .high, 4: .info]
    #expect(names(ReportPlan.flows(of: all, severities: severities)) == ["3.1", "1.1", "2.2", "4.1"])
    #expect(names(ReportPlan.flows(of: all, limit: 1, severities: severities)) == ["3.1"])
  }

  @Test func severityOfAConnectionIsThatOfItsWorstFinding() {
    let findings = SampleMaterial.material().findings.findings
    #expect(ReportPlan.severities(of: findings)[1] == .high)
    #expect(ReportPlan.severities(of: findings.filter { $0.connection == nil }).isEmpty)
  }

  @Test func choiceAmongManyIsThatOfASort() {
    var generator = RepeatableGenerator(seed: 7)
    let bytes = (0..<1000).map { _ in (Int64(generator.next() % 5000), Int64(0)) }
    let expected = bytes.enumerated().sorted { ($0.element.0, $1.offset) > ($1.element.0, $0.offset) }
      .prefix(10).map { "\($0.offset + 1).1" }
    #expect(names(ReportPlan.flows(of: records(bytes))) == expected)
  }

  @Test func namedFlowsAreTakenAsNamed() {
    let all = records([(10, 0), (5, 900)])
    let chosen = ["1.2", "2", "2.2", "9"].compactMap(FlowID.init)
    #expect(names(ReportPlan.flows(of: all, chosen: chosen, limit: 1)) == ["1.2", "2.2"])
  }

  @Test func connectionsThatAreNotShownAreLeftOut() {
    var hidden = records([(10, 0), (5, 0)]).map(\.self)
    hidden[0].isShown = false
    #expect(names(ReportPlan.flows(of: ConnectionRecords(hidden))) == ["2.1"])
  }

  @Test func packetsAreListedOncePerFrame() {
    let findings = SampleMaterial.material().findings.findings
    #expect(ReportPlan.packetPlaces(for: findings, connection: 1).map(\.frame) == [1707, 305, 306, 18])
    #expect(
      ReportPlan.packetPlaces(for: findings + findings, connection: 1, limit: 2).map(\.frame) == [
        1707, 305, 306,
      ])
    #expect(ReportPlan.packetPlaces(for: findings, connection: 2).isEmpty)
  }

  @Test func informationGetsNoListing() {
    var findings = SampleMaterial.material().findings.findings
    for index in findings.indices { findings[index].severity = .info }
    #expect(ReportPlan.packetPlaces(for: findings, connection: 1).isEmpty)
  }
}

/// Numbers that are the same in every run.
private struct RepeatableGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 16
  }
}
