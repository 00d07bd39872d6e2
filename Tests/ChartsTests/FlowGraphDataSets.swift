import Measurements

@testable import Charts

/// The flows of ``ChartDataSets`` as packets between two ends.
enum FlowGraphDataSets {
  /// The packets of a flow and of its acknowledgments, in order of time.
  static func flowGraph(_ name: String, peer: Bool = false) -> FlowGraphData {
    let flow = ChartDataSets.timeSequence(name)
    var packets = flow.segmentTimes.indices.map { segment(flow, $0) }
    packets += flow.ackTimes.indices.map { row in
      FlowGraphPacket(
        isFromLeft: false, kind: .acknowledgment, time: flow.ackTimes[row], frame: 0, flags: "ACK",
        sequence: 1,
        acknowledgment: flow.ackValues[row], length: 0, wireLength: 66)
    }
    packets.sort { $0.time < $1.time }
    for index in packets.indices {
      packets[index].leftTime = packets[index].time
      packets[index].leftFrame = UInt64(index + 1)
      if peer { addPeer(&packets[index], index) }
    }
    let ends = [flow.identity.source, flow.identity.destination]
    var data = FlowGraphData(
      identity: flow.identity, axis: flow.axis, left: .init(name: ends[0], role: "initiator"),
      right: .init(name: ends[1], role: "responder"), packets: packets)
    data.peerCapture = peer ? "peer.pcap" : nil
    data.roundTrip = 2_000_000
    data.emptyReason = flow.emptyReason
    return data
  }

  private static func segment(_ flow: TimeSequenceData, _ row: Int) -> FlowGraphPacket {
    let isResent = flow.segmentKinds[row] == .retransmission
    let length = flow.segmentEnds[row] - flow.segmentStarts[row]
    return FlowGraphPacket(
      isFromLeft: true, kind: isResent ? .retransmission : .data, time: flow.segmentTimes[row], frame: 0,
      flags: "ACK", sequence: flow.segmentStarts[row], acknowledgment: 1, length: length,
      wireLength: length + 66)
  }

  /// Every tenth packet is lost, the others take a millisecond.
  private static func addPeer(_ packet: inout FlowGraphPacket, _ index: Int) {
    let isLost = index % 10 == 4
    packet.fate = isLost ? .lost : .arrived
    if packet.isFromLeft {
      packet.rightTime = isLost ? nil : packet.time + 1_000_000
    } else {
      packet.rightTime = packet.time - 1_000_000
      if isLost { packet.leftTime = nil }
    }
    if packet.rightTime != nil { packet.rightFrame = UInt64(index + 101) }
    if packet.leftTime == nil { packet.leftFrame = nil }
  }
}
