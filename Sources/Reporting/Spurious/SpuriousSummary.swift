import Measurements
import PacketCapture
import TCPAnalysis

/// Counts the retransmissions that are shown and writes, at the end, the numbers of each flow that has some.
final class SpuriousSummary: ShowForm {
  private let form: SpuriousForm
  private let connections: ConnectionRecords
  private let judge: SpuriousJudge
  private let tool: String
  private var counts: [FlowID: SpuriousCounts] = [:]

  init(_ form: SpuriousForm, connections: ConnectionRecords, judge: SpuriousJudge, tool: String) {
    self.form = form
    self.connections = connections
    self.judge = judge
    self.tool = tool
  }

  func write(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    guard let judged = judge.verdict(of: item, line.verdict) else { return }
    counts[item.flow, default: SpuriousCounts()].add(item, line.verdict, judged)
  }

  func end(_ text: inout TextBuffer) {
    let flows = counts.sorted { $0.key < $1.key }
    switch form {
    case .text: writeText(flows, to: &text)
    case .csv: writeCSV(flows, to: &text)
    case .json: writeJSON(flows, to: &text)
    case .jsonLines:
      for (id, counts) in flows {
        var json = JSONWriter(pretty: false)
        write(id, counts, to: &json)
        json.endLine()
        text.append(contentsOf: json.takeBytes())
      }
    }
  }

  private func writeText(_ flows: [(key: FlowID, value: SpuriousCounts)], to text: inout TextBuffer) {
    if flows.isEmpty { text.append("Nothing was sent again in what is shown.\n") }
    for (index, (id, counts)) in flows.enumerated() {
      if index > 0 { text.append("\n") }
      guard let connection = connections[id.connection] else { continue }
      text.append("Flow \(id), \(FlowNames.arrow(connection, direction: id.direction))\n")
      let data = connection.flow(id.direction ?? 1).dataPackets
      let sum = counts.allNeedless
      text.append(
        "  sent again     \(Self.words(counts.all)) (\(Quantity.percent(counts.all.segments, of: data)) of "
          + "\(Quantity.count(data)) data segments)\n")
      if counts.unknowable > 0 {
        text.append(
          "  needless       cannot be known of \(Quantity.count(counts.unknowable)): neither SACK nor time stamps, or "
            + "one direction is missing\n")
      }
      guard sum.segments > 0 || counts.unknowable == 0 else { continue }
      text.append(
        "  needless       \(Self.words(sum)) (\(Quantity.percent(sum.segments, of: counts.all.segments)) of what was "
          + "sent again)\n")
      for certainty in SpuriousCertainty.allCases {
        guard let sum = counts.needless[certainty] else { continue }
        text.append("    \(PlainText.padded(certainty.rawValue, to: 12)) \(Self.words(sum))\n")
      }
      writeList("by evidence", signs(counts), to: &text)
      writeList("by kind", kinds(counts), to: &text)
      writeList("by cause", causes(counts), to: &text)
    }
  }

  private static func words(_ sum: SpuriousCounts.Sum) -> String {
    let noun = sum.segments == 1 ? "segment" : "segments"
    return "\(Quantity.count(sum.segments)) \(noun), \(Quantity.count(sum.payloadBytes)) B of payload, "
      + "\(Quantity.count(sum.wireBytes)) B on the wire"
  }

  private func writeList(_ label: String, _ values: [(String, Int64)], to text: inout TextBuffer) {
    let words = values.filter { $0.1 > 0 }.map { "\($0.0) \(Quantity.count($0.1))" }
    guard !words.isEmpty else { return }
    text.append("    \(PlainText.padded(label, to: 12)) \(words.joined(separator: ", "))\n")
  }

  private func signs(_ counts: SpuriousCounts) -> [(String, Int64)] {
    SpuriousEvidence.named.map { ($0.name, counts.signs[$0.evidence.rawValue] ?? 0) }
  }

  private func kinds(_ counts: SpuriousCounts) -> [(String, Int64)] {
    SegmentKind.allCases.filter { $0 != .none }.map { ($0.name, counts.kinds[$0] ?? 0) }
  }

  /// The causes, and how many have none that is known.
  private func causes(_ counts: SpuriousCounts) -> [(String, Int64)] {
    let known = NeedlessCause.allCases.map { ($0.rawValue, counts.causes[$0] ?? 0) }
    return known + [("unknown", counts.allNeedless.segments - known.reduce(0) { $0 + $1.1 })]
  }

  private func writeCSV(_ flows: [(key: FlowID, value: SpuriousCounts)], to text: inout TextBuffer) {
    text.append(
      "flow,retransmittedSegments,retransmittedPayloadBytes,retransmittedWireBytes,unknowableSegments")
    for name in ["spurious"] + SpuriousCertainty.allCases.map(\.rawValue) {
      text.append(",\(name)Segments,\(name)PayloadBytes,\(name)WireBytes")
    }
    text.append("\n")
    for (id, counts) in flows {
      text.append(id.description)
      Self.append(counts.all, to: &text)
      text.append(",\(counts.unknowable)")
      let sums = [counts.allNeedless] + SpuriousCertainty.allCases.map { counts.needless[$0] ?? .init() }
      for sum in sums {
        // Where nobody can know, nothing is known to be 0.
        if counts.unknowable > 0, sum.segments == 0 {
          text.append(",,,")
        } else {
          Self.append(sum, to: &text)
        }
      }
      text.append("\n")
    }
  }

  private static func append(_ sum: SpuriousCounts.Sum, to text: inout TextBuffer) {
    text.append(",\(sum.segments),\(sum.payloadBytes),\(sum.wireBytes)")
  }

  private func writeJSON(_ flows: [(key: FlowID, value: SpuriousCounts)], to text: inout TextBuffer) {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", tool)
    json.member("module", "spurious-retransmissions")
    json.key("flows")
    json.beginArray()
    for (id, counts) in flows { write(id, counts, to: &json) }
    json.endArray()
    json.endObject()
    json.endLine()
    text.append(contentsOf: json.takeBytes())
  }

  private func write(_ id: FlowID, _ counts: SpuriousCounts, to json: inout JSONWriter) {
    let flow = connections[id.connection]?.flow(id.direction ?? 1) ?? FlowSummary()
    json.beginObject()
    json.member("flow", id.description)
    StatisticJSON.member("source", flow.source, to: &json)
    StatisticJSON.member("destination", flow.destination, to: &json)
    json.member("dataSegments", flow.dataPackets)
    Self.member("retransmitted", counts.all, to: &json)
    json.member("unknowableSegments", counts.unknowable)
    json.member("synSegments", counts.notJudged)
    let isUnknown = counts.unknowable > 0
    Self.member("spurious", isUnknown ? nil : counts.allNeedless, to: &json)
    for certainty in SpuriousCertainty.allCases {
      let sum = counts.needless[certainty]
      Self.member(certainty.rawValue, isUnknown ? sum : sum ?? .init(), to: &json)
    }
    for (key, values) in [
      ("byEvidence", signs(counts)), ("byKind", kinds(counts)), ("byCause", causes(counts)),
    ] {
      json.key(key)
      json.beginObject(inline: true)
      for (name, count) in values { json.member(name, count) }
      json.endObject()
    }
    json.key("notes")
    json.beginArray()
    if isUnknown { StatisticNotes.write(AnalysisNote(.spuriousUnknown), to: &json) }
    json.endArray()
    json.endObject()
  }

  private static func member(_ key: String, _ sum: SpuriousCounts.Sum?, to json: inout JSONWriter) {
    json.key(key)
    guard let sum else { return json.null() }
    json.beginObject(inline: true)
    json.member("segments", sum.segments)
    json.member("payloadBytes", sum.payloadBytes)
    json.member("wireBytes", sum.wireBytes)
    json.endObject()
  }
}
