import Measurements
import PacketCapture
public import TCPAnalysis

/// Packets of one connection around a place, with all that is printed of them.
public struct PacketListing: Sendable, Equatable {
  /// One packet.
  public struct Row: Sendable, Equatable {
    /// Number of the packet in its file.
    public var frame: UInt64
    /// Time in nanoseconds from the zero of the report's axis.
    public var time: Int64
    /// Whether the sender of the data, A, sent it.
    public var isFromA: Bool
    /// Flags by their letters: `SYN ACK`.
    public var flags: String
    /// Relative sequence number.
    public var sequence: Int64
    /// Relative acknowledgment number; `nil` without ACK.
    public var acknowledgment: Int64?
    /// Bytes of payload.
    public var length: UInt32
    /// Advertised window in bytes; `nil` if the scale is unknown.
    public var window: Int64?
    /// Whether it asks for an answer only: a window probe or a keep-alive.
    public var isProbe: Bool
    /// What the packet is, in words; empty for the ordinary.
    public var remark: String
    /// Whether it is the packet that the listing is about.
    public var isMiddle: Bool
    /// Frames in front of it that may be of the connection, but are not listed; `nil` for none.
    public var leftOut: ClosedRange<UInt64>?
  }

  /// Name of the sender of the data.
  public var nameOfA: String
  /// Name of the receiver.
  public var nameOfB: String
  /// Packets of the connection in all.
  public var connectionPackets: Int64
  /// The packets in time order.
  public var rows: [Row]

  /// Makes the listing of a window of packets.
  ///
  /// - Parameters:
  ///   - window: The packets.
  ///   - direction: Direction (1 or 2) of the data flow; its sender is A.
  ///   - connection: Their connection.
  ///   - zero: Zero of the time axis, nanoseconds since the epoch.
  public init(window: PacketWindow, direction: Int, connection: ConnectionSummary, zero: Int64) {
    let flow = connection.flow(direction)
    nameOfA = flow.source.description
    nameOfB = flow.destination.description
    connectionPackets = connection.forward.packets &+ connection.backward.packets
    rows = window.segments.map { segment in
      var row = Row(
        segment, direction: direction, zero: zero, isMiddle: segment.segment.frame == window.frame)
      row.leftOut = window.leftOut.first { $0.upperBound &+ 1 == row.frame }
      return row
    }
  }
}

extension PacketListing.Row {
  init(_ item: ClassifiedSegment, direction: Int, zero: Int64, isMiddle: Bool) {
    frame = item.segment.frame
    time = item.segment.timestamp &- zero
    isFromA = Int(item.direction) + 1 == direction
    flags = Self.names(of: item.segment.flags)
    sequence = item.start
    acknowledgment = item.segment.flags.contains(.ack) ? item.acknowledgment : nil
    length = item.segment.payloadLength
    window = item.windowBytes >= 0 ? item.windowBytes : nil
    isProbe = item.segmentClass == .zeroWindowProbe || item.segmentClass == .keepAlive
    remark = Self.remark(on: item)
    self.isMiddle = isMiddle
  }

  /// The flags by their names, apart by spaces.
  static func names(of flags: TCPFlags) -> String {
    let names: [(TCPFlags, String)] = [
      (.syn, "SYN"), (.fin, "FIN"), (.rst, "RST"), (.psh, "PSH"), (.ack, "ACK"), (.urg, "URG"), (.ece, "ECE"),
      (.cwr, "CWR"), (.ae, "AE"),
    ]
    return names.filter { flags.contains($0.0) }.map(\.1).joined(separator: " ")
  }

  /// What a segment is, in words; empty for the ordinary.
  static func remark(on item: ClassifiedSegment) -> String {
    var words: [String] = []
    switch item.segmentClass {
    case .retransmission:
      words.append(item.marks.contains(.afterTimeout) ? "sent again after a silence" : "sent again")
    case .newDataAfterGap: words.append("behind a gap")
    case .reordered: words.append("out of order")
    case .unknownFill: words.append("fills a gap")
    case .captureDuplicate: words.append("captured twice")
    case .networkDuplicate: words.append("duplicated by the network")
    case .zeroWindowProbe: words.append("window probe")
    case .keepAlive: words.append("keep-alive")
    case .synRetransmission: words.append("SYN sent again")
    case .ack, .newData, .syn, .fin, .rst: break
    }
    if item.marks.contains(.zeroWindow) || item.ackClass == .zeroWindow { words.append("zero window") }
    switch item.ackClass {
    case .duplicate: words.append("duplicate ACK")
    case .windowUpdate: words.append("window update")
    case .unseen: words.append("acknowledges bytes never captured")
    case .none, .new, .old, .zeroWindow: break
    }
    if item.marks.contains(.dsack) { words.append("D-SACK") }
    return words.joined(separator: ", ")
  }
}

extension PacketListing {
  /// The listing as a table for people who replay the capture.
  public var table: DocumentTable {
    let columns: [DocumentTable.Column] = [
      .init("Frame", isNumeric: true), .init("Time (s)", isNumeric: true), .init("From"), .init("Flags"),
      .init("Seq", isNumeric: true), .init("Ack", isNumeric: true), .init("Length (B)", isNumeric: true),
      .init("Window (B)", isNumeric: true), .init("What"),
    ]
    let rows = rows.map { row -> [DocumentTable.Cell] in
      var frame = DocumentTable.Cell(String(row.frame), value: Double(row.frame))
      if row.isMiddle { frame.text = RichText([.strong(String(row.frame))]) }
      return [
        frame, .init(ReportTime.seconds(row.time, decimals: 6), value: nil),
        .init(row.isFromA ? "A \u{2192} B" : "B \u{2192} A"), .init(RichText(row.flags)),
        .init(Quantity.count(row.sequence), value: nil),
        .init(row.acknowledgment.map(Quantity.count) ?? "\u{2014}", value: nil),
        .init(Quantity.count(Int64(row.length)), value: nil),
        .init(row.window.map(Quantity.count) ?? "unknown", value: nil, isAlert: row.window == 0),
        .init(RichText(row.remark)),
      ]
    }
    return DocumentTable(
      caption: "Packets between A \(nameOfA) and B \(nameOfB)", columns: columns, rows: rows,
      isMonospaced: true)
  }
}
