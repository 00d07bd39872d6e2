import Fixtures
import PacketCapture
import TCPAnalysis

/// Packets and bytes beside an independent count that was made when the captures were taken.
struct CountBound: Bound {
  let claim = "packets, data and retransmissions are those of an independent count"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    for scenario in scenarios {
      guard let count = scenario.truth.checks?["sender"]?.pcap else { continue }
      let flows = scenario.sender.connections.flatMap(\.flows)
      // The independent count of data looks at the sending host.
      let sent = scenario.sender.connections.flatMap(\.flows).filter { Host($0.source.address) == .sender }
      let own = [
        flows.reduce(0) { $0 + $1.packets + $1.captureDuplicates }, sent.reduce(0) { $0 + $1.dataPackets },
        sent.reduce(0) { $0 + $1.payloadBytes }, sent.reduce(0) { $0 + $1.retransmittedPackets },
      ]
      let counted = [count.packets, count.dataPackets, count.dataBytes, count.retransmittedSegments]
      right.count(own == counted)
      guard own != counted else { continue }
      finding.rows.append(
        .init(scenario: scenario.name, truth: "\(counted)", captcp: "\(own)", remark: "counted otherwise"))
    }
    finding.figure = "\(right.text) captures"
    finding.holds = right.part == right.whole && right.whole > 50
    return finding
  }
}
