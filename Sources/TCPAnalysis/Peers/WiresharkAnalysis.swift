public import PacketCapture

/// Wireshark's sequence analysis of every TCP segment: the flags that tshark 4.0 prints, and its numbers.
///
/// The rules are those of DEFINITIONS.md, section 4.2, with the default preferences, in one pass. Segments come in the
/// order of the file, copies included. Streams are told apart by addresses and ports alone, and never end: a late
/// packet belongs to the newest stream of its endpoints.
public final class WiresharkAnalysis {
  // Never entered twice: a check at each access would cost more than what it guards.
  @exclusivity(unchecked) private var table = EndpointTable()
  private let streams = StableChunks(initial: WiresharkStream())

  /// Makes an analysis without streams.
  public init() {}

  deinit {
    for number in 0..<streams.count { streams.pointer(number).pointee.release() }
  }

  /// Streams so far.
  public var streamCount: Int { table.count }

  /// Sender and receiver of the first packet of a stream.
  public func ends(of stream: Int) -> (source: Endpoint, destination: Endpoint) {
    let ends = table.ends(of: Int32(truncatingIfNeeded: stream))
    return (ends.source, ends.destination)
  }

  /// From the newest SYN of a stream to the first ACK behind it, in nanoseconds; `nil` if it is unknown.
  public func initialRoundTripTime(of stream: Int) -> Int64? {
    let time = streams.pointer(Int32(truncatingIfNeeded: stream)).pointee.initialRoundTripTime
    return time == 0 ? nil : time
  }

  /// Judges the next segment of the file.
  ///
  /// - Complexity: O(r) in the runs of unacknowledged segments, which is 1 without retransmissions.
  public func classify(_ segment: borrowing Segment) -> WiresharkVerdict {
    var verdict = WiresharkVerdict()
    let place = stream(of: segment, &verdict)
    verdict.stream = place.connection
    verdict.direction = UInt8(place.direction)
    let stream = streams.pointer(place.connection)
    let own = Self.flow(place.direction, of: stream)
    let other = Self.flow(1 - place.direction, of: stream)
    let step = WiresharkStep(segment, stream: stream, own: own, other: other)
    step.begin(&verdict)
    if step.isLengthKnown {
      verdict.payloadLength = Int64(step.length)
      step.test(&verdict)
      step.update(&verdict)
      step.measureFlight(&verdict)
    }
    step.finish(segment)
    verdict.initialRoundTripTime = stream.pointee.initialRoundTripTime
    if segment.flags.rawValue & (TCPFlags.fin.rawValue | TCPFlags.rst.rawValue) != 0 { shrink(stream) }
    if step.isUnprinted { verdict.hide() }
    return verdict
  }

  private static func flow(
    _ direction: Int, of stream: UnsafeMutablePointer<WiresharkStream>
  ) -> UnsafeMutablePointer<WiresharkFlow> {
    // The array of the two flows is what a stream begins with.
    UnsafeMutableRawPointer(stream).assumingMemoryBound(to: WiresharkFlow.self) + direction
  }

  /// The stream of a segment (rules A); a SYN may open a new one.
  private func stream(of segment: borrowing Segment, _ verdict: inout WiresharkVerdict) -> EndpointTable.Place
  {
    var place = table.place(of: segment)
    if place.isNew {
      _ = streams.allocate()
    } else if segment.flags.contains(.syn) {
      let own = Self.flow(place.direction, of: streams.pointer(place.connection))
      guard own.pointee.traits.contains(.baseIsKnown) else { return place }
      let isSame = own.pointee.base == segment.sequenceNumber
      if segment.flags.contains(.ack) {
        if !isSame {
          own.pointee.base = segment.sequenceNumber
          verdict.flags.insert(.reusedPorts)
        }
      } else if isSame {
        own.pointee.nextSequence = own.pointee.highestToBeAcknowledged
      } else {
        streams.pointer(place.connection).pointee.release()
        place = table.replace(place, segment)
        _ = streams.allocate()
        verdict.flags.insert(.reusedPorts)
      }
    }
    return place
  }

  /// What has ended and waits for nothing needs no room.
  private func shrink(_ stream: UnsafeMutablePointer<WiresharkStream>) {
    if stream.pointee.flows[0].unacked.isEmpty { stream.pointee.flows[0].unacked.release() }
    if stream.pointee.flows[1].unacked.isEmpty { stream.pointee.flows[1].unacked.release() }
  }
}

extension WiresharkVerdict {
  /// Takes back what tshark does not print of a segment whose options it could not read.
  mutating func hide() {
    flags = []
    isUnprinted = true
    duplicateAckNumber = 0
    bytesInFlight = 0
    ackRoundTripTime = 0
    initialRoundTripTime = 0
    retransmissionTimeout = 0
  }
}
