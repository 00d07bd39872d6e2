import Measurements
import PacketCapture
import TCPAnalysis

/// `spurious-retransmissions` as CSV and JSON: a row or an object a segment.
struct SpuriousTable: ShowForm {
  private let form: SpuriousForm
  private let judge: SpuriousJudge
  private let numbers: SpuriousNumbers
  private let tool: String

  init(_ form: SpuriousForm, judge: SpuriousJudge, numbers: SpuriousNumbers, tool: String) {
    self.form = form
    self.judge = judge
    self.numbers = numbers
    self.tool = tool
  }

  func begin(_ text: inout TextBuffer) {
    switch form {
    case .csv:
      text.append(
        "frame,time,flow,sourceAddress,sourcePort,destinationAddress,destinationPort,flags,sequence,sequenceEnd,"
          + "acknowledgment,payloadLength,wireBytes,class,kind,tsval,tsecr,verdict,evidence,evidenceFrames,cause,backoff\n"
      )
    case .json:
      text.append("{\"schema\":1,\"tool\":\"")
      Escaping.json(tool, into: &text)
      text.append("\",\"module\":\"spurious-retransmissions\",\"segments\":[")
    case .text, .jsonLines: break
    }
  }

  func end(_ text: inout TextBuffer) {
    if form == .json { text.append("\n]}\n") }
  }

  func write(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    let values = values(item, line.verdict)
    guard form != .csv else {
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(",") }
        value.appendCSV(to: &text)
      }
      return text.append("\n")
    }
    if form == .json { text.append(line.number == 1 ? "\n" : ",\n") }
    var json = JSONWriter(pretty: false)
    json.beginObject()
    for value in values { value.write(to: &json) }
    json.endObject()
    text.append(contentsOf: json.takeBytes())
    if form == .jsonLines { text.append("\n") }
  }

  /// One value with its key.
  private struct Value {
    enum Content {
      case number(Int64?)
      case word(String?)
      case words([String])
      case numbers([Int64])
    }

    let key: String
    let content: Content

    init(_ key: String, _ content: Content) {
      self.key = key
      self.content = content
    }

    func appendCSV(to text: inout TextBuffer) {
      switch content {
      case .number(let value): if let value { text.append(value) }
      case .word(let word): text.append(Escaping.csv(word ?? ""))
      case .words(let words): text.append(words.joined(separator: " "))
      case .numbers(let numbers): text.append(numbers.map(String.init).joined(separator: " "))
      }
    }

    func write(to json: inout JSONWriter) {
      switch content {
      case .number(let value): json.member(key, value)
      case .word(let word): json.member(key, word)
      case .words(let words):
        json.key(key)
        json.beginArray(inline: true)
        for word in words { json.value(word) }
        json.endArray()
      case .numbers(let numbers):
        json.key(key)
        json.beginArray(inline: true)
        for number in numbers { json.value(number) }
        json.endArray()
      }
    }
  }

  private func values(_ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict) -> [Value] {
    let segment = item.segment
    let range = numbers.range(of: item)
    let timestamps = numbers.timestamps(of: item)
    var flags = TextBuffer()
    SegmentWords.appendFlags(segment.flags, to: &flags)
    let signs = SpuriousEvidence.named.filter { verdict.evidence.contains($0.evidence) }
    return [
      Value("frame", .number(Int64(clamping: segment.frame))),
      Value("time", .word(Timestamp(nanoseconds: segment.timestamp).decimalSeconds)),
      Value("flow", .word(item.flow.description)),
      Value("sourceAddress", .word(segment.source.description)),
      Value("sourcePort", .number(Int64(segment.sourcePort))),
      Value("destinationAddress", .word(segment.destination.description)),
      Value("destinationPort", .number(Int64(segment.destinationPort))),
      Value("flags", .word(flags.string)), Value("sequence", .number(range.start)),
      Value("sequenceEnd", .number(range.end)),
      Value("acknowledgment", .number(numbers.acknowledgment(of: item))),
      Value("payloadLength", .number(Int64(segment.payloadLength))),
      Value("wireBytes", .number(Int64(segment.linkLength))),
      Value("class", .word(item.segmentClass.outputName)),
      Value("kind", .word(item.kind == .none ? nil : item.kind.outputName)),
      Value("tsval", .number(timestamps.value)), Value("tsecr", .number(timestamps.echo)),
      Value("verdict", .word(judge.verdict(of: item, verdict)?.rawValue)),
      Value("evidence", .words(signs.map(\.name))),
      Value(
        "evidenceFrames", .numbers(signs.map { Int64(clamping: verdict.frames[$0.evidence] ?? 0) })),
      Value("cause", .word(verdict.cause?.rawValue)),
      Value("backoff", .number(verdict.backoff.map { Int64($0) })),
    ]
  }
}
