import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic` as JSON: the machine-readable contract of the tool.
///
/// One connection is formatted at a time, so a million of them need no more memory than one. Times are strings of
/// decimal seconds since the epoch with nine decimals; unknown values are `null` with a reason in `notes`.
public struct StatisticJSON: Sendable {
  private let material: StatisticMaterial

  /// Makes the writer.
  public init(_ material: StatisticMaterial) {
    self.material = material
  }

  /// Connections above which each value stands no longer on a line of its own.
  static let prettyLimit = 1000

  /// Writes all of it.
  ///
  /// - Parameter sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(to sink: ByteSink<Failure>) throws(Failure) {
    var json = JSONWriter(pretty: material.analysis.connections.count <= Self.prettyLimit)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", material.tool)
    json.key("capture")
    CaptureJSON.write(material.analysis, to: &json)
    json.key("connections")
    json.beginArray()
    try material.selection.forEach(in: material.analysis.connections) { connection throws(Failure) in
      write(connection, to: &json)
      if json.text.count >= pieceSize { try sink(json.takeBytes()) }
    }
    json.endArray()
    json.endObject()
    json.endLine()
    try sink(json.takeBytes())
  }

  private func write(_ connection: ConnectionSummary, to json: inout JSONWriter) {
    json.beginObject()
    json.member("id", connection.id)
    Self.member("initiator", connection.initiator, to: &json)
    Self.member("responder", connection.responder, to: &json)
    json.member("roleGuessed", connection.isRoleGuessed)
    Self.member("firstTime", time: connection.firstTime, to: &json)
    Self.member("lastTime", time: connection.lastTime, to: &json)
    json.member("durationSeconds", Double(connection.duration) / 1e9, decimals: 9)
    json.member("state", connection.state.rawValue)
    json.member("history", connection.history)
    json.member("completeness", connection.completeness)
    json.key("handshake")
    json.beginObject(inline: true)
    json.member("farMs", connection.handshakeFar.map { Double($0) / 1e6 }, decimals: 6)
    json.member("nearMs", connection.handshakeNear.map { Double($0) / 1e6 }, decimals: 6)
    json.member("rttMs", connection.handshakeRTT.map { Double($0) / 1e6 }, decimals: 6)
    json.endObject()
    json.member("ecnNegotiation", connection.congestionNotification.rawValue)
    json.key("capturePoint")
    json.beginObject(inline: true)
    json.member("where", connection.capturePoint.rawValue)
    json.member("why", connection.capturePointReason)
    json.endObject()
    Self.member("notes", connection.notes, to: &json)
    json.key("flows")
    json.beginArray()
    for flow in material.selection.flows(of: connection) { write(flow, of: connection, to: &json) }
    json.endArray()
    json.endObject()
  }

  private func write(_ flow: FlowSummary, of connection: ConnectionSummary, to json: inout JSONWriter) {
    json.beginObject()
    json.member("id", FlowID(connection: connection.id, direction: flow.direction).description)
    Self.member("source", flow.source, to: &json)
    Self.member("destination", flow.destination, to: &json)
    for field in FlowField.all {
      switch field.value(flow) {
      case .count(let value): json.member(field.key, value)
      case .number(let value, let decimals): json.member(field.key, value, decimals: decimals)
      case .seconds(let value): json.member(field.key, value.map { Double($0) / 1e9 }, decimals: 9)
      case .time(let value): Self.member(field.key, time: value, to: &json)
      case .flag(let value): json.member(field.key, value)
      case .kinds(let kinds): Self.member(field.key, kinds, to: &json)
      case .spurious(let counts): Self.member(field.key, counts, to: &json)
      case .roundTrip(let summary, let series): Self.member(field.key, summary, series, to: &json)
      }
    }
    json.key("notes")
    json.beginArray()
    for note in StatisticNotes.notes(of: flow) { StatisticNotes.write(note, to: &json) }
    json.endArray()
    json.endObject()
  }

  private static func member(_ name: String, _ kinds: [SegmentKind: Int64], to json: inout JSONWriter) {
    json.key(name)
    json.beginObject(inline: true)
    for kind in SegmentKind.allCases where kind != .none { json.member(kind.name, kinds[kind] ?? 0) }
    json.endObject()
  }

  private static func member(_ name: String, _ counts: [SpuriousCertainty: Int64]?, to json: inout JSONWriter)
  {
    json.key(name)
    guard let counts else {
      json.null()
      return
    }
    json.beginObject(inline: true)
    for certainty in SpuriousCertainty.allCases { json.member(certainty.rawValue, counts[certainty] ?? 0) }
    json.endObject()
  }

  private static func member(
    _ name: String, _ summary: RoundTripSummary?, _ series: String, to json: inout JSONWriter
  ) {
    json.key(name)
    guard let summary else {
      json.null()
      return
    }
    json.beginObject(inline: true)
    json.member("series", series)
    json.member("n", summary.count)
    for value in RoundTripValue.all { json.member(value.key, value.milliseconds(summary), decimals: 6) }
    // Median and percentiles of very many samples come from bins of half a percent.
    json.member("isApproximate", summary.isApproximate)
    json.endObject()
  }

  /// Writes address and port.
  static func member(_ name: String, _ endpoint: Endpoint, to json: inout JSONWriter) {
    json.key(name)
    json.beginObject(inline: true)
    json.member("address", endpoint.address.description)
    json.member("port", endpoint.port)
    json.endObject()
  }

  private static func member(_ name: String, _ notes: [AnalysisNote], to json: inout JSONWriter) {
    json.key(name)
    json.beginArray()
    for note in notes { StatisticNotes.write(note, to: &json) }
    json.endArray()
  }

  static func member(_ name: String, time: Int64?, to json: inout JSONWriter) {
    json.member(name, time.map { Timestamp(nanoseconds: $0).decimalSeconds })
  }
}
