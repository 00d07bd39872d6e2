import Measurements
import PacketCapture
import TCPAnalysis

/// The table of all connections.
struct ConnectionsPart {
  let composer: DocumentComposer

  /// The part.
  func part() -> Document.Part {
    let capture = composer.material.analysis.capture
    let table = ConnectionTable(
      linked: Set(composer.material.flows.map(\.connection.id)), zero: capture.firstTime ?? 0,
      sparklines: composer.material.payloadSparklines)
    var nodes: [Node] = [.table(table.table(composer.totals.leading))]
    if composer.totals.leading.count < composer.totals.shown {
      nodes.append(
        .paragraph(
          RichText([
            .plain(
              "The \(composer.totals.leading.count) connections with most payload of "
                + "\(Quantity.count(Int64(composer.totals.shown))). All of them: "),
            .code("captcp statistic --format csv"),
          ])))
    }
    return Document.Part(
      anchor: "conns", title: "Connections",
      detail: "payload: each byte once; rate: payload of the larger direction over the duration",
      navigationNote: Quantity.count(Int64(composer.totals.shown)), nodes: nodes)
  }
}
