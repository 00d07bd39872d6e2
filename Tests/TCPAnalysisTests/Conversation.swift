import PacketCapture

@testable import TCPAnalysis

/// A hand-written exchange of segments between A (10.0.0.1:40000) and B (10.0.0.2:80), classified one by one.
///
/// Sequence numbers are given relative: A's SYN is `clientBase`, B's `serverBase`. Times are milliseconds.
final class Conversation {
  var clientBase: UInt32 = 1000
  var serverBase: UInt32 = 5000
  var window: UInt16 = 65_535
  var classifier: Classifier
  var results: [ClassifiedSegment] = []
  private var frame: UInt64 = 0
  private var identifications: [UInt16] = [100, 7000]

  init(options: AnalysisOptions = AnalysisOptions()) {
    classifier = Classifier(options: options)
  }

  /// What a segment may carry beside its numbers.
  struct Extra {
    var payload: UInt32 = 0
    var identification: UInt16?
    var window: UInt16?
    var mss: UInt16?
    var windowScale: UInt8?
    var sackPermitted = false
    var timestamps: (UInt32, UInt32)?
    var sack: [(UInt32, UInt32)] = []
    var timeToLive: UInt8 = 64
    var checksum: UInt16 = 1
    var ecn: UInt8 = 0
    var isMultipath = false
    /// The counter of marked bytes in an option of accurate ECN.
    var markedBytes: UInt32?
  }

  /// Sends a segment from A.
  @discardableResult
  func a(
    _ time: Double, _ flags: TCPFlags, seq: UInt32, ack: UInt32 = 0,
    _ change: (inout Extra) -> Void = { _ in }
  ) -> ClassifiedSegment {
    send(0, time, flags, seq: clientBase &+ seq, ack: serverBase &+ ack, change)
  }

  /// Sends a segment from B.
  @discardableResult
  func b(
    _ time: Double, _ flags: TCPFlags, seq: UInt32, ack: UInt32 = 0,
    _ change: (inout Extra) -> Void = { _ in }
  ) -> ClassifiedSegment {
    send(1, time, flags, seq: serverBase &+ seq, ack: clientBase &+ ack, change)
  }

  /// SYN, SYN/ACK and ACK at 0, 20 and 20.1 ms, with MSS 1000, window scale 2 and SACK on both sides.
  func handshake(sack: Bool = true, scale: UInt8? = 2) {
    let options: (inout Extra) -> Void = {
      $0.mss = 1000
      $0.windowScale = scale
      $0.sackPermitted = sack
    }
    a(0, .syn, seq: 0, options)
    b(20, [.syn, .ack], seq: 0, ack: 1, options)
    a(20.1, .ack, seq: 1, ack: 1)
  }

  /// Ends the capture and gives the connections.
  func finish() -> [ConnectionSummary] {
    classifier.finishAll()
    return Array(ConnectionRecords(classifier.records, options: classifier.options))
  }

  private func send(
    _ side: Int, _ time: Double, _ flags: TCPFlags, seq: UInt32, ack: UInt32, _ change: (inout Extra) -> Void
  ) -> ClassifiedSegment {
    var extra = Extra()
    change(&extra)
    frame += 1
    identifications[side] &+= 1
    var segment = Segment()
    let hosts = [IPAddress(ipv4: 0x0A00_0001), IPAddress(ipv4: 0x0A00_0002)]
    segment.frame = frame
    segment.timestamp = 1_700_000_000_000_000_000 + Int64((time * 1e6).rounded())
    segment.source = hosts[side]
    segment.destination = hosts[1 - side]
    segment.sourcePort = side == 0 ? 40_000 : 80
    segment.destinationPort = side == 0 ? 80 : 40_000
    segment.linkHeaderLength = 14
    segment.networkHeaderLength = 20
    segment.transportHeaderLength = 20
    segment.networkLength = 40 + extra.payload
    segment.identification = extra.identification ?? identifications[side]
    segment.timeToLive = extra.timeToLive
    segment.trafficClass = extra.ecn
    segment.sequenceNumber = seq
    segment.acknowledgmentNumber = flags.contains(.ack) ? ack : 0
    segment.flags = flags
    segment.window = extra.window ?? window
    segment.checksum = extra.checksum
    segment.payloadLength = extra.payload
    segment.payloadChecksum = UInt16(truncatingIfNeeded: extra.payload)
    segment.marks = .matchesFilter
    fillOptions(&segment, extra, opposite: side == 0 ? serverBase : clientBase)
    let place = UnsafeMutablePointer<ClassifiedSegment>.allocate(capacity: 1)
    place.initialize(to: ClassifiedSegment())
    defer { place.deallocate() }
    classifier.classify(segment, into: place)
    place.pointee.segment = segment
    results.append(place.pointee)
    return place.pointee
  }

  private func fillOptions(_ segment: inout Segment, _ extra: Extra, opposite: UInt32) {
    if let mss = extra.mss {
      segment.options.present.insert(.maximumSegmentSize)
      segment.options.maximumSegmentSize = mss
    }
    if let scale = extra.windowScale {
      segment.options.present.insert(.windowScale)
      segment.options.windowScale = scale
    }
    if let bytes = extra.markedBytes {
      segment.options.present.insert(.accurateECN)
      segment.options.congestionMarkedBytes = bytes
      segment.marks.insert(.hasCongestionCounter)
    }
    if extra.isMultipath { segment.options.present.insert(.multipath) }
    if extra.sackPermitted { segment.options.present.insert(.sackPermitted) }
    if let (value, echo) = extra.timestamps {
      segment.options.present.insert(.timestamps)
      segment.options.timestampValue = value
      segment.options.timestampEcho = echo
      segment.optionsHash = UInt64(value) << 32 | UInt64(echo)
    }
    for (index, block) in extra.sack.prefix(4).enumerated() {
      segment.options.present.insert(.sack)
      segment.options.sackBlocks[index] = SackBlock(left: opposite &+ block.0, right: opposite &+ block.1)
      segment.options.sackBlockCount = UInt8(index + 1)
      segment.optionsHash = segment.optionsHash &* 31 &+ UInt64(block.0) << 20 &+ UInt64(block.1)
    }
  }
}
