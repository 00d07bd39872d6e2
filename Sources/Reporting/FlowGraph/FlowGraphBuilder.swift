import Charts
import Measurements
import PacketCapture
import TCPAnalysis

/// Makes the data of a flow graph.
struct FlowGraphBuilder {
  private let material: FlowGraphMaterial

  init(_ material: FlowGraphMaterial) {
    self.material = material
  }

  /// The data.
  func data() -> FlowGraphData {
    let connection = material.main.connection
    let flow = connection.flow(material.direction)
    var identity = FlowNames.identity(
      of: FlowID(connection: connection.id, direction: material.direction), connection: connection,
      capture: material.main.capture)
    identity.flow = String(connection.id)
    identity.capturePoint = capturePoint
    let isLeftInitiator = (material.direction == 1) == connection.isForwardFromInitiator
    let roles = isLeftInitiator ? ["initiator", "responder"] : ["responder", "initiator"]
    var data = FlowGraphData(
      identity: identity, axis: material.axis,
      left: .init(name: material.leftLabel ?? flow.source.description, role: roles[0]),
      right: .init(name: material.rightLabel ?? flow.destination.description, role: roles[1]), packets: [])
    data.tap = tap(of: connection)
    data.roundTrip = material.roundTrip ?? Self.roundTrip(connection)
    data.connectionPackets = connection.forward.packets &+ connection.backward.packets
    if let peer = material.peer {
      data.peerCapture = peer.capture
      FlowGraphPairing(material, peer: peer).fill(&data)
    } else {
      data.packets = material.main.segments.map { packet($0) }
        .filter { material.shows($0, frame: $0.leftFrame) }
    }
    if data.packets.isEmpty { data.emptyReason = "No packet of connection \(connection.id) in this time" }
    data.notes = FlowNotes.sentences([.captureDrop, .offload], flow: flow, connection: connection)
    if material.main.segments.count >= ConnectionPacketsMetric.maximumCount {
      data.notes.append(
        "Only the first \(Quantity.count(Int64(ConnectionPacketsMetric.maximumCount))) packets are shown.")
    }
    return data
  }

  /// The handshake's, or the least times to both ends from the capture point, whichever is less.
  private static func roundTrip(_ connection: ConnectionSummary) -> Int64? {
    let ends = [connection.forward, connection.backward].compactMap(\.roundTripTime?.minimum)
    let sum = ends.count == 2 ? ends[0] &+ ends[1] : nil
    return [connection.handshakeRTT, sum].compactMap(\.self).filter { $0 > 0 }.min()
  }

  private var isLeftInitiator: Bool {
    (material.direction == 1) == material.main.connection.isForwardFromInitiator
  }

  private func tap(of connection: ConnectionSummary) -> FlowGraphData.Tap {
    switch connection.capturePoint {
    case .initiator: isLeftInitiator ? .left : .right
    case .responder: isLeftInitiator ? .right : .left
    case .middle, .unknown: .between
    }
  }

  private var capturePoint: String {
    switch material.main.connection.capturePoint {
    case .initiator: "taken at the initiator"
    case .responder: "taken at the responder"
    case .middle: "taken between the ends"
    case .unknown: ""
    }
  }

  private func packet(_ item: ClassifiedSegment) -> FlowGraphPacket {
    Self.packet(item, isFromLeft: Int(item.direction) + 1 == material.direction, zero: material.axis.zero)
  }

  /// A packet as one capture tells it.
  static func packet(_ item: ClassifiedSegment, isFromLeft: Bool, zero: Int64) -> FlowGraphPacket {
    FlowGraphPacket(
      isFromLeft: isFromLeft, kind: kind(of: item),
      time: item.segment.timestamp.subtractingReportingOverflow(zero).partialValue, frame: item.segment.frame,
      flags: PacketListing.Row.names(of: item.segment.flags).replacing(" ", with: "\u{B7}"),
      sequence: item.start, acknowledgment: item.segment.flags.contains(.ack) ? item.acknowledgment : nil,
      length: Int64(item.segment.payloadLength), wireLength: Int64(item.segment.linkLength),
      remark: remark(on: item))
  }

  private static func kind(of item: ClassifiedSegment) -> FlowGraphPacket.Kind {
    switch item.segmentClass {
    case .retransmission, .synRetransmission: .retransmission
    case .zeroWindowProbe, .keepAlive: .probe
    default:
      if item.segment.flags.isDisjoint(with: [.syn, .fin, .rst]) {
        item.segment.payloadLength > 0 ? .data : .acknowledgment
      } else {
        .control
      }
    }
  }

  /// In a flow graph a segment that was sent again is called by its name in the RFCs.
  private static func remark(on item: ClassifiedSegment) -> String {
    PacketListing.Row.remark(on: item).replacing("sent again", with: "retransmission")
      .replacing("SYN retransmission", with: "retransmission")
  }
}
