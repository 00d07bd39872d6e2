public import Charts
public import TCPAnalysis

/// Everything that a report knows of one flow.
public struct FlowMaterial: Sendable {
  /// The flow; it has a direction.
  public var flow: FlowID
  /// Its connection.
  public var connection: ConnectionSummary
  /// The time axis of its charts.
  public var axis: TimeAxis
  /// Name of the capture file or files.
  public var capture: String
  /// Results of the measurements that the sections asked for.
  public var series: [any Sendable]
  /// Packets around findings about the connection.
  public var windows: [PacketWindow]
  /// All retransmissions of the flow with their verdicts, if a section asked for them.
  public var retransmissions: [Retransmission]

  /// Makes the material of a flow.
  public init(
    request: FlowRequest, capture: String, series: [any Sendable], windows: [PacketWindow] = [],
    retransmissions: [Retransmission] = []
  ) {
    flow = request.flow
    connection = request.connection
    axis = request.axis
    self.capture = capture
    self.series = series
    self.windows = windows
    self.retransmissions = retransmissions
  }

  /// The first result of a type; `nil` if nothing of it was measured.
  public func series<Series>(_ type: Series.Type) -> Series? {
    series.lazy.compactMap { $0 as? Series }.first
  }

  /// 1 or 2.
  public var direction: Int { flow.direction ?? 1 }

  /// The numbers of the flow.
  public var summary: FlowSummary { connection.flow(direction) }

  /// The shift that scales the windows of the data's receiver: 0 for none, `nil` if not both SYNs were seen.
  var receiverShift: Int? {
    let receiver = connection.flow(3 - direction)
    // RFC 7323, section 2.3: a greater one counts as 14.
    if let shift = receiver.windowScale, summary.windowScale != nil { return min(14, Int(shift)) }
    return summary.synPackets > 0 && receiver.synPackets > 0 ? 0 : nil
  }

  /// Who talks, as charts print it.
  public var identity: FlowIdentity {
    FlowNames.identity(of: flow, connection: connection, capture: capture)
  }
}
