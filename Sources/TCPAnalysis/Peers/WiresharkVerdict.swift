/// What Wireshark's sequence analysis says of one segment.
public struct WiresharkVerdict: Sendable, Equatable {
  /// The flags, empty if tshark prints none for this segment.
  public var flags = WiresharkFlags()
  /// Number of the stream, from 0 in the order of first packets.
  public var stream: Int32 = 0
  /// 0 in the direction of the stream's first packet, else 1.
  public var direction: UInt8 = 0
  /// Whether the capture cut the options or the header is malformed: tshark then prints nothing of the analysis.
  public var isUnprinted = false
  /// Number of the duplicate ACK, from 1; 0 without the flag.
  public var duplicateAckNumber: Int32 = 0
  /// Bytes in flight behind this segment; 0 where tshark prints none.
  public var bytesInFlight: UInt32 = 0
  /// Bytes of data by tshark's measure; -1 where it does not know.
  public var payloadLength: Int64 = -1
  /// Time from the oldest segment that ends where this one acknowledges, in nanoseconds; 0 where tshark prints none.
  public var ackRoundTripTime: Int64 = 0
  /// Time from the newest SYN to the first ACK behind it, in nanoseconds; 0 unknown.
  ///
  /// The flags of the segment that tells it do not know it yet.
  public var initialRoundTripTime: Int64 = 0
  /// What tshark calls the RTO of a retransmission, in nanoseconds; 0 where it prints none.
  public var retransmissionTimeout: Int64 = 0

  /// Makes a verdict that says nothing.
  public init() {}
}

/// The flags of Wireshark's sequence analysis, `tcp.analysis.*`.
public struct WiresharkFlags: OptionSet, Sendable, Hashable {
  /// The bits.
  public var rawValue: UInt16
  /// Makes a set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Sent before, as far as Wireshark can tell.
  public static var retransmission: Self { Self(rawValue: 1 << 0) }
  /// Sent again within 20 ms of two duplicate ACKs.
  public static var fastRetransmission: Self { Self(rawValue: 1 << 1) }
  /// Sent again though it was acknowledged.
  public static var spuriousRetransmission: Self { Self(rawValue: 1 << 2) }
  /// Below the highest byte, too soon for a retransmission.
  public static var outOfOrder: Self { Self(rawValue: 1 << 3) }
  /// Data in front of it was not captured.
  public static var lostSegment: Self { Self(rawValue: 1 << 4) }
  /// Acknowledges data that was not captured.
  public static var ackLostSegment: Self { Self(rawValue: 1 << 5) }
  /// Repeats an acknowledgment.
  public static var duplicateAck: Self { Self(rawValue: 1 << 6) }
  /// Opens or narrows the window and nothing else.
  public static var windowUpdate: Self { Self(rawValue: 1 << 7) }
  /// Fills the receiver's window to its edge.
  public static var windowFull: Self { Self(rawValue: 1 << 8) }
  /// The receiver takes no more.
  public static var zeroWindow: Self { Self(rawValue: 1 << 9) }
  /// One byte into a closed window.
  public static var zeroWindowProbe: Self { Self(rawValue: 1 << 10) }
  /// Answers such a probe.
  public static var zeroWindowProbeAck: Self { Self(rawValue: 1 << 11) }
  /// At most one byte, just below what is expected.
  public static var keepAlive: Self { Self(rawValue: 1 << 12) }
  /// Answers a keep-alive.
  public static var keepAliveAck: Self { Self(rawValue: 1 << 13) }
  /// The ports are used by a new connection.
  public static var reusedPorts: Self { Self(rawValue: 1 << 14) }

  /// All flags, in the order of their bits: tshark's name behind `tcp.analysis.`, and what it writes into its listing.
  public static let named: [(flag: WiresharkFlags, name: String, words: String)] = [
    (.retransmission, "retransmission", "TCP Retransmission"),
    (.fastRetransmission, "fast_retransmission", "TCP Fast Retransmission"),
    (.spuriousRetransmission, "spurious_retransmission", "TCP Spurious Retransmission"),
    (.outOfOrder, "out_of_order", "TCP Out-Of-Order"),
    (.lostSegment, "lost_segment", "TCP Previous segment not captured"),
    (.ackLostSegment, "ack_lost_segment", "TCP ACKed unseen segment"),
    (.duplicateAck, "duplicate_ack", "TCP Dup ACK"),
    (.windowUpdate, "window_update", "TCP Window Update"),
    (.windowFull, "window_full", "TCP Window Full"),
    (.zeroWindow, "zero_window", "TCP ZeroWindow"),
    (.zeroWindowProbe, "zero_window_probe", "TCP ZeroWindowProbe"),
    (.zeroWindowProbeAck, "zero_window_probe_ack", "TCP ZeroWindowProbeAck"),
    (.keepAlive, "keep_alive", "TCP Keep-Alive"),
    (.keepAliveAck, "keep_alive_ack", "TCP Keep-Alive ACK"),
    (.reusedPorts, "reused_ports", "TCP Port numbers reused"),
  ]
}
