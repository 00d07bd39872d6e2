import Measurements
import TCPAnalysis

/// `diagnose` as JSON, one object a finding.
public struct DiagnoseJSON {
  private let material: DiagnoseMaterial

  /// Makes the writer.
  public init(_ material: DiagnoseMaterial) {
    self.material = material
  }

  /// All of it.
  public func json() -> [UInt8] {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", material.tool)
    json.member("module", "diagnose")
    json.key("capture")
    CaptureJSON.write(material.analysis, to: &json)
    json.key("counts")
    json.beginObject(inline: true)
    for severity in Finding.Severity.allCases.reversed() {
      json.member(severity.rawValue, material.list.counts[severity] ?? 0)
    }
    json.endObject()
    json.member("unwatchedConnections", material.list.unwatched)
    json.key("findings")
    json.beginArray()
    for finding in material.shown { Self.write(finding, captures: material.captures, to: &json) }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }

  /// Writes one finding; `captures` are the files as the user named them.
  static func write(_ finding: Finding, captures: [String], to json: inout JSONWriter) {
    json.beginObject()
    json.member("rule", finding.rule)
    json.member("title", finding.title)
    json.member("severity", finding.severity.rawValue)
    json.member("connection", finding.connection)
    json.member("flow", finding.subject.flatMap { $0.direction == nil ? nil : $0.description })
    json.member("ends", finding.ends.isEmpty ? nil : finding.ends)
    json.member("sentence", finding.sentence.string)
    json.member("alikeConnections", finding.alikeCount)
    StatisticJSON.member("start", time: finding.evidence.start, to: &json)
    StatisticJSON.member("stop", time: finding.evidence.stop, to: &json)
    json.member("firstFrame", finding.firstFrame)
    json.key("frames")
    json.beginArray(inline: true)
    for frame in finding.evidence.frames { json.value(Int64(clamping: frame)) }
    json.endArray()
    json.key("facts")
    json.beginObject(inline: true)
    for fact in finding.facts { json.member(fact.key, fact.value, decimals: 9) }
    json.endObject()
    json.member("command", finding.command(captures: captures))
    json.member("displayFilter", finding.evidence.displayFilter)
    json.member("confidence", finding.confidence.rawValue)
    json.member("doubt", finding.doubt.isEmpty ? nil : finding.doubt)
    json.member("disproof", finding.disproof)
    json.endObject()
  }
}
