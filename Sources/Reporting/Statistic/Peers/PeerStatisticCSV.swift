import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic` by the rules of another tool as CSV: a line a flow, columns named as in the JSON form.
public struct PeerStatisticCSV {
  private let material: PeerMaterial

  /// Makes the writer.
  public init(_ material: PeerMaterial) {
    self.material = material
  }

  /// Writes all of it.
  ///
  /// - Parameter sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(to sink: ByteSink<Failure>) throws(Failure) {
    var text = TextBuffer(capacity: pieceSize + 4096)
    let columns =
      [material.rules.connectionKey, "sourceAddress", "sourcePort", "destinationAddress", "destinationPort"]
      + material.statistic.connectionFields.map(\.key) + ["packets", "payloadBytes"]
      + material.statistic.fields.map(\.key) + ["classification"]
    text.append(columns.joined(separator: ","))
    text.append("\n")
    try material.forEach { connection throws(Failure) in
      for flow in connection.flows { write(flow, of: connection, to: &text) }
      guard text.count >= pieceSize else { return }
      try sink(text.bytes)
      text.removeAll()
    }
    try sink(text.bytes)
  }

  private func write(_ flow: PeerFlow, of connection: PeerConnection, to text: inout TextBuffer) {
    text.append(Int64(connection.number))
    for endpoint in [flow.source, flow.destination] {
      text.append(",")
      text.append(endpoint.address.description)
      text.append(",")
      text.append(UInt64(endpoint.port))
    }
    let counts: [PeerValue] = [.count(flow.packets), .count(flow.payloadBytes)]
    for value in connection.values + counts + flow.values {
      text.append(",")
      switch value {
      case .count(let count): if let count { text.append(count) }
      case .milliseconds(let time): if let time { text.append(time, decimals: 6, trimmingZeros: true) }
      }
    }
    text.append(",")
    text.append(material.rules.title)
    text.append("\n")
  }
}
