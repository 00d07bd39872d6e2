import PacketCapture
import TCPAnalysis

/// An end of the testbed.
enum Host: String, Sendable {
  case sender, receiver

  /// By its addresses: 10.77.0.1 and fd77::1 send, 10.77.0.2 and fd77::2 receive.
  init?(_ address: IPAddress) {
    for (number, host) in [(UInt64(1), Host.sender), (2, .receiver)] {
      let addresses = [
        IPAddress(ipv4: 0x0A4D_0000 | UInt32(number)),
        IPAddress(ipv6High: 0xFD77_0000_0000_0000, low: number),
      ]
      guard addresses.contains(address) else { continue }
      self = host
      return
    }
    return nil
  }
}

/// One frame with what captcp says of it.
struct ObservedFrame: Sendable {
  /// Number of the packet in its file, from 1.
  let number: Int
  /// Nanoseconds since the epoch.
  let time: Int64
  let host: Host
  let connection: Int32
  let direction: UInt8
  let sourcePort: UInt16
  let destinationPort: UInt16
  let segmentClass: SegmentClass
  let kind: SegmentKind
  let ackClass: AckClass
  let marks: ClassificationMarks
  /// Relative sequence numbers.
  let start: Int64
  let end: Int64
  let acknowledgment: Int64
  let bytesInFlight: Int64
  /// Nanoseconds, -1 for none.
  let roundTripTime: Int64
  let sequence: UInt32
  /// As it stands in the header.
  let acknowledgmentNumber: UInt32
  let identification: UInt16
  let payloadLength: Int
  let flags: TCPFlags

  init?(_ classified: borrowing ClassifiedSegment) {
    guard let host = Host(classified.segment.source) else { return nil }
    self.host = host
    number = Int(classified.segment.frame)
    time = classified.segment.timestamp
    connection = classified.connection
    direction = classified.direction
    sourcePort = classified.segment.sourcePort
    destinationPort = classified.segment.destinationPort
    segmentClass = classified.segmentClass
    kind = classified.kind
    ackClass = classified.ackClass
    marks = classified.marks
    start = classified.start
    end = classified.end
    acknowledgment = classified.acknowledgment
    bytesInFlight = classified.bytesInFlight
    roundTripTime = classified.roundTripTime
    sequence = classified.segment.sequenceNumber
    acknowledgmentNumber = classified.segment.acknowledgmentNumber
    identification = classified.segment.identification
    payloadLength = Int(classified.segment.payloadLength)
    flags = classified.segment.flags
  }

  /// Whether captcp says that it was sent again.
  var isRetransmission: Bool { segmentClass == .retransmission || segmentClass == .synRetransmission }
}

/// One capture of the testbed as captcp reads it: analysed once, for all bounds.
struct Reading: Sendable {
  let analysis: Analysis
  /// The frames in the order of their classification.
  let frames: [ObservedFrame]
  let connections: [ConnectionSummary]
  /// What tells packets apart, by connection.
  let tapPackets: [Int: [TapPacket]]

  init(path: String) throws {
    let input = try CaptureInput(paths: [path], options: CaptureOptions())
    let collector = FrameCollector()
    var options = AnalysisOptions()
    options.keepsRetransmissions = true
    analysis = try Analyzer(options: options, metrics: [collector]).run(try input.makeReader())
    frames = collector.frames
    tapPackets = collector.tapPackets
    connections = analysis.connections.map { $0 }
  }

  /// What a host sent again, by the number of the frame.
  func retransmissions(of host: Host) -> [Int: ObservedFrame] {
    var result: [Int: ObservedFrame] = [:]
    for frame in frames where frame.host == host && frame.isRetransmission { result[frame.number] = frame }
    return result
  }
}

private final class FrameCollector: Metric {
  var frames: [ObservedFrame] = []
  var tapPackets: [Int: [TapPacket]] = [:]

  func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices {
      if let frame = ObservedFrame(batch[index]) { frames.append(frame) }
      if batch[index].segmentClass != .captureDuplicate {
        tapPackets[batch[index].connectionNumber, default: []].append(TapPacket(batch[index]))
      }
    }
  }
}
