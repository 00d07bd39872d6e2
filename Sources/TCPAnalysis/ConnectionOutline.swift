public import PacketCapture

/// What a list of very many connections shows of one: a plain value that is made without an allocation.
public struct ConnectionOutline: Sendable {
  /// Number of the connection, from 1.
  public let id: Int
  /// Who opened the connection.
  public let initiator: Endpoint
  /// Who answered.
  public let responder: Endpoint
  /// How it began and ended.
  public let state: ConnectionState
  /// Time of the first packet, nanoseconds since 1970.
  public let firstTime: Int64
  /// First to last packet in nanoseconds.
  public let duration: Int64
  /// Whether a packet of it passed the filter and lies in the time range, or there is neither.
  public let isShown: Bool
  /// The flow of the initiator.
  public let fromInitiator: Flow
  /// The flow of the responder.
  public let fromResponder: Flow

  /// Counts of one flow.
  public struct Flow: Sendable {
    /// Segments without capture duplicates.
    public let packets: Int64
    /// Bytes of data, repeats included.
    public let payloadBytes: Int64
    /// Segments of which at least one byte (or SYN, FIN) had been sent before.
    public let retransmittedPackets: Int64

    init(_ flow: UnsafePointer<FlowState>) {
      packets = flow[.packets]
      payloadBytes = flow[.payloadBytes]
      retransmittedPackets = flow[.retransmittedPackets]
    }

    init(_ flow: FlowSummary) {
      packets = flow.packets
      payloadBytes = flow.payloadBytes
      retransmittedPackets = flow.retransmittedPackets
    }
  }

  /// Makes the outline of a summary.
  public init(_ summary: ConnectionSummary) {
    id = summary.id
    initiator = summary.initiator
    responder = summary.responder
    state = summary.state
    firstTime = summary.firstTime
    duration = summary.duration
    isShown = summary.isShown
    fromInitiator = Flow(summary.isForwardFromInitiator ? summary.forward : summary.backward)
    fromResponder = Flow(summary.isForwardFromInitiator ? summary.backward : summary.forward)
  }

  init(
    _ connection: LiveConnection, _ forward: UnsafePointer<FlowState>, _ backward: UnsafePointer<FlowState>
  ) {
    let isForward = connection.traits.contains(.forwardFromInitiator)
    id = Int(connection.index) + 1
    initiator = isForward ? connection.source : connection.destination
    responder = isForward ? connection.destination : connection.source
    state = ConnectionEvidence(connection, forward, backward).state
    firstTime = connection.firstTime
    duration = connection.lastTime &- connection.firstTime
    isShown = connection.traits.contains(.shown)
    fromInitiator = Flow(isForward ? forward : backward)
    fromResponder = Flow(isForward ? backward : forward)
  }
}
