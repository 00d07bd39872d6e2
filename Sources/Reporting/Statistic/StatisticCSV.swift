import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic` as CSV (RFC 4180 with LF): a header, then a line a flow.
///
/// Column names are the keys of the JSON output; an unknown value is an empty field.
public struct StatisticCSV: Sendable {
  private let material: StatisticMaterial

  /// Makes the writer.
  public init(_ material: StatisticMaterial) {
    self.material = material
  }

  /// The columns in front of those of `FlowField`.
  static let leadingColumns = [
    "connection", "flow", "sourceAddress", "sourcePort", "destinationAddress", "destinationPort",
    "fromInitiator",
    "roleGuessed", "state", "history", "completeness", "handshakeRttMs", "capturePoint",
  ]

  /// Writes all of it.
  ///
  /// - Parameter sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(to sink: ByteSink<Failure>) throws(Failure) {
    let fields = FlowField.columns
    var text = TextBuffer(capacity: pieceSize + 4096)
    text.append((Self.leadingColumns + fields.map(\.key) + ["notes"]).joined(separator: ","))
    text.append("\n")
    try material.selection.forEach(in: material.analysis.connections) { connection throws(Failure) in
      for flow in material.selection.flows(of: connection) {
        write(flow, of: connection, fields: fields, to: &text)
      }
      guard text.count >= pieceSize else { return }
      try sink(text.bytes)
      text.removeAll()
    }
    try sink(text.bytes)
  }

  private func write(
    _ flow: FlowSummary, of connection: ConnectionSummary, fields: [FlowField], to text: inout TextBuffer
  ) {
    writeConnection(connection, flow: flow, to: &text)
    for field in fields {
      text.append(",")
      switch field.value(flow) {
      case .count(let value): if let value { text.append(value) }
      case .number(let value, let decimals):
        if let value, value.isFinite { text.append(value, decimals: decimals, trimmingZeros: true) }
      case .seconds(let value), .time(let value): if let value { text.appendSeconds(value, decimals: 9) }
      case .flag(let value): if let value { text.append(value ? "true" : "false") }
      case .kinds, .spurious, .roundTrip: break
      }
    }
    text.append(",")
    let own = StatisticNotes.notes(of: flow)
    let others = connection.notes.map(\.code).filter { code in !own.contains { $0.code == code } }
    let codes = others + own.map(\.code)
    for (index, code) in codes.enumerated() {
      if index > 0 { text.append(" ") }
      text.append(code.rawValue)
    }
    text.append("\n")
  }

  private func writeConnection(
    _ connection: ConnectionSummary, flow: FlowSummary, to text: inout TextBuffer
  ) {
    text.append(Int64(connection.id))
    text.append(",")
    text.append(Int64(connection.id))
    text.append(flow.direction == 2 ? ".2," : ".1,")
    for endpoint in [flow.source, flow.destination] {
      text.append(endpoint.address.description)
      text.append(",")
      text.append(UInt64(endpoint.port))
      text.append(",")
    }
    text.append((flow.direction == 1) == connection.isForwardFromInitiator ? "true," : "false,")
    text.append(connection.isRoleGuessed ? "true," : "false,")
    text.append(connection.state.rawValue)
    text.append(",")
    text.append(Escaping.csv(connection.history))
    text.append(",")
    text.append(Int64(connection.completeness))
    text.append(",")
    if let time = connection.handshakeRTT {
      text.append(Double(time) / 1e6, decimals: 6, trimmingZeros: true)
    }
    text.append(",")
    text.append(connection.capturePoint.rawValue)
  }
}
