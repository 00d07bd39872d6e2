import PacketCapture
import Reporting
import TCPAnalysis

/// Hand-made summaries whose numbers can be checked by eye.
enum StatisticSamples {
  static let initiator = Endpoint(address: IPAddress(ipv4: 0x0A00_0001), port: 40_000)
  static let responder = Endpoint(address: IPAddress(ipv4: 0x0A00_0002), port: 80)

  /// A connection that sent 3000 bytes in 2 s, 1000 of them twice, and got ACKs.
  static func connection(_ id: Int = 1) -> ConnectionSummary {
    var connection = ConnectionSummary()
    connection.id = id
    connection.forward = sender()
    connection.backward = receiver()
    connection.firstTime = 1_700_000_000_123_456_789
    connection.lastTime = 1_700_000_002_123_456_789
    connection.state = .finished
    connection.history = "ShADaFf"
    connection.completeness = 31
    connection.handshakeFar = 40_000_000
    connection.handshakeNear = 1_500_000
    connection.capturePoint = .initiator
    connection.capturePointReason = "handshake split"
    return connection
  }

  /// As `connection`, from a port that tells it apart and with so much payload.
  static func connection(_ id: Int, payload: Int64) -> ConnectionSummary {
    var connection = connection(id)
    connection.forward.source.port = UInt16(40_000 + id)
    connection.backward.destination.port = UInt16(40_000 + id)
    connection.forward.payloadBytes = payload
    return connection
  }

  static func analysis(_ connections: [ConnectionSummary]) -> Analysis {
    var capture = CaptureSummary()
    capture.files = [CaptureFileSummary(name: "hand.pcap")]
    capture.packets = 12
    capture.tcpPackets = 10
    capture.firstTime = 1_700_000_000_000_000_000
    capture.lastTime = 1_700_000_003_000_000_000
    capture.networkLayer.ipv4 = 11
    capture.networkLayer.arp = 1
    capture.transportLayer.tcp = 10
    capture.transportLayer.udp = 1
    capture.skipped = [.tunnelGRE: 2, .fragment: 0]
    capture.warnings = ["hand.pcap: cut in packet 13"]
    return Analysis(
      capture: capture, connections: ConnectionRecords(connections), captureDuplicates: 3,
      notes: [AnalysisNote(.truncatedPackets, count: 4)])
  }

  static func material(
    _ connections: [ConnectionSummary] = [connection()], selection: StatisticSelection = StatisticSelection()
  ) -> StatisticMaterial {
    StatisticMaterial(analysis: analysis(connections), selection: selection, tool: "captcp 0.0.0")
  }

  private static func sender() -> FlowSummary {
    var flow = FlowSummary()
    flow.direction = 1
    flow.source = initiator
    flow.destination = responder
    flow.packets = 6
    flow.linkBytes = 3400
    flow.networkBytes = 3300
    flow.transportBytes = 3200
    flow.payloadBytes = 3000
    flow.uniquePayloadBytes = 2000
    flow.dataPackets = 3
    flow.pureAckPackets = 1
    flow.synPackets = 1
    flow.finPackets = 1
    flow.pshPackets = 2
    flow.retransmittedPackets = 1
    flow.retransmittedBytes = 1000
    flow.maximumSegmentSize = 1460
    flow.windowScale = 7
    flow.sackPermitted = true
    flow.timestamps = false
    flow.payloadSizeMinBytes = 1000
    flow.payloadSizeMedianBytes = 1000
    flow.payloadSizeMeanBytes = 1000
    flow.payloadSizeMaxBytes = 1000
    flow.interArrivalMin = 1_500
    flow.interArrivalMeanSeconds = 0.4
    flow.interArrivalMax = 1_000_000_000
    flow.firstTime = 1_700_000_000_123_456_789
    flow.lastTime = 1_700_000_002_123_456_789
    flow.firstDataTime = 1_700_000_001_123_456_789
    flow.lastDataTime = 1_700_000_002_123_456_789
    return flow
  }

  private static func receiver() -> FlowSummary {
    var flow = FlowSummary()
    flow.direction = 2
    flow.source = responder
    flow.destination = initiator
    flow.packets = 1
    flow.synPackets = 1
    flow.firstTime = 1_700_000_001_000_000_000
    flow.lastTime = 1_700_000_001_000_000_000
    return flow
  }
}

extension Array<UInt8> {
  /// The bytes as text.
  var text: String { String(decoding: self, as: UTF8.self) }
}

/// Gathers what a writer hands over.
func collected(_ write: (([UInt8]) -> Void) -> Void) -> String {
  var bytes: [UInt8] = []
  write { bytes += $0 }
  return bytes.text
}
