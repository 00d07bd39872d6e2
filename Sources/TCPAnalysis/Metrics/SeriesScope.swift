import PacketCapture

/// The flow that a series is made of, and which of its points are kept.
///
/// What lies outside of the times or frames is left out of the series, but still seen: state, such as what is in
/// flight at the start, is right.
public struct SeriesScope: Sendable, Equatable {
  /// The flow that sends the data; it has a direction.
  public let flow: FlowID
  /// Times that are kept, nanoseconds since the epoch; `nil` for all.
  public var times: ClosedRange<Int64>?
  /// Frames that are kept; `nil` for all.
  public var frames: FrameRanges?
  /// Whether only a picture is made of the series: of very many points those are kept that it needs.
  public var isForPicture = false
  private let connection: Int32
  private let direction: UInt8

  /// Makes the scope of a flow; a connection without direction is taken as its first flow.
  public init(flow: FlowID, times: ClosedRange<Int64>? = nil, frames: FrameRanges? = nil) {
    let direction = flow.direction ?? 1
    self.flow = FlowID(connection: flow.connection, direction: direction)
    self.times = times
    self.frames = frames
    connection = Int32(clamping: flow.connection - 1)
    self.direction = UInt8(clamping: direction - 1)
  }

  /// Whether a segment belongs to the connection and is no copy of a captured frame.
  @inline(__always)
  func concerns(_ segment: borrowing ClassifiedSegment) -> Bool {
    guard segment.connection == connection else { return false }
    return segment.segmentClass != .captureDuplicate
  }

  /// Whether a segment of the connection was sent by the flow, and not to it.
  @inline(__always)
  func isSent(_ segment: borrowing ClassifiedSegment) -> Bool { segment.direction == direction }

  /// Whether a point at a segment is kept.
  @inline(__always)
  func keeps(_ segment: borrowing ClassifiedSegment) -> Bool {
    if let times, !times.contains(segment.segment.timestamp) { return false }
    guard let frames else { return true }
    return frames.contains(segment.segment.frame)
  }
}

/// A packet as series keep it.
public struct SeriesPlace: Sendable, Hashable {
  /// Time in nanoseconds since the epoch.
  public var time: Int64
  /// Number of the frame in its file; the greatest 32-bit number for all above it.
  public var frame: UInt32

  /// Makes a place.
  public init(time: Int64, frame: UInt32) {
    self.time = time
    self.frame = frame
  }

  init(_ segment: borrowing ClassifiedSegment) {
    self.init(time: segment.segment.timestamp, frame: segment.frameNumber)
  }
}

extension ClassifiedSegment {
  /// The frame as series keep it.
  var frameNumber: UInt32 { UInt32(clamping: segment.frame) }

  /// Whether the flow sent data with it: no probe, no reset, no copy made by the network.
  var carriesData: Bool {
    guard segment.payloadLength > 0 else { return false }
    switch segmentClass {
    case .zeroWindowProbe, .keepAlive, .rst, .captureDuplicate, .networkDuplicate: return false
    case .ack, .newData, .newDataAfterGap, .retransmission, .reordered, .unknownFill, .syn,
      .synRetransmission, .fin:
      return true
    }
  }

  /// Whether its acknowledgment number may be believed.
  var acknowledges: Bool {
    segment.flags.contains(.ack) && !segment.flags.contains(.rst) && !marks.contains(.ackImplausible)
      && segmentClass != .networkDuplicate
  }

  /// Whether at least one byte (or SYN, FIN) was sent before.
  var isSentAgain: Bool { segmentClass == .retransmission || segmentClass == .synRetransmission }

  /// Whether its acknowledgment number says that new data arrived.
  var acknowledgesData: Bool { (ackClass == .new || ackClass == .unseen) && acknowledgment > 1 }

  /// First byte of the payload: behind the SYN, if it is one.
  var payloadStart: Int64 { start &+ (segment.flags.contains(.syn) ? 1 : 0) }

  /// One past the last byte of the payload.
  var payloadEnd: Int64 { payloadStart &+ Int64(segment.payloadLength) }
}
