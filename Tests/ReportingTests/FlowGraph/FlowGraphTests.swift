import Charts
import Fixtures
import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct FlowGraphTests {
  private func side(_ path: String) throws -> FlowGraphMaterial.Side {
    let metric = ConnectionPacketsMetric(connection: 1)
    let input = try CaptureInput(paths: [path], options: CaptureOptions())
    let analysis = try Analyzer(metrics: [metric]).run(try input.makeReader())
    return FlowGraphMaterial.Side(
      connection: try #require(analysis.connections[1]), segments: metric.segments, capture: "x.pcap")
  }

  private func material(_ side: FlowGraphMaterial.Side) -> FlowGraphMaterial {
    FlowGraphMaterial(main: side, axis: TimeAxis(zero: side.connection.firstTime))
  }

  @Test func retransmissionIsCalledSo() throws {
    let data = FlowGraphSection.chartData(material(try side(try Fixtures.capture(.lab, "A_fast").path)))
    #expect(data.packets.count { $0.kind == .retransmission } == 1)
    #expect(data.left.role == "initiator")
    #expect(data.tap == .left)
    let lines = FlowGraphSection.ladder(data, isFolding: true)
    #expect(lines.contains { $0.contains("retransmission") })
    let mermaid = FlowGraphSection.mermaid(data, isFolding: true)
    #expect(mermaid.first == "sequenceDiagram")
    #expect(mermaid.count <= 44)
  }

  /// The kernel's own record: the relay dropped data segments 10, 60 and 150, each once.
  @Test(.enabled(if: Fixtures.hasShared, Comment(rawValue: Fixtures.sharedReason)))
  func whatTheRelayDroppedEndsInACross() throws {
    let folder = (Fixtures.shared ?? "") + "/testbed/scenarios/drop_exact"
    var material = material(try side(folder + "/sender.pcap"))
    material.peer = try side(folder + "/receiver.pcap")
    let data = FlowGraphSection.chartData(material)
    #expect(
      data.packets.filter { $0.fate == .lost }.map { $0.isFromLeft && $0.length == 1448 } == [
        true, true, true,
      ])
    #expect(data.clockShift == 0)
    #expect(data.packets.allSatisfy { $0.fate != .unknown || $0.leftTime != nil })
  }
}
