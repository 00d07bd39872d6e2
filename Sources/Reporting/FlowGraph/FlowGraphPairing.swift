import Charts
import PacketCapture
import TCPAnalysis

/// Joins the packets of both ends of a connection.
struct FlowGraphPairing {
  private let material: FlowGraphMaterial
  private let peer: FlowGraphMaterial.Side
  private let pairing: TapPairing
  /// The direction of the peer's capture whose packets go from left to right.
  private let peerDirection: Int

  init(_ material: FlowGraphMaterial, peer: FlowGraphMaterial.Side) {
    self.material = material
    self.peer = peer
    let ends = TapEnds(
      first: material.main.connection, direction: material.direction, second: peer.connection)
    pairing = ends.pairing(material.main.segments.map(TapPacket.init), peer.segments.map(TapPacket.init))
    peerDirection = ends.secondDirection
  }

  /// Fills in the packets, in the order in which they were sent.
  func fill(_ data: inout FlowGraphData) {
    data.clockShift = pairing.clockShift
    data.tap = pairing.isFirstNear ? .left : .right
    let shift = data.clockShift
    func peerTime(_ item: ClassifiedSegment) -> Int64 {
      item.segment.timestamp.subtractingReportingOverflow(material.axis.zero).partialValue &+ shift
    }
    let mainTimes = span(material.main.segments, shift: 0)
    let peerTimes = span(peer.segments, shift: shift)
    var packets: [FlowGraphPacket] = []
    for (place, item) in material.main.segments.enumerated() {
      let isFromLeft = Int(item.direction) + 1 == material.direction
      var packet = FlowGraphBuilder.packet(item, isFromLeft: isFromLeft, zero: material.axis.zero)
      let twin = pairing.twins[place].map { peer.segments[$0] }
      set(
        &packet, own: (packet.time, item.segment.frame), other: twin.map { (peerTime($0), $0.segment.frame) },
        isOwnLeft: pairing.isFirstNear, covered: peerTimes)
      if material.shows(packet, frame: item.segment.frame) { packets.append(packet) }
    }
    for place in pairing.unpaired {
      let item = peer.segments[place]
      let isFromLeft = Int(item.direction) + 1 == peerDirection
      var packet = FlowGraphBuilder.packet(item, isFromLeft: isFromLeft, zero: material.axis.zero)
      set(
        &packet, own: (peerTime(item), item.segment.frame), other: nil, isOwnLeft: !pairing.isFirstNear,
        covered: mainTimes)
      if material.shows(packet, frame: nil) { packets.append(packet) }
    }
    data.packets = packets.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  /// Writes times, frames and fate of a packet.
  private func set(
    _ packet: inout FlowGraphPacket, own: (time: Int64, frame: UInt64), other: (time: Int64, frame: UInt64)?,
    isOwnLeft: Bool, covered: ClosedRange<Int64>?
  ) {
    let (left, right) = isOwnLeft ? (own, other) : (other, own)
    packet.leftTime = left?.time
    packet.leftFrame = left?.frame
    packet.rightTime = right?.time
    packet.rightFrame = right?.frame
    let sent = packet.isFromLeft ? left : right
    packet.time = sent?.time ?? own.time
    if other != nil || sent == nil {
      packet.fate = .arrived
    } else {
      packet.fate = covered?.contains(own.time) == true ? .lost : .unknown
    }
  }

  /// The time that a capture covers.
  private func span(_ segments: [ClassifiedSegment], shift: Int64) -> ClosedRange<Int64>? {
    guard let first = segments.first, let last = segments.last else { return nil }
    let zero = material.axis.zero
    let start = first.segment.timestamp.subtractingReportingOverflow(zero).partialValue &+ shift
    let end = last.segment.timestamp.subtractingReportingOverflow(zero).partialValue &+ shift
    return start...max(start, end)
  }
}
