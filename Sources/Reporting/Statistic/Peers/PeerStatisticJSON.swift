import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic` by the rules of another tool as JSON.
///
/// Each connection as that tool splits them; the counts of a flow stand in an object named after the rules. What was
/// not measured is `null`; the note of the document says by whose rules.
public struct PeerStatisticJSON {
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
    let statistic = material.statistic
    var json = JSONWriter(pretty: statistic.connectionCount <= StatisticJSON.prettyLimit)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", material.tool)
    json.member("classification", material.rules.title)
    json.key("capture")
    CaptureJSON.write(material.capture, captureDuplicates: nil, notes: [], to: &json)
    json.key("connections")
    json.beginArray()
    let (fields, connectionFields) = (statistic.fields, statistic.connectionFields)
    try material.forEach { connection throws(Failure) in
      json.beginObject()
      json.member(material.rules.connectionKey, connection.number)
      StatisticJSON.member("firstTime", time: connection.times.first, to: &json)
      StatisticJSON.member("lastTime", time: connection.times.last, to: &json)
      let duration = connection.times.last.subtractingReportingOverflow(connection.times.first).partialValue
      json.member("durationSeconds", Double(duration) / 1e9, decimals: 9)
      Self.members(connectionFields, connection.values, to: &json)
      json.key("flows")
      json.beginArray()
      for flow in connection.flows { write(flow, fields, to: &json) }
      json.endArray()
      json.endObject()
      if json.text.count >= pieceSize { try sink(json.takeBytes()) }
    }
    json.endArray()
    json.endObject()
    json.endLine()
    try sink(json.takeBytes())
  }

  private func write(_ flow: PeerFlow, _ fields: [PeerField], to json: inout JSONWriter) {
    json.beginObject()
    StatisticJSON.member("source", flow.source, to: &json)
    StatisticJSON.member("destination", flow.destination, to: &json)
    json.member("packets", flow.packets)
    json.member("payloadBytes", flow.payloadBytes)
    json.key(material.rules.rawValue)
    json.beginObject()
    Self.members(fields, flow.values, to: &json)
    json.endObject()
    json.endObject()
  }

  private static func members(_ fields: [PeerField], _ values: [PeerValue], to json: inout JSONWriter) {
    for (field, value) in zip(fields, values) {
      switch value {
      case .count(let count): json.member(field.key, count)
      case .milliseconds(let time): json.member(field.key, time, decimals: 6)
      }
    }
  }
}
