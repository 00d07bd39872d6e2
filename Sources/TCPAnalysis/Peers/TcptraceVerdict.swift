/// What tcptrace's rules make of one segment.
public struct TcptraceVerdict: Sendable, Equatable {
  /// What it is, in tcptrace's words.
  public var events = TcptraceEvents()
  /// Number of the connection as tcptrace splits them, from 1.
  public var connection = 0
  /// 0 from the sender of the connection's first packet (tcptrace: a to b), 1 towards it.
  public var direction = 0
  /// Bytes that had been sent before, SYN and FIN counting one each.
  public var rexmtBytes: Int64 = 0
  /// The RTT sample that this ACK gave of the other side's data, microseconds; `nil` for none.
  public var rttMicroseconds: Int64?
  /// Ranges of the other side's data that this ACK covered together with later ones.
  public var cumulativeAcks: Int64 = 0

  /// Makes the verdict that nothing is special.
  public init() {}
}

/// What tcptrace counts a segment as; several may apply at once.
public struct TcptraceEvents: OptionSet, Sendable, Hashable {
  /// The bits.
  public var rawValue: UInt16
  /// Makes a set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// It opened a new connection on a pair of endpoints that had one.
  public static var newConnection: TcptraceEvents { TcptraceEvents(rawValue: 1 << 0) }
  /// Bytes, a SYN or a FIN had been sent before.
  public static var rexmt: TcptraceEvents { TcptraceEvents(rawValue: 1 << 1) }
  /// It filled a hole, whatever the cause.
  public static var outOfOrder: TcptraceEvents { TcptraceEvents(rawValue: 1 << 2) }
  /// IP-ID and sequence number of one of the last packets remembered.
  public static var hardwareDuplicate: TcptraceEvents { TcptraceEvents(rawValue: 1 << 3) }
  /// Sent while the other side's window was zero.
  public static var zeroWindowProbe: TcptraceEvents { TcptraceEvents(rawValue: 1 << 4) }
  /// The ACK gave an RTT sample.
  public static var rttSample: TcptraceEvents { TcptraceEvents(rawValue: 1 << 5) }
  /// The ACK covers a range that had been sent more than once.
  public static var ambiguousAck: TcptraceEvents { TcptraceEvents(rawValue: 1 << 6) }
  /// The ACK covers a range below which something was sent later.
  public static var postLossAck: TcptraceEvents { TcptraceEvents(rawValue: 1 << 7) }
  /// The ACK covers ranges together with later ones.
  public static var cumulativeAck: TcptraceEvents { TcptraceEvents(rawValue: 1 << 8) }
  /// A duplicate ACK.
  public static var duplicateAck: TcptraceEvents { TcptraceEvents(rawValue: 1 << 9) }
  /// The third duplicate ACK in a row.
  public static var tripleDuplicateAck: TcptraceEvents { TcptraceEvents(rawValue: 1 << 10) }

  /// Names in outputs, in the order of their bits.
  public static let named: [(event: TcptraceEvents, name: String, words: String)] = [
    (.newConnection, "new_connection", "new connection on used ports"),
    (.rexmt, "rexmt", "rexmt"),
    (.outOfOrder, "out_of_order", "out of order"),
    (.hardwareDuplicate, "hardware_duplicate", "hardware duplicate"),
    (.zeroWindowProbe, "zero_window_probe", "zero-window probe"),
    (.rttSample, "rtt_sample", "RTT sample"),
    (.ambiguousAck, "ambiguous_ack", "ambiguous ACK"),
    (.postLossAck, "post_loss_ack", "post-loss ACK"),
    (.cumulativeAck, "cumulative_ack", "cumulative ACK"),
    (.duplicateAck, "duplicate_ack", "duplicate ACK"),
    (.tripleDuplicateAck, "triple_duplicate_ack", "triple duplicate ACK"),
  ]
}
