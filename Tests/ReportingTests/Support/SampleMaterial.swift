import Charts
import Measurements
import PacketCapture

@testable import Reporting
@testable import TCPAnalysis

/// A capture made by hand: connection 1 with a zero window, a silence and segments sent again, 2 short and clean.
enum SampleMaterial {
  /// 2026-11-22 20:10:10.879636 UTC.
  static let start: Int64 = 1_795_378_210_879_636_000
  static let millisecond: Int64 = 1_000_000

  static func endpoint(_ lastByte: UInt32, _ port: UInt16) -> Endpoint {
    Endpoint(address: IPAddress(ipv4: 0x0A09_0000 + lastByte), port: port)
  }

  static func connection() -> ConnectionSummary {
    var connection = ConnectionSummary()
    connection.id = 1
    connection.firstTime = start
    connection.lastTime = start + 8490 * millisecond
    connection.state = .resetByInitiator
    connection.history = "ShADadR"
    connection.handshakeFar = 43 * millisecond
    connection.handshakeNear = 100_000
    connection.capturePoint = .initiator
    connection.forward = forward()
    connection.backward = backward()
    connection.notes = [AnalysisNote(.portReused)]
    return connection
  }

  private static func forward() -> FlowSummary {
    var flow = FlowSummary()
    flow.direction = 1
    flow.source = endpoint(1, 51936)
    flow.destination = endpoint(2, 5300)
    flow.packets = 1023
    flow.dataPackets = 1020
    flow.pureAckPackets = 1
    flow.synPackets = 1
    flow.rstPackets = 1
    flow.linkBytes = 1_545_000
    flow.networkBytes = 1_530_700
    flow.transportBytes = 1_510_000
    flow.payloadBytes = 1_476_960
    flow.uniquePayloadBytes = 1_282_928
    flow.retransmittedPackets = 134
    flow.spuriousRetransmissions = [:]
    flow.lossEpisodes = 16
    flow.retransmittedBytes = 194_032
    flow.maxBytesInFlight = 65_160
    flow.maximumSegmentSize = 1460
    flow.windowScale = 7
    flow.sackPermitted = true
    flow.timestamps = true
    flow.firstTime = start
    flow.lastTime = start + 8490 * millisecond
    flow.firstDataTime = start + 60 * millisecond
    flow.lastDataTime = start + 8400 * millisecond
    return flow
  }

  private static func backward() -> FlowSummary {
    var flow = FlowSummary()
    flow.direction = 2
    flow.source = endpoint(2, 5300)
    flow.destination = endpoint(1, 51936)
    flow.packets = 684
    flow.pureAckPackets = 683
    flow.synPackets = 1
    flow.linkBytes = 45_000
    flow.transportBytes = 22_000
    flow.duplicateAcks = 250
    flow.zeroWindowAcks = 12
    flow.advertisedWindowMinBytes = 0
    flow.advertisedWindowMaxBytes = 65_535
    flow.maximumSegmentSize = 1460
    flow.sackPermitted = true
    flow.timestamps = true
    flow.firstTime = start + 43 * millisecond
    flow.lastTime = start + 8480 * millisecond
    return flow
  }

  static func shortConnection() -> ConnectionSummary {
    var connection = ConnectionSummary()
    connection.id = 2
    connection.firstTime = start + 1000 * millisecond
    connection.lastTime = start + 1182 * millisecond
    connection.state = .finished
    connection.capturePoint = .initiator
    connection.forward.direction = 1
    connection.forward.source = endpoint(2, 41112)
    connection.forward.destination = endpoint(1, 8080)
    connection.forward.packets = 9
    connection.forward.dataPackets = 1
    connection.forward.uniquePayloadBytes = 22
    connection.forward.payloadBytes = 22
    connection.backward.direction = 2
    connection.backward.source = endpoint(1, 8080)
    connection.backward.destination = endpoint(2, 41112)
    connection.backward.packets = 9
    connection.backward.dataPackets = 5
    connection.backward.uniquePayloadBytes = 6128
    connection.backward.payloadBytes = 6128
    connection.backward.firstDataTime = start + 1090 * millisecond
    connection.backward.lastDataTime = start + 1100 * millisecond
    return connection
  }

  /// Sends a segment every 20 ms but for the zero window from 3.07 s to 5.26 s; every eighth one is sent again.
  static func timeSequence(flow: FlowID = FlowID(connection: 1, direction: 1)) -> TimeSequenceSeries {
    var series = TimeSequenceSeries(flow: flow)
    series.initialSequenceNumber = 4_000_000_000
    var next: Int64 = 1
    var frame: UInt64 = 4
    for step in 0..<420 {
      let time = start + (60 + Int64(step) * 20) * millisecond
      if time > start + 3070 * millisecond, time < start + 5260 * millisecond { continue }
      let isRepeat = step % 8 == 7
      let begin = isRepeat ? next - 1448 : next
      append(to: &series, time: time, frame: frame, start: begin, isRepeat: isRepeat)
      if !isRepeat { next += 1448 }
      frame += 2
      series.ackTimes.append(time + 4 * millisecond)
      series.ackFrames.append(frame - 1)
      series.ackValues.append(begin)
      series.ackClasses.append(isRepeat ? .duplicate : .new)
      series.ackHasDSACK.append(false)
      series.ackWindows.append(step == 150 ? 0 : 65_535)
    }
    series.zeroWindows = [
      .init(
        start: start + 3070 * millisecond, stop: start + 5259 * millisecond, firstFrame: 305, lastFrame: 306)
    ]
    series.timeoutWaits = [
      .init(
        start: start + 7000 * millisecond, stop: start + 7340 * millisecond, firstFrame: 560, lastFrame: 561)
    ]
    series.eventTimes = [start, start + 3070 * millisecond, start + 8490 * millisecond]
    series.eventFrames = [1, 305, 1707]
    series.events = [.syn, .zeroWindow, .rst]
    series.eventValues = [0, next, next]
    return series
  }

  private static func append(
    to series: inout TimeSequenceSeries, time: Int64, frame: UInt64, start: Int64, isRepeat: Bool
  ) {
    series.segmentTimes.append(time)
    series.segmentFrames.append(frame)
    series.segmentStarts.append(start)
    series.segmentEnds.append(start + 1448)
    series.segmentClasses.append(isRepeat ? .retransmission : .newData)
    series.segmentKinds.append(.none)
    series.segmentMarks.append([])
  }

  static func throughput(flow: FlowID = FlowID(connection: 1, direction: 1)) -> ThroughputSeries {
    let bin = 50 * millisecond
    var series = ThroughputSeries(flow: flow, layer: .linkLayer, binNanoseconds: bin, start: start)
    let sequence = timeSequence(flow: flow)
    let last = start + 8490 * millisecond
    let count = Int((last - start) / bin) + 1
    series.bytes = [Int64](repeating: 0, count: count)
    series.goodputBytes = series.bytes
    series.packets = series.bytes
    for (index, time) in sequence.segmentTimes.enumerated() {
      let column = Int((time - start) / bin)
      series.bytes[column] += 1514
      series.packets[column] += 1
      if sequence.segmentClasses[index] == .newData {
        series.goodputBytes[column] += 1448
      } else {
        series.retransmissionTimes.append(time)
      }
    }
    series.lastTime = last
    return series
  }

  /// The packets around frame 305, where the window closes.
  static func window() -> PacketWindow {
    var window = PacketWindow(connection: 1, frame: 305)
    let lines: [(UInt64, Int64, UInt8, SegmentClass, Int64, UInt32, Int64, AckClass)] = [
      (303, 3040, 0, .newData, 190_001, 1448, 65_535, .none),
      (304, 3060, 0, .newData, 191_449, 1448, 65_535, .none),
      (305, 3070, 1, .ack, 192_897, 0, 0, .zeroWindow),
      (306, 3410, 0, .zeroWindowProbe, 192_896, 1, 65_535, .none),
      (307, 3478, 1, .ack, 192_897, 0, 0, .zeroWindow), (308, 5259, 1, .ack, 192_897, 0, 7240, .windowUpdate),
      (309, 5260, 0, .newData, 192_897, 1448, 65_535, .none),
    ]
    for (frame, time, direction, segmentClass, number, length, size, ack) in lines {
      var item = ClassifiedSegment()
      item.direction = direction
      item.segmentClass = segmentClass
      item.ackClass = ack
      item.start = direction == 0 ? number : 1
      item.end = item.start + Int64(length)
      item.acknowledgment = direction == 1 ? number : 1
      item.windowBytes = size
      item.segment.frame = frame
      item.segment.timestamp = start + time * millisecond
      item.segment.payloadLength = length
      item.segment.flags = length > 0 ? [.ack, .psh] : [.ack]
      window.segments.append(item)
    }
    return window
  }

  static func analysis(fileName: String = "snd.pcap") -> Analysis {
    var capture = CaptureSummary()
    var file = CaptureFileSummary(name: fileName)
    file.bytes = 1_981_595
    file.linkTypes = ["EN10MB"]
    file.snapLength = 96
    file.timeResolution = "\u{B5}s"
    file.packets = 19_908
    file.sha256 = String(repeating: "386939c4", count: 8)
    file.interfaces = [.init(name: nil, linkType: 1, snapLength: 96)]
    capture.files = [file]
    capture.packets = 19_908
    capture.tcpPackets = 19_908
    capture.firstTime = start
    capture.lastTime = start + 14_495 * millisecond
    capture.truncatedPackets = 11_000
    var analysis = Analysis(
      capture: capture, connections: ConnectionRecords([connection(), shortConnection()]),
      captureDuplicates: 0,
      notes: [])
    analysis.retransmissions = [18, 34].map { frame in
      Retransmission(
        flow: FlowID(connection: 1, direction: 1), frame: frame, fileIndex: 0,
        time: start + Int64(frame) * 10 * millisecond, range: SequenceRange(start: 1, end: 1449), kind: .fast,
        evidence: [])
    }
    return analysis
  }

  /// What was seen of connection 1, as `timeSequence` has it.
  static func observations() -> Observations {
    var seen = ConnectionObservations(connection: 1, dataDirection: 1)
    let series = timeSequence()
    func tally(_ periods: [TimeSequenceSeries.Period]) -> PeriodTally {
      PeriodTally(
        periods.map { one in
          var period = WindowSeries.Period(start: SeriesPlace(time: one.start, frame: UInt32(one.firstFrame)))
          period.stop = SeriesPlace(time: one.stop, frame: UInt32(one.lastFrame))
          period.isOpen = false
          return period
        })
    }
    seen.flows[0].zeroWindows = tally(series.zeroWindows)
    seen.flows[0].timeoutWaits = tally(series.timeoutWaits)
    seen.flows[0].resent = Occurrences([SeriesPlace(time: start + 8360 * millisecond, frame: 1700)])
    seen.first = SeriesPlace(time: start, frame: 1)
    seen.reset = .init(
      place: SeriesPlace(time: start + 8490 * millisecond, frame: 1707), direction: 1, isAfterFin: false,
      bytesInFlight: 2896)
    var short = ConnectionObservations(connection: 2, dataDirection: 2)
    short.first = SeriesPlace(time: start + 1000 * millisecond, frame: 120)
    return Observations(connections: [1: seen, 2: short])
  }

  static func request(origin: TimeAxis.Origin = .connection) -> FlowRequest {
    FlowRequest(
      flow: FlowID(connection: 1, direction: 1), connection: connection(),
      axis: ReportTime.axis(origin: origin, connection: connection(), captureStart: start))
  }

  static func material(fileName: String = "snd.pcap") -> ReportMaterial {
    let flow = FlowMaterial(
      request: request(), capture: fileName, series: [timeSequence(), throughput()], windows: [window()])
    let analysis = analysis(fileName: fileName)
    return ReportMaterial(
      analysis: analysis, flows: [flow],
      findings: FindingSearch(analysis: analysis, observations: observations()).findings(),
      dataJSON: #"{"schema":1,"connections":[]}"#)
  }

  static let provenance = Provenance(
    tool: "captcp 1.0.0", libraries: ["cairo 1.18.4", "pango 1.56.3"],
    command: "captcp report -o report.html snd.pcap",
    parameters: [.init("max-connections", "10"), .init("origin", "connection")])
}
