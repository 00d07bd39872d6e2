import Measurements
import PacketCapture
public import TCPAnalysis

/// `explain` as JSON.
public struct ExplainJSON {
  private let explanation: Explanation
  private let tool: String

  /// Makes the writer.
  public init(_ explanation: Explanation, tool: String) {
    self.explanation = explanation
    self.tool = tool
  }

  /// The document.
  public func bytes() -> [UInt8] {
    let item = explanation.segment
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", tool)
    json.member("frame", item.segment.frame)
    json.member("file", item.segment.fileIndex)
    member("time", item.segment.timestamp, to: &json)
    json.member("flow", item.flow.description)
    json.member("class", item.segmentClass.name)
    json.member("kind", item.kind == .none ? nil : item.kind.name)
    json.member("ack", item.ackClass == .none ? nil : item.ackClass.name)
    json.member("relativeSequence", item.start)
    json.member("payloadLength", item.segment.payloadLength)
    json.member("relativeAcknowledgment", item.segment.flags.contains(.ack) ? item.acknowledgment : nil)
    json.member("windowBytes", item.shownWindowBytes)
    json.key("marks")
    json.beginArray(inline: true)
    ShowMarks.forEach(item) { name, _ in json.value(name) }
    json.endArray()
    writeNeed(to: &json)
    member("classTests", explanation.classTests, to: &json)
    member("kindTests", explanation.kindTests, to: &json)
    member("acknowledgmentTests", explanation.acknowledgmentTests, to: &json)
    writeMeasures(item, to: &json)
    json.key("transmissions")
    json.beginArray()
    for packet in explanation.transmissions { write(packet, to: &json) }
    json.endArray()
    json.key("acknowledgedBy")
    if let packet = explanation.acknowledgedBy { write(packet, to: &json) } else { json.null() }
    ExplainPeers.write(explanation.peers, to: &json)
    json.key("capturePoint")
    json.beginObject(inline: true)
    json.member("where", explanation.connection.capturePoint.rawValue)
    json.member("why", explanation.connection.capturePointReason)
    json.endObject()
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }

  private func writeNeed(to json: inout JSONWriter) {
    json.member("spurious", explanation.verdict.certainty?.rawValue)
    json.key("spuriousEvidence")
    json.beginArray()
    for evidence in explanation.evidence {
      json.beginObject(inline: true)
      json.member("name", evidence.name)
      json.member("frame", evidence.packet.frame)
      member("time", evidence.packet.time, to: &json)
      json.member("detail", evidence.packet.detail)
      json.endObject()
    }
    json.endArray()
    json.member("spuriousCause", explanation.verdict.cause?.rawValue)
    json.member("backoff", explanation.verdict.backoff)
    json.member("spuriousReason", explanation.verdictReason.isEmpty ? nil : explanation.verdictReason)
  }

  private func writeMeasures(_ item: ClassifiedSegment, to json: inout JSONWriter) {
    json.key("rtt")
    json.beginObject(inline: true)
    json.member("rttMs", item.roundTripTime >= 0 ? Double(item.roundTripTime) / 1e6 : nil, decimals: 6)
    json.member("reason", explanation.roundTripReason)
    json.endObject()
    json.key("flight")
    json.beginObject(inline: true)
    json.member("bytesInFlight", item.bytesInFlight >= 0 ? item.bytesInFlight : nil)
    json.member("reason", explanation.flightReason)
    json.endObject()
  }

  private func member(_ name: String, _ steps: [Explanation.Step], to json: inout JSONWriter) {
    json.key(name)
    json.beginArray()
    for step in steps {
      json.beginObject(inline: true)
      json.member("test", step.test)
      json.member("holds", step.holds)
      json.member("detail", step.detail)
      json.member("source", step.source)
      json.endObject()
    }
    json.endArray()
  }

  private func write(_ packet: Explanation.Packet, to json: inout JSONWriter) {
    json.beginObject(inline: true)
    json.member("frame", packet.frame)
    member("time", packet.time, to: &json)
    json.member("detail", packet.detail)
    json.endObject()
  }

  private func member(_ name: String, _ time: Int64, to json: inout JSONWriter) {
    json.member(name, Timestamp(nanoseconds: time).decimalSeconds)
  }
}
