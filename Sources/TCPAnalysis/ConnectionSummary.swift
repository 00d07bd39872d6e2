public import PacketCapture

/// What `statistic` knows of one connection.
public struct ConnectionSummary: Sendable, Equatable {
  /// Number of the connection, from 1, in the order of first packets.
  public var id: Int = 0
  /// The flow of the first packet seen, `id.1`.
  public var forward = FlowSummary()
  /// The other flow, `id.2`.
  public var backward = FlowSummary()
  /// Whether `forward` comes from the initiator of the connection.
  public var isForwardFromInitiator = true
  /// Whether initiator and responder are a guess (no SYN, no SYN/ACK seen).
  public var isRoleGuessed = false
  /// Time of the first packet, nanoseconds since the epoch.
  public var firstTime: Int64 = 0
  /// Time of the last packet.
  public var lastTime: Int64 = 0
  /// How it began and ended (Zeek's names).
  public var state: ConnectionState = .midstream
  /// What happened in order, Zeek's letters: upper case initiator, lower case responder.
  public var history: String = ""
  /// SYN 1, SYN/ACK 2, ACK 4, data 8, FIN 16, RST 32 (Wireshark's `tcp.completeness`).
  public var completeness: Int = 0
  /// Last SYN to SYN/ACK in nanoseconds; `nil` if not seen or ambiguous.
  public var handshakeFar: Int64?
  /// SYN/ACK to the ACK of it in nanoseconds; `nil` if not seen.
  public var handshakeNear: Int64?
  /// How ECN was set up.
  public var congestionNotification = CongestionNotification.unknown
  /// Whether several SYNs preceded the SYN/ACK and nothing tells which one it answers.
  public var isHandshakeAmbiguous = false
  /// Where the capture was taken, as far as the packets tell.
  public var capturePoint = CapturePoint.unknown
  /// Why so.
  public var capturePointReason: String = ""
  /// Whether a packet of it passed the filter and lies in the time range, or there is neither.
  public var isShown = true
  /// What must be said about the numbers of both flows.
  public var notes: [AnalysisNote] = []

  /// Makes a summary of nothing.
  public init() {}

  /// First to last packet in nanoseconds.
  public var duration: Int64 { lastTime &- firstTime }
  /// Who opened the connection.
  public var initiator: Endpoint { isForwardFromInitiator ? forward.source : forward.destination }
  /// Who answered.
  public var responder: Endpoint { isForwardFromInitiator ? forward.destination : forward.source }
  /// Both flows, `id.1` first.
  public var flows: [FlowSummary] { [forward, backward] }
  /// Both parts of the handshake in nanoseconds; `nil` if one is unknown.
  public var handshakeRTT: Int64? {
    guard let handshakeFar, let handshakeNear else { return nil }
    return handshakeFar &+ handshakeNear
  }

  /// The flow of direction 1 or 2.
  public func flow(_ direction: Int) -> FlowSummary { direction == 2 ? backward : forward }
}

/// How a connection began and ended, in Zeek's names (DEFINITIONS.md 3).
public enum ConnectionState: String, Sendable, CaseIterable {
  /// SYN seen, no answer.
  case attempt = "S0"
  /// Established, not ended in the capture.
  case established = "S1"
  /// Established and closed by both ends.
  case finished = "SF"
  /// SYN answered by RST.
  case rejected = "REJ"
  /// Established, closed by the initiator only.
  case closedByInitiator = "S2"
  /// Established, closed by the responder only.
  case closedByResponder = "S3"
  /// Established, reset by the initiator.
  case resetByInitiator = "RSTO"
  /// Established, reset by the responder.
  case resetByResponder = "RSTR"
  /// SYN, then RST by the initiator, no SYN/ACK seen.
  case resetInHandshake = "RSTOS0"
  /// SYN/ACK, then RST by the responder, no SYN seen.
  case responderResetInHandshake = "RSTRH"
  /// SYN, then FIN by the initiator, no SYN/ACK seen.
  case halfOpenInitiator = "SH"
  /// SYN/ACK, then FIN by the responder, no SYN seen.
  case halfOpenResponder = "SHR"
  /// No handshake seen.
  case midstream = "OTH"
}

/// Where on the path the capture was taken.
public enum CapturePoint: String, Sendable, CaseIterable {
  /// At or next to the host that opened the connection.
  case initiator
  /// At or next to the host that answered.
  case responder
  /// Between the two.
  case middle
  /// The packets do not tell.
  case unknown
}

/// Something that must be said about numbers: a reason why one is unknown, or a warning.
public struct AnalysisNote: Sendable, Hashable {
  /// Stable key in camel case (`noHandshake`, `captureDrop`).
  public var code: Code
  /// How often, or how much; 0 where it has no number.
  public var count: Int64
  /// On whose side it happened, where that makes a difference and is known.
  public var side: Side?

  /// One of the two ends of a flow.
  public enum Side: String, Sendable {
    /// The host that sends the flow's data.
    case sender
    /// The host that receives it.
    case receiver
  }

  /// Makes a note.
  public init(_ code: Code, count: Int64 = 0, side: Side? = nil) {
    self.code = code
    self.count = count
    self.side = side
  }
}
