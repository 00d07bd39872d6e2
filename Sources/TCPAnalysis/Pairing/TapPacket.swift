public import PacketCapture

/// A packet as a capture point saw it: what tells it from others, and no more.
public struct TapPacket: Sendable, Hashable {
  /// Nanoseconds since the epoch.
  public var time: Int64
  /// Number of the frame in its file, from 1.
  public var frame: UInt64
  /// First byte, relative to the flow's initial sequence number.
  public var start: Int64
  /// One past the last byte; SYN and FIN count as a byte each.
  public var end: Int64
  /// Hash of the TCP options; 0 where the snap length cut them.
  public var optionsHash: UInt64
  /// Sequence number as it stands in the header.
  public var sequenceNumber: UInt32
  /// Acknowledgment number as it stands in the header.
  public var acknowledgmentNumber: UInt32
  /// Bytes of payload.
  public var payloadLength: UInt32
  /// Identification of the IPv4 header; 0 if it has none.
  public var identification: UInt16
  /// Flags of the TCP header.
  public var flags: TCPFlags
  /// 0 for the flow `n.1` of its own capture, 1 for `n.2`.
  public var direction: UInt8
  /// Whether it is larger than the receiver's MSS: segmentation offload, on the wire it was several packets.
  public var isOversize: Bool

  /// Takes from a segment what tells packets apart.
  @inline(__always)
  public init(_ item: ClassifiedSegment) {
    let segment = item.segment
    time = segment.timestamp
    frame = segment.frame
    start = item.start
    end = item.end
    optionsHash = segment.marks.contains(.optionsTruncated) ? 0 : segment.optionsHash
    sequenceNumber = segment.sequenceNumber
    acknowledgmentNumber = segment.acknowledgmentNumber
    payloadLength = segment.payloadLength
    identification = segment.marks.contains(.isIPv6) ? 0 : segment.identification
    flags = segment.flags
    direction = item.direction
    isOversize = item.marks.contains(.oversize)
  }
}

/// Collects what tells the packets of one connection apart, in time order.
///
/// Memory: 72 bytes a packet.
public final class TapPacketsMetric: Metric {
  /// Packets that are kept at most.
  public static let maximumCount = 20_000_000

  /// The packets; frames that were captured twice come once.
  public private(set) var packets: [TapPacket] = []
  /// Whether there were more than are kept.
  public private(set) var hasMore = false
  private let connection: Int32

  /// Makes the metric.
  ///
  /// - Parameter connection: Number of the connection, from 1.
  public init(connection: Int) {
    self.connection = Int32(clamping: connection - 1)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices
    where batch[index].connection == connection && batch[index].segmentClass != .captureDuplicate {
      if packets.count < Self.maximumCount { packets.append(TapPacket(batch[index])) } else { hasMore = true }
    }
  }
}
