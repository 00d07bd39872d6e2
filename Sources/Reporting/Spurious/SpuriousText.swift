import Measurements
import PacketCapture
import TCPAnalysis

/// `spurious-retransmissions` as text: a line a segment, with the verdict and the packets that brought it.
struct SpuriousText: ShowForm {
  private let settings: ShowSettings
  private let columns: ShowColumns
  private let judge: SpuriousJudge
  private let numbers: SpuriousNumbers

  init(_ settings: ShowSettings, columns: ShowColumns, judge: SpuriousJudge, numbers: SpuriousNumbers) {
    self.settings = settings
    self.columns = columns
    self.judge = judge
    self.numbers = numbers
  }

  private var sequenceWidth: Int { max(columns.sequence, 26) }

  func begin(_ text: inout TextBuffer) {
    if settings.usesColor { text.append("\u{1B}[1m") }
    text.append(right: "frame", width: columns.frame)
    text.append("  ")
    text.append(right: settings.origin == .absolute ? "UTC" : "time/s", width: columns.time)
    text.append("  ")
    text.append(right: "flow", width: columns.flow)
    text.append("  flags ")
    text.append(right: "seq:end(len)", width: sequenceWidth)
    text.append("  ")
    text.append(right: "ack", width: 10)
    text.append("  ")
    text.append(right: "TSval", width: 10)
    text.append("  ")
    text.append(right: "TSecr", width: 10)
    if settings.usesColor { text.append("\u{1B}[0m") }
    text.append("\n")
  }

  func write(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    let verdict = judge.verdict(of: item, line.verdict)
    let color = settings.usesColor ? Self.color(verdict) : ""
    if color.utf8CodeUnitCount > 0 {
      text.append("\u{1B}[")
      text.append(color)
      text.append("m")
    }
    ShowText.writeFrame(item, line, origin: settings.origin, columns: columns, to: &text)
    writeNumbers(item, to: &text)
    let words = self.words(item, line.verdict, verdict)
    if !words.isEmpty {
      text.append("  ")
      text.append(Escaping.terminal(words))
    }
    if color.utf8CodeUnitCount > 0 { text.append("\u{1B}[0m") }
    text.append("\n")
  }

  private static func color(_ verdict: SpuriousJudge.Verdict?) -> StaticString {
    switch verdict {
    case .certain, .likely: "1;31"
    case .possible: "33"
    case .noEvidence, .unknowable, .notJudged: "36"
    case nil: ""
    }
  }

  private func writeNumbers(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    let start = text.count
    SegmentWords.appendFlags(item.segment.flags, to: &text)
    text.append(byte: UInt8(ascii: " "), count: 6 - (text.count - start))
    let range = numbers.range(of: item)
    var cell = TextBuffer()
    cell.append(range.start)
    cell.append(":")
    cell.append(range.end)
    cell.append("(")
    cell.append(Int64(item.segment.payloadLength))
    cell.append(")")
    text.append(byte: UInt8(ascii: " "), count: sequenceWidth - cell.count)
    text.append(contentsOf: cell.bytes)
    let timestamps = numbers.timestamps(of: item)
    for value in [numbers.acknowledgment(of: item), timestamps.value, timestamps.echo] {
      text.append("  ")
      if let value { text.append(value, width: 10) } else { text.append(right: "-", width: 10) }
    }
  }

  private func words(
    _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict, _ judged: SpuriousJudge.Verdict?
  ) -> String {
    guard let judged else { return SegmentWords.remarks(item, verdict) }
    let name = SegmentWords.name(item.segmentClass, item.kind) + Self.doubling(verdict)
    switch judged {
    case .certain, .likely, .possible:
      return "\(name), needless (\(judged.rawValue)): \(Self.evidence(verdict))"
        + (verdict.cause.map { "; \(SegmentWords.name($0))" } ?? "")
        + "; \(item.segment.linkLength) B on the wire"
    case .noEvidence: return "\(name), nothing says that it was needless"
    case .unknowable: return "\(name), whether it was needless cannot be known"
    case .notJudged: return name
    }
  }

  /// How often the timer was doubled before a timeout.
  private static func doubling(_ verdict: SegmentVerdict) -> String {
    verdict.backoff.map { $0 > 0 ? " (timer doubled \($0) time\($0 == 1 ? "" : "s"))" : "" } ?? ""
  }

  /// The signs with the packets that brought them.
  private static func evidence(_ verdict: SegmentVerdict) -> String {
    SpuriousEvidence.named.filter { verdict.evidence.contains($0.evidence) }
      .map { sign in
        sign.name + (verdict.frames[sign.evidence].map { " in frame \($0)" } ?? "")
      }
      .joined(separator: ", ")
  }
}
