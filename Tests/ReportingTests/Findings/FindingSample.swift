import PacketCapture

@testable import Reporting
@testable import TCPAnalysis

/// Connections made by hand for rules: a clean one, and what a test changes about it.
struct FindingSample {
  static let start: Int64 = 1_700_000_000_000_000_000
  static let second: Int64 = 1_000_000_000
  static let millisecond: Int64 = 1_000_000

  /// 10 s of data from 10.0.0.1:40000 to 10.0.0.2:80, taken beside the sender, SACK and time stamps on.
  var connection = FindingSample.cleanConnection()
  /// What was seen of it; `nil` if it was not watched.
  var seen: ConnectionObservations? = FindingSample.cleanObservations()
  /// Samples of its retransmissions.
  var retransmissions: [Retransmission] = []
  /// Time from the connection's last packet to the end of the capture.
  var rest: Int64 = 10 * FindingSample.second
  /// The capture as a whole.
  var capture = CaptureSummary()
  var notes: [AnalysisNote] = []
  var captureSeen = CaptureObservations()

  /// What a rule finds in all of it.
  func findings(_ rule: any FindingRule) -> [Finding] {
    let subject = ConnectionSubject(
      connection: connection, seen: seen, retransmissions: retransmissions,
      captureEnd: connection.lastTime + rest)
    let capture = CaptureSubject(capture: capture, notes: notes, seen: captureSeen)
    return rule.findings(in: capture) + rule.findings(in: subject)
      + [1, 2].flatMap { rule.findings(in: subject.flow($0)) }
  }

  /// A packet so many milliseconds after the first one.
  static func place(_ milliseconds: Int64, _ frame: UInt32) -> SeriesPlace {
    SeriesPlace(time: start + milliseconds * millisecond, frame: frame)
  }

  /// A period in milliseconds after the first packet.
  static func period(
    _ range: ClosedRange<Int64>, _ frames: ClosedRange<UInt32>, probes: Int64 = 0, isOpen: Bool = false
  ) -> WindowSeries.Period {
    var period = WindowSeries.Period(start: place(range.lowerBound, frames.lowerBound))
    period.stop = place(range.upperBound, frames.upperBound)
    period.isOpen = isOpen
    period.probes = probes
    return period
  }

  /// A retransmission of flow 1.1.
  static func resent(
    _ milliseconds: Int64, _ frame: UInt64, kind: SegmentKind = .fast, evidence: SpuriousEvidence = [],
    certainty: SpuriousCertainty? = nil
  ) -> Retransmission {
    Retransmission(
      flow: FlowID(connection: 1, direction: 1), frame: frame, fileIndex: 0,
      time: start + milliseconds * millisecond, range: SequenceRange(start: 1, end: 1001), kind: kind,
      evidence: evidence, certainty: certainty)
  }

  private static func cleanConnection() -> ConnectionSummary {
    var connection = ConnectionSummary()
    connection.id = 1
    connection.firstTime = start
    connection.lastTime = start + 10 * second
    connection.state = .finished
    connection.handshakeFar = 20 * millisecond
    connection.handshakeNear = 100_000
    connection.capturePoint = .initiator
    connection.forward = flow(1, 1, 40_000, 2, 80)
    connection.backward = flow(2, 2, 80, 1, 40_000)
    connection.forward.dataPackets = 1000
    connection.forward.uniquePayloadBytes = 1_000_000
    connection.forward.payloadBytes = 1_000_000
    connection.forward.firstDataTime = start
    connection.forward.lastDataTime = start + 10 * second
    connection.forward.spuriousRetransmissions = [:]
    connection.forward.acknowledgedUnseenBytes = 0
    connection.forward.maxBytesInFlight = 60_000
    connection.forward.baseRoundTripTime = 20 * millisecond
    return connection
  }

  private static func flow(
    _ direction: Int, _ host: UInt32, _ port: UInt16, _ peer: UInt32, _ peerPort: UInt16
  ) -> FlowSummary {
    var flow = FlowSummary()
    flow.direction = direction
    flow.source = Endpoint(address: IPAddress(ipv4: 0x0A00_0000 + host), port: port)
    flow.destination = Endpoint(address: IPAddress(ipv4: 0x0A00_0000 + peer), port: peerPort)
    flow.packets = 1002
    flow.synPackets = 1
    flow.sackPermitted = true
    flow.timestamps = true
    flow.maximumSegmentSize = 1460
    flow.windowScale = 7
    flow.advertisedWindowMaxBytes = 1_000_000
    return flow
  }

  private static func cleanObservations() -> ConnectionObservations {
    var seen = ConnectionObservations(connection: 1, dataDirection: 1)
    seen.flows[0].syn = place(0, 1)
    seen.first = place(0, 1)
    seen.last = place(10_000, 2004)
    return seen
  }
}
