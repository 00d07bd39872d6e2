import Charts
import PacketCapture
import TCPAnalysis

/// Joins the packets of both ends of a connection.
struct FlowGraphPairing {
  private let material: FlowGraphMaterial
  private let peer: FlowGraphMaterial.Side
  private let pairing: SegmentPairing
  private let isMainLeft: Bool

  init(_ material: FlowGraphMaterial, peer: FlowGraphMaterial.Side) {
    self.material = material
    self.peer = peer
    let direction = material.direction
    let peerDirection = Self.direction(like: material, in: peer)
    pairing = SegmentPairing(material.main.segments, peer.segments) { segment, isOfFirst in
      Int(segment.direction) + 1 == (isOfFirst ? direction : peerDirection)
    }
    isMainLeft = Self.isMainLeft(material, peer: peer, pairing)
  }

  /// The direction of the peer's capture whose packets go from left to right.
  private static func direction(like material: FlowGraphMaterial, in peer: FlowGraphMaterial.Side) -> Int {
    let source = material.main.connection.flow(material.direction).source
    if peer.connection.forward.source == source { return 1 }
    if peer.connection.backward.source == source { return 2 }
    let isInitiator = (material.direction == 1) == material.main.connection.isForwardFromInitiator
    return isInitiator == peer.connection.isForwardFromInitiator ? 1 : 2
  }

  /// Whether the first capture is the left end's: by where both say they were taken, else by their clocks.
  private static func isMainLeft(
    _ material: FlowGraphMaterial, peer: FlowGraphMaterial.Side, _ pairing: SegmentPairing
  ) -> Bool {
    let isLeftInitiator = (material.direction == 1) == material.main.connection.isForwardFromInitiator
    switch (material.main.connection.capturePoint, peer.connection.capturePoint) {
    case (.initiator, _), (.middle, .responder), (.unknown, .responder): return isLeftInitiator
    case (.responder, _), (.middle, .initiator), (.unknown, .initiator): return !isLeftInitiator
    default: return (pairing.leastDelays.forward ?? 0) >= 0
    }
  }

  /// Fills in the packets, in the order in which they were sent.
  func fill(_ data: inout FlowGraphData) {
    data.clockShift = isMainLeft ? pairing.clockShift : shiftOfRight
    data.tap = isMainLeft ? .left : .right
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
        isOwnLeft: isMainLeft, covered: peerTimes)
      if material.shows(packet, frame: item.segment.frame) { packets.append(packet) }
    }
    let peerDirection = Self.direction(like: material, in: peer)
    for place in pairing.unpaired {
      let item = peer.segments[place]
      let isFromLeft = Int(item.direction) + 1 == peerDirection
      var packet = FlowGraphBuilder.packet(item, isFromLeft: isFromLeft, zero: material.axis.zero)
      set(
        &packet, own: (peerTime(item), item.segment.frame), other: nil, isOwnLeft: !isMainLeft,
        covered: mainTimes)
      if material.shows(packet, frame: nil) { packets.append(packet) }
    }
    data.packets = packets.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  /// The shift of the second capture's clock where that is the left end's.
  private var shiftOfRight: Int64 {
    // The pairing calls packets from left to right forward: then delays have the other sign.
    guard let forward = pairing.leastDelays.forward, let backward = pairing.leastDelays.backward else {
      return 0
    }
    guard forward > 0 || backward > 0 else { return 0 }
    return (backward / 2) &- (forward / 2)
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
