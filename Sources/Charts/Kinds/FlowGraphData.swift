/// What a flow graph shows: the packets between two ends, seen at one or at both of them.
public struct FlowGraphData: Sendable {
  /// One of the two ends.
  public struct End: Sendable, Hashable {
    /// Address and port, or the name that the user gave.
    public var name: String
    /// `initiator` or `responder`.
    public var role: String

    /// Makes an end.
    public init(name: String, role: String) {
      self.name = name
      self.role = role
    }
  }

  /// Where the capture was taken, seen from the picture.
  public enum Tap: Sendable, Hashable {
    /// Beside the left end.
    case left
    /// Beside the right end.
    case right
    /// Between them, or unknown.
    case between
  }

  /// Who talks; the source is the left end.
  public var identity: FlowIdentity
  /// The time axis; times of packets count from its zero.
  public var axis: TimeAxis
  /// The end on the left.
  public var left: End
  /// The end on the right.
  public var right: End
  /// The packets in the order in which they were sent, as far as that is known.
  public var packets: [FlowGraphPacket]
  /// Where the first capture was taken.
  public var tap = Tap.between
  /// Name of the capture of the other end; `nil` if there is none.
  public var peerCapture: String?
  /// Nanoseconds that were added to the times of the other end's capture; 0 if its clock was taken as it is.
  public var clockShift: Int64 = 0
  /// Round-trip time of the path in nanoseconds; `nil` if none was measured.
  public var roundTrip: Int64?
  /// Packets of the connection, those that are not shown included.
  public var connectionPackets: Int64 = 0
  /// Why there is nothing to show; empty if there is.
  public var emptyReason = ""
  /// Warnings that belong into the caption.
  public var notes: [String] = []

  /// Makes the data.
  public init(identity: FlowIdentity, axis: TimeAxis, left: End, right: End, packets: [FlowGraphPacket]) {
    self.identity = identity
    self.axis = axis
    self.left = left
    self.right = right
    self.packets = packets
  }
}

/// One packet of a flow graph.
public struct FlowGraphPacket: Sendable, Hashable {
  /// What a packet is, as far as its arrow shows.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// New data.
    case data
    /// Data sent again.
    case retransmission
    /// No data: an acknowledgment.
    case acknowledgment
    /// SYN, FIN or RST.
    case control
    /// Keep-alive or window probe.
    case probe
  }

  /// What became of a packet.
  public enum Fate: String, Sendable, Hashable {
    /// Seen at both ends.
    case arrived
    /// Left its sender and never reached the other end.
    case lost
    /// Seen at one end, and nothing is known of the other.
    case unknown
  }

  /// Whether it goes from left to right.
  public var isFromLeft: Bool
  /// What it is.
  public var kind: Kind
  /// Time by which it is put into order, nanoseconds from the axis' zero.
  public var time: Int64
  /// Time at the left end, nanoseconds from the axis' zero; `nil` if it was not seen there.
  public var leftTime: Int64?
  /// Time at the right end.
  public var rightTime: Int64?
  /// Number of the packet in its file, in the capture of the left end.
  public var leftFrame: UInt64?
  /// Number of the packet in the capture of the right end.
  public var rightFrame: UInt64?
  /// Flags by their names, `PSH·ACK`.
  public var flags: String
  /// Relative sequence number.
  public var sequence: Int64
  /// Relative acknowledgment number; `nil` without ACK.
  public var acknowledgment: Int64?
  /// Payload in bytes.
  public var length: Int64
  /// Bytes of the frame on the wire.
  public var wireLength: Int64
  /// What is remarkable about it, in words; empty for the ordinary.
  public var remark: String
  /// What became of it.
  public var fate: Fate

  /// Makes a packet that was seen at one place.
  ///
  /// - Parameters:
  ///   - isFromLeft: Whether it goes from left to right.
  ///   - kind: What it is.
  ///   - time: Capture time, nanoseconds from the axis' zero.
  ///   - frame: Number of the packet in its file.
  ///   - flags: Flags by their names.
  ///   - sequence: Relative sequence number.
  ///   - acknowledgment: Relative acknowledgment number, `nil` without ACK.
  ///   - length: Payload in bytes.
  ///   - wireLength: Bytes of the frame.
  ///   - remark: What is remarkable about it.
  public init(
    isFromLeft: Bool, kind: Kind, time: Int64, frame: UInt64, flags: String, sequence: Int64,
    acknowledgment: Int64?, length: Int64, wireLength: Int64, remark: String = ""
  ) {
    self.isFromLeft = isFromLeft
    self.kind = kind
    self.time = time
    leftTime = time
    leftFrame = frame
    self.flags = flags
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.length = length
    self.wireLength = wireLength
    self.remark = remark
    fate = .unknown
  }
}
