import Measurements
import TCPAnalysis

/// The table of connections, one row each.
struct ConnectionTable {
  /// Connections that have a part of their own, `c<n>`, to link to.
  var linked: Set<Int> = []
  /// Zero of the column of start times, nanoseconds since the epoch.
  var zero: Int64 = 0
  /// Payload over time by connection.
  var sparklines: [Int: [Double]]?

  /// The full table.
  func table(_ connections: [ConnectionSummary]) -> DocumentTable {
    var columns: [DocumentTable.Column] = [
      .init("#", isNumeric: true), .init("Initiator \u{2192} responder", isShort: true),
      .init("Start", note: "s", isNumeric: true),
      .init("Duration", note: "s", isNumeric: true), .init("Payload \u{2192}", isNumeric: true),
      .init("Payload \u{2190}", isNumeric: true), .init("Rate", note: "Mbit/s", isNumeric: true),
      .init("Resent", isNumeric: true), .init("Resent", note: "%", isNumeric: true),
      .init("End", isShort: true),
    ]
    if sparklines != nil { columns.append(.init("Payload over time", note: "own scale")) }
    return DocumentTable(
      caption: "Connections", columns: columns, rows: connections.map(row), isSortable: true)
  }

  /// The table for narrow places.
  func narrowTable(_ connections: [ConnectionSummary]) -> DocumentTable {
    let columns: [DocumentTable.Column] = [
      .init("#", isNumeric: true), .init("Initiator \u{2192} responder"), .init("Duration", isNumeric: true),
      .init("Payload", isNumeric: true), .init("Resent", isNumeric: true), .init("End"),
    ]
    let rows = connections.map { connection -> [DocumentTable.Cell] in
      let payload = connection.forward.uniquePayloadBytes &+ connection.backward.uniquePayloadBytes
      return [
        number(connection), .init(RichText(FlowNames.arrow(connection))),
        .init(Quantity.duration(nanoseconds: connection.duration), value: nil),
        .init(Quantity.si(Double(payload), "B"), value: Double(payload)), resent(connection),
        .init(RichText(ConnectionWords.end(connection))),
      ]
    }
    return DocumentTable(caption: "Connections", columns: columns, rows: rows)
  }

  private func row(_ connection: ConnectionSummary) -> [DocumentTable.Cell] {
    let initiator = connection.isForwardFromInitiator ? connection.forward : connection.backward
    let responder = connection.isForwardFromInitiator ? connection.backward : connection.forward
    let larger = initiator.uniquePayloadBytes >= responder.uniquePayloadBytes ? initiator : responder
    let subject = String(connection.id)
    let resent = connection.forward.retransmittedPackets &+ connection.backward.retransmittedPackets
    let data = connection.forward.dataPackets &+ connection.backward.dataPackets
    let start = Double(connection.firstTime &- zero) / 1e9
    let duration = Double(connection.duration) / 1e9
    var cells: [DocumentTable.Cell] = [
      number(connection), .init(RichText(FlowNames.arrow(connection))),
      .init(Quantity.decimal(start, decimals: 2), value: start, subject: subject),
      .init(
        Quantity.decimal(duration, decimals: 2), value: duration, key: "durationSeconds", subject: subject),
      payload(initiator, of: connection), payload(responder, of: connection),
      rate(larger, of: connection), self.resent(connection),
      .init(
        data > 0 ? Quantity.decimal(100 * Double(resent) / Double(data), decimals: 1) : "\u{2014}",
        value: data > 0 ? 100 * Double(resent) / Double(data) : nil),
      .init(RichText(ConnectionWords.end(connection))),
    ]
    if let sparklines {
      var cell = DocumentTable.Cell("")
      cell.sparkline = sparklines[connection.id] ?? []
      cells.append(cell)
    }
    return cells
  }

  private func number(_ connection: ConnectionSummary) -> DocumentTable.Cell {
    let text = String(connection.id)
    var cell = DocumentTable.Cell(text, value: Double(connection.id))
    if linked.contains(connection.id) { cell.text = RichText([.link(text, anchor: "c\(connection.id)")]) }
    return cell
  }

  private func payload(_ flow: FlowSummary, of connection: ConnectionSummary) -> DocumentTable.Cell {
    .init(
      Quantity.si(Double(flow.uniquePayloadBytes), "B"), value: Double(flow.uniquePayloadBytes),
      key: "uniquePayloadBytes", subject: "\(connection.id).\(flow.direction)")
  }

  /// Payload over the time of the whole connection: over the time of the data alone, a burst of two segments
  /// would have the rate of the host's memory.
  private func rate(_ flow: FlowSummary, of connection: ConnectionSummary) -> DocumentTable.Cell {
    guard let rate = flow.rate(of: flow.uniquePayloadBytes, over: connection.duration) else {
      return .init("\u{2014}", value: nil)
    }
    return .init(Quantity.decimal(rate / 1e6, decimals: 2), value: rate)
  }

  private func resent(_ connection: ConnectionSummary) -> DocumentTable.Cell {
    let resent = connection.forward.retransmittedPackets &+ connection.backward.retransmittedPackets
    return .init(Quantity.count(resent), value: Double(resent), isAlert: resent > 0)
  }
}
