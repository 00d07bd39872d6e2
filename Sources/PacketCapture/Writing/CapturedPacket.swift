/// A packet as it stands in its capture file, while it is the current one of a reader.
///
/// `bytes` and `options` are borrowed: they are valid until the observer that was given the packet returns.
public struct CapturedPacket {
  /// What a reader makes of a packet.
  public enum Role: Sendable, Equatable {
    /// A TCP segment, with its number among all segments of the reading (`Segment.ordinal`).
    case segment(ordinal: UInt32)
    /// A packet without a TCP header that could be used.
    case other
    /// A packet of another interface than the one to read.
    case ofOtherInterface
    /// A packet of an interface that the file never described: its link type and time are unknown.
    case ofUnknownInterface
  }

  /// The captured bytes.
  public var bytes: UnsafeRawBufferPointer
  /// Bytes that the packet had on the wire, as the record says.
  public let originalLength: UInt32
  /// Capture time in nanoseconds since the epoch.
  public let timestamp: Int64
  /// DLT number.
  public let linkType: Int32
  /// Number of the packet in its file, from 1.
  public let frame: UInt64
  /// File and interface, in one number: equal for packets of one interface.
  public let interface: InterfaceKey
  /// What it is.
  public var role = Role.other
  /// Whether it passed the filter, or there is none; meant for packets that are no segments.
  public var isShown = true
  /// Capture time as it stands in the file: seconds and fraction in classic files, ticks in pcapng.
  let stamp: UInt64
  /// Options of the packet as they stand in a pcapng file.
  let options: UnsafeRawBufferPointer
  /// How its file describes its interface.
  let description: CaptureInterface?

  init(_ source: PacketSource, file: Int) {
    bytes = UnsafeRawBufferPointer(start: source.bytes, count: source.capturedLength)
    originalLength = source.originalLength
    timestamp = source.timestamp
    linkType = source.linkType
    frame = source.frame
    interface = InterfaceKey(file: file, index: source.interfaceIndex)
    let details = source.isInterfaceKnown ? source.details() : RecordDetails()
    stamp = details.stamp
    options = details.options
    description = source.isInterfaceKnown ? source.interface(source.interfaceIndex) : nil
  }
}

/// An interface of one of several files.
public struct InterfaceKey: Hashable, Sendable {
  /// The number.
  public let rawValue: UInt32

  init(file: Int, index: Int) {
    rawValue = UInt32(truncatingIfNeeded: file) << 16 | UInt32(UInt16(truncatingIfNeeded: index))
  }

  /// Index of the file.
  var file: Int { Int(rawValue >> 16) }
  /// Index of the interface over all sections of the file.
  var index: Int { Int(rawValue & 0xffff) }

  /// Makes a key of its number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Sees every packet of a reading, after it was decoded.
public protocol PacketObserver: AnyObject {
  /// Takes the next packet; its bytes are gone when this returns.
  func observe(_ packet: CapturedPacket)
}

/// What a file says of a packet beside its bytes.
struct RecordDetails {
  /// Capture time as it stands in the file.
  var stamp: UInt64 = 0
  /// Options behind the data (pcapng).
  var options = UnsafeRawBufferPointer(start: nil, count: 0)
}

/// An interface as a capture file describes it, for writing its packets again.
struct CaptureInterface: Equatable {
  /// DLT number.
  var linkType: Int32
  /// Link type as it stands in the file.
  var linkField: UInt32
  /// Snap length in bytes.
  var snapLength: UInt32
  /// Length of a tick.
  var resolution: TimeResolution
  /// What is to be added to all times, seconds (if_tsoffset).
  var offsetSeconds: Int64 = 0
  /// Whether the file is a classic one: stamps are seconds and a fraction.
  var isClassic = false
  /// Byte order of its section.
  var order = ByteOrder.little
  /// Options of its description, as they stand in the file; empty if there are none, or too many to keep.
  var options: [UInt8] = []
  /// Options of its section, likewise.
  var sectionOptions: [UInt8] = []
}
