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

  @Test func factsComeInTheirOrderWithTimesAndFrames() {
    let connection = SampleMaterial.connection()
    let facts = ReportPlan.standOuts(
      of: SampleMaterial.timeSequence(), flow: FlowID(connection: 1, direction: 1), connection: connection)
    #expect(facts.map(\.kind) == [.zeroWindow, .silence, .reset, .resent, .windowNotScaled])
    #expect(facts[0].sentence.string == "Receiver advertised a zero window for 2.19 s (1 period)")
    #expect(facts[0].firstFrame == 305 && facts[0].lastFrame == 306)
    #expect(facts[1].sentence.string == "Sender was silent for 340 ms before it sent again")
    #expect(facts[2].sentence.string == "Reset by the sender: 1 RST" && facts[2].firstFrame == 1707)
    #expect(facts[3].sentence.string == "134 segments sent again, 1020 data segments in all (13.1 %)")
    #expect(
      facts[4].sentence.string
        == "The receiver's window was never above 65\u{202F}535 B (no window scaling), and data in flight reached "
        + "99.4 % of it")
    #expect(facts[4].start == nil)
  }

  @Test func cleanFlowHasNothingThatStandsOut() {
    let flow = FlowID(connection: 2, direction: 2)
    #expect(ReportPlan.standOuts(of: nil, flow: flow, connection: SampleMaterial.shortConnection()).isEmpty)
  }

  @Test func factsOfNumbersNeedNoSeries() {
    let facts = ReportPlan.standOuts(
      of: nil, flow: FlowID(connection: 1, direction: 1), connection: SampleMaterial.connection())
    #expect(facts.map(\.kind) == [.reset, .resent, .windowNotScaled])
    #expect(facts.allSatisfy { $0.firstFrame == nil })
  }

  @Test(arguments: [
    (ConnectionState.attempt, "The SYN was never answered"),
    (.rejected, "The SYN was answered by a RST: refused"),
  ])
  func connectionsThatWereNeverEstablishedAreNamed(_ state: ConnectionState, _ sentence: String) {
    var connection = SampleMaterial.shortConnection()
    connection.state = state
    let facts = ReportPlan.standOuts(
      of: nil, flow: FlowID(connection: 2, direction: 1), connection: connection)
    #expect(facts.contains { $0.kind == .notEstablished && $0.sentence.string == sentence })
  }

  @Test func windowThatWasNeverFilledIsNotNamed() {
    var connection = SampleMaterial.connection()
    connection.forward.maxBytesInFlight = 30_000
    let flow = FlowID(connection: 1, direction: 1)
    let without = ReportPlan.standOuts(of: nil, flow: flow, connection: connection)
    #expect(!without.contains { $0.kind == .windowNotScaled })
    connection.forward.maxBytesInFlight = 65_535
    connection.backward.windowScale = 0
    let facts = ReportPlan.standOuts(of: nil, flow: flow, connection: connection)
    #expect(facts.last?.sentence.string.contains("(window scale 0)") == true)
  }

  @Test func missedBytesAreNotCalledLost() {
    var connection = SampleMaterial.shortConnection()
    connection.backward.acknowledgedUnseenBytes = 2896
    let facts = ReportPlan.standOuts(
      of: nil, flow: FlowID(connection: 2, direction: 2), connection: connection)
    #expect(
      facts.map(\.sentence.string) == [
        "2896 B were acknowledged but never captured: missed by the capture, not lost by the network"
      ])
  }

  @Test func packetsAreListedOncePerFrame() {
    let facts = ReportPlan.standOuts(
      of: SampleMaterial.timeSequence(), flow: FlowID(connection: 1, direction: 1),
      connection: SampleMaterial.connection())
    #expect(ReportPlan.packetPlaces(for: facts).map(\.frame) == [305, 560, 1707])
    #expect(ReportPlan.packetPlaces(for: facts + facts, limit: 2).map(\.frame) == [305, 560])
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
