import Measurements
import PacketCapture
import Reporting
import TCPAnalysis

/// The list of what `split` wrote: a line a connection, as text, CSV or JSON.
struct SplitList {
  /// The connections.
  let analysis: Analysis
  /// Packets and bytes written.
  var counts = SplitCounts()
  /// Packets that were not chosen by filter, time or interface.
  var leftOut = ConnectionSplitter.LeftOut()
  /// Packets of flows that were not chosen.
  var unchosenPackets: Int64 = 0
  /// The folder with its `/`; empty if there is none.
  var folder = ""
  /// Name of the file of a connection's number; 0 is that of packets without a connection.
  var name: (Int) -> String = { _ in "" }

  /// Lines of the text form at most; the other forms have all.
  private static let greatestTextRows = 1000
  private static let pieceSize = 1 << 16

  /// Makes the list of a run that wrote nothing yet.
  init(_ analysis: Analysis) { self.analysis = analysis }

  /// What was written of a connection's number, or of packets without a connection for 0.
  func part(_ file: Int) -> SplitCounts.Part { file == 0 ? counts.others : counts[file - 1] }

  /// Writes the list.
  ///
  /// - Throws: ``CommandFailure``.
  func write(_ form: SplitOptions.ListForm, to sink: ByteSink<CommandFailure>) throws(CommandFailure) {
    switch form {
    case .text: try writeText(to: sink)
    case .csv: try writeCSV(to: sink)
    case .json: try writeJSON(to: sink)
    }
  }

  // MARK: Text

  private func writeText(to sink: ByteSink<CommandFailure>) throws(CommandFailure) {
    let connections = counts.connectionCount
    let fileCount = folder.isEmpty ? 1 : connections + (counts.others.packets > 0 ? 1 : 0)
    let place = folder.isEmpty ? name(1) : folder
    var text =
      "\(Self.plural(counts.packets, "packet")) of \(Self.plural(Int64(connections), "connection")) in "
      + "\(Self.plural(Int64(fileCount), "file")): \(Escaping.terminal(place))\n"
    var rows: [[String]] = []
    analysis.connections.forEachOutline { connection in
      let part = counts[connection.id - 1]
      guard part.packets > 0, rows.count < Self.greatestTextRows else { return }
      rows.append(
        row(
          folder.isEmpty ? String(connection.id) : name(connection.id),
          "\(connection.initiator) > \(connection.responder)", part))
    }
    let hidden = connections - rows.count
    if counts.others.packets > 0 {
      rows.append(row(name(0), "no TCP header that can be used", counts.others))
    }
    text += Self.table(
      [[folder.isEmpty ? "id" : "file", "initiator > responder", "packets", "bytes"]] + rows)
    if hidden > 0 {
      text += "and \(Self.plural(Int64(hidden), "connection")) more: --format csv lists all\n"
    }
    text += notes.map { $0 + "\n" }.joined()
    try sink(Array(text.utf8))
  }

  private func row(_ name: String, _ words: String, _ part: SplitCounts.Part) -> [String] {
    [name, words, Quantity.count(part.packets), Quantity.si(Double(part.bytes), "B")]
  }

  /// Sentences on packets that were not written.
  private var notes: [String] {
    let entries: [(Int64, String)] = [
      (unchosenPackets, "of other flows or without a connection"),
      (leftOut.notShown, "outside of the filter or the time"),
      (leftOut.ofOtherInterface, "of other interfaces"),
      (leftOut.ofUnknownInterface, "of interfaces that the file never described"),
    ]
    return entries.filter { $0.0 > 0 }.map { "\(Self.plural($0.0, "packet")) not written: \($0.1)" }
  }

  private static func plural(_ count: Int64, _ noun: String) -> String {
    "\(Quantity.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Columns side by side; the last two are numbers, flush right.
  private static func table(_ rows: [[String]]) -> String {
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column < 2 ? cell + padding : padding + cell
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }

  // MARK: CSV and JSON

  private func writeCSV(to sink: ByteSink<CommandFailure>) throws(CommandFailure) {
    var text = TextBuffer()
    text.append(
      "file,connection,initiatorAddress,initiatorPort,responderAddress,responderPort,packets,bytes\n")
    try analysis.connections.forEachOutline { connection throws(CommandFailure) in
      let part = counts[connection.id - 1]
      guard part.packets > 0 else { return }
      text.append(Escaping.csv(folder + name(connection.id)))
      text.append(",\(connection.id),")
      for endpoint in [connection.initiator, connection.responder] {
        text.append("\(endpoint.address),\(endpoint.port),")
      }
      text.append("\(part.packets),\(part.bytes)\n")
      guard text.count >= Self.pieceSize else { return }
      try sink(text.bytes)
      text.removeAll()
    }
    if counts.others.packets > 0 {
      text.append(Escaping.csv(folder + name(0)))
      text.append(",,,,,,\(counts.others.packets),\(counts.others.bytes)\n")
    }
    try sink(text.bytes)
  }

  private func writeJSON(to sink: ByteSink<CommandFailure>) throws(CommandFailure) {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", Version.tool)
    json.member("packets", counts.packets)
    json.key("leftOut")
    json.beginObject(inline: true)
    json.member("notChosen", unchosenPackets)
    json.member("notShown", leftOut.notShown)
    json.member("otherInterface", leftOut.ofOtherInterface)
    json.member("unknownInterface", leftOut.ofUnknownInterface)
    json.endObject()
    json.key("parts")
    json.beginArray()
    try analysis.connections.forEachOutline { connection throws(CommandFailure) in
      let part = counts[connection.id - 1]
      guard part.packets > 0 else { return }
      write(part, connection.id, connection, to: &json)
      if json.text.count >= Self.pieceSize { try sink(json.takeBytes()) }
    }
    if counts.others.packets > 0 { write(counts.others, 0, nil, to: &json) }
    json.endArray()
    json.endObject()
    json.endLine()
    try sink(json.takeBytes())
  }

  private func write(
    _ part: SplitCounts.Part, _ file: Int, _ connection: ConnectionOutline?, to json: inout JSONWriter
  ) {
    json.beginObject(inline: true)
    json.member("file", folder + name(file))
    json.member("connection", connection.map(\.id))
    for (key, endpoint) in [("initiator", connection?.initiator), ("responder", connection?.responder)] {
      json.key(key)
      guard let endpoint else {
        json.null()
        continue
      }
      json.beginObject(inline: true)
      json.member("address", endpoint.address.description)
      json.member("port", endpoint.port)
      json.endObject()
    }
    json.member("packets", part.packets)
    json.member("bytes", part.bytes)
    json.endObject()
  }
}
