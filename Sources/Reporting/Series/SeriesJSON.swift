import Charts
import Measurements
import TCPAnalysis

/// Results of a module as JSON: numbers with their units in the keys, notes, and the tables column by column.
public struct SeriesJSON: Sendable {
  private let results: [SeriesResult]
  private let module: String
  private let tool: String
  private let digests: [String]

  /// Makes the writer.
  ///
  /// - Parameters:
  ///   - results: One result a flow.
  ///   - module: Name of the module.
  ///   - tool: Name and version of the program.
  ///   - digests: SHA-256 of the captures; empty if they were not computed.
  public init(_ results: [SeriesResult], module: String, tool: String, digests: [String] = []) {
    self.results = results
    self.module = module
    self.tool = tool
    self.digests = digests
  }

  /// Writes all of it, a table at a time.
  ///
  /// - Parameter sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(to sink: ByteSink<Failure>) throws(Failure) {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", tool)
    json.member("module", module)
    json.member("capture", results.first?.identity.capture)
    if !digests.isEmpty {
      json.key("sha256")
      json.beginArray(inline: true)
      for digest in digests { json.value(digest) }
      json.endArray()
    }
    json.key("flows")
    json.beginArray()
    for result in results {
      writeHead(result, to: &json)
      json.key("tables")
      json.beginArray()
      for table in result.tables {
        table.write(to: &json)
        try sink(json.takeBytes())
      }
      json.endArray()
      json.endObject()
    }
    json.endArray()
    json.endObject()
    json.endLine()
    try sink(json.takeBytes())
  }

  private func writeHead(_ result: SeriesResult, to json: inout JSONWriter) {
    let flow = result.connection.flow(result.flow.direction ?? 1)
    json.beginObject()
    json.member("flow", result.flow.description)
    StatisticJSON.member("source", flow.source, to: &json)
    StatisticJSON.member("destination", flow.destination, to: &json)
    json.key("capturePoint")
    json.beginObject(inline: true)
    json.member("where", result.connection.capturePoint.rawValue)
    json.member("why", result.connection.capturePointReason)
    json.endObject()
    json.member("zeroTime", Timestamp(nanoseconds: result.axis.zero).decimalSeconds)
    for fact in result.facts {
      switch fact.value {
      case .count(let value): json.member(fact.key, value)
      case .number(let value, let decimals): json.member(fact.key, value, decimals: decimals)
      case .word(let value): json.member(fact.key, value)
      case .flag(let value): json.member(fact.key, value)
      }
    }
    json.key("notes")
    json.beginArray()
    for note in result.notes {
      json.beginObject(inline: true)
      json.member("code", note.code)
      json.member("count", note.count)
      json.member("text", note.text)
      json.endObject()
    }
    json.endArray()
  }
}
