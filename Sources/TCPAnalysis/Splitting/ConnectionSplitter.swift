public import PacketCapture

/// Takes the records of packets with the connections that they belong to.
public protocol RecordReceiver: AnyObject {
  /// Takes the next record; its bytes are valid until this returns, and may be changed.
  ///
  /// - Parameters:
  ///   - record: The record as a ``CaptureEncoder`` made it.
  ///   - interface: The interface of the packet.
  ///   - place: Connection and direction; `nil` for a packet without a TCP header that could be used.
  func receive(_ record: UnsafeMutableRawBufferPointer, interface: InterfaceKey, place: PacketPlace?)
}

/// The flow that a packet travels in.
public struct PacketPlace: Sendable, Equatable {
  /// Index of the connection, from 0.
  public let connection: Int32
  /// 0 for the flow of the connection's first packet, 1 for the other.
  public let direction: UInt8

  /// Makes a place.
  public init(connection: Int32, direction: UInt8) {
    self.connection = connection
    self.direction = direction
  }
}

/// Hands every packet of a capture on with its connection, in one reading.
///
/// A segment's connection is known only when it is classified, some thousand segments behind the reading: so long its
/// record waits in memory. To be used both as the observer of the reader and, in a ``FileOrderMetric``, as a metric of
/// the analysis. The packets of a flow come in the order of the file, and so do those without a TCP header; between
/// the two there is no order.
public final class ConnectionSplitter: PacketObserver, SegmentReceiver {
  /// Packets that are not handed on.
  public struct LeftOut: Sendable, Equatable {
    /// Outside of the filter or the time range.
    public var notShown: Int64 = 0
    /// Of another interface than the one to read.
    public var ofOtherInterface: Int64 = 0
    /// Of an interface that the file never described.
    public var ofUnknownInterface: Int64 = 0

    /// Nothing.
    public init() {}
  }

  /// What was not handed on.
  public private(set) var leftOut = LeftOut()

  private let encoder: CaptureEncoder
  private let receiver: any RecordReceiver
  private let shownTimes: ClosedRange<Int64>?
  private var waiting = RecordQueue()
  private var scratch: [UInt8] = []

  /// Makes a splitter.
  ///
  /// - Parameters:
  ///   - encoder: Makes the records.
  ///   - receiver: Takes them.
  ///   - shownTimes: Times of the packets that are handed on, nanoseconds since the epoch; `nil` for all.
  public init(
    encoder: CaptureEncoder, receiver: any RecordReceiver, shownTimes: ClosedRange<Int64>? = nil
  ) {
    self.encoder = encoder
    self.receiver = receiver
    self.shownTimes = shownTimes
  }

  /// Takes a packet from the reader.
  public func observe(_ packet: CapturedPacket) {
    switch packet.role {
    case .ofOtherInterface: leftOut.ofOtherInterface += 1
    case .ofUnknownInterface: leftOut.ofUnknownInterface += 1
    case .other:
      guard packet.isShown, shownTimes?.contains(packet.timestamp) ?? true else {
        leftOut.notShown += 1
        return
      }
      guard encode(packet) else { return }
      scratch.withUnsafeMutableBytes { receiver.receive($0, interface: packet.interface, place: nil) }
    case .segment(let ordinal):
      guard encode(packet) else { return }
      let header = RecordQueue.Header(
        ordinal: ordinal, interface: packet.interface.rawValue, length: scratch.count)
      scratch.withUnsafeBytes { waiting.append(header, $0) }
    }
  }

  private func encode(_ packet: CapturedPacket) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    return encoder.encode(packet, into: &scratch)
  }

  /// Takes a segment from the analysis: the next in the order of the file.
  public func receive(_ segment: borrowing ClassifiedSegment) {
    while let (header, record) = waiting.first {
      let distance = Int32(truncatingIfNeeded: header.ordinal &- segment.segment.ordinal)
      if distance > 0 { return }
      if distance == 0 {
        if segment.marks.contains(.shown) {
          receiver.receive(
            record, interface: InterfaceKey(rawValue: header.interface),
            place: PacketPlace(connection: segment.connection, direction: segment.direction))
        } else {
          leftOut.notShown += 1
        }
      }
      waiting.dropFirst()
      if distance == 0 { return }
    }
  }
}
