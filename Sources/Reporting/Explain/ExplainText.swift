import Measurements
import PacketCapture
public import TCPAnalysis

/// `explain` as text: the segment, what it is, and the tests that led there.
public struct ExplainText {
  private static let nameWidth = 18
  private static let lineWidth = 100

  private let explanation: Explanation
  private let style: TerminalStyle
  private let captureStart: Int64

  /// Makes the text.
  ///
  /// - Parameters:
  ///   - explanation: What was found out.
  ///   - captureStart: Zero of the times, nanoseconds since the epoch.
  ///   - style: Colours of the terminal.
  public init(_ explanation: Explanation, captureStart: Int64, style: TerminalStyle) {
    self.explanation = explanation
    self.captureStart = captureStart
    self.style = style
  }

  /// The text.
  public func bytes() -> [UInt8] {
    var text = TextBuffer()
    writeSegment(to: &text)
    writeVerdict(to: &text)
    write("Tests for the class", explanation.classTests, to: &text)
    write("Tests for the kind", explanation.kindTests, to: &text)
    write("Tests of the acknowledgment", explanation.acknowledgmentTests, to: &text)
    writeMeasures(to: &text)
    writePackets(to: &text)
    writePeers(to: &text)
    return text.bytes
  }

  private func writeSegment(to text: inout TextBuffer) {
    let item = explanation.segment
    text.append(style.bold("Frame \(item.segment.frame)"))
    text.append("  ")
    text.appendSeconds(
      item.segment.timestamp.subtractingReportingOverflow(captureStart).partialValue, decimals: 6)
    let source = Endpoint(address: item.segment.source, port: item.segment.sourcePort)
    let destination = Endpoint(address: item.segment.destination, port: item.segment.destinationPort)
    text.append(" s  flow \(item.flow)  \(source) > \(destination)\n  ")
    SegmentWords.appendFlags(item.segment.flags, to: &text)
    text.append("  seq \(item.start):\(item.end) (\(item.segment.payloadLength) B)")
    if item.segment.flags.contains(.ack) { text.append("  ack \(item.acknowledgment)") }
    if let window = item.shownWindowBytes {
      text.append("  window \(window) B")
    } else {
      text.append("  window field \(item.segment.window)")
    }
    ShowText.writeOptions(item, to: &text)
    text.append("\n\n")
  }

  private func writeVerdict(to text: inout TextBuffer) {
    let item = explanation.segment
    row("class", item.segmentClass.name, isStrong: true, to: &text)
    if item.kind != .none { row("kind", item.kind.name, isStrong: true, to: &text) }
    if let backoff = explanation.verdict.backoff {
      let words =
        backoff == 0
        ? "the first timeout in a row"
        : "timeout \(backoff + 1) in a row: the timer was doubled \(backoff) time\(backoff == 1 ? "" : "s") before"
      row("  backoff", "\(backoff), \(words) (RFC 6298, section 5.5)", to: &text)
    }
    if let certainty = explanation.verdict.certainty {
      row(
        "spurious", "\(certainty.rawValue) (\(explanation.verdict.evidence.names.joined(separator: ", ")))",
        isStrong: true, to: &text)
    } else if !explanation.verdictReason.isEmpty {
      row("spurious", explanation.verdictReason, to: &text)
    }
    if let cause = explanation.verdict.cause {
      row("  cause", "\(cause.rawValue): \(SegmentWords.name(cause))", to: &text)
    }
    for evidence in explanation.evidence {
      row("  \(evidence.name)", "frame \(evidence.packet.frame): \(evidence.packet.detail)", to: &text)
    }
    if item.ackClass != .none { row("acknowledgment", item.ackClass.name, to: &text) }
    var marks: [String] = []
    ShowMarks.forEach(item) { name, _ in marks.append(name) }
    if !marks.isEmpty { row("marks", marks.joined(separator: ", "), to: &text) }
    let point = explanation.connection.capturePoint
    row("captured at", "\(point.rawValue): \(explanation.connection.capturePointReason)", to: &text)
  }

  private func write(_ title: String, _ steps: [Explanation.Step], to text: inout TextBuffer) {
    guard !steps.isEmpty else { return }
    text.append("\n")
    text.append(style.bold(title))
    text.append("\n")
    for step in steps {
      let source = step.holds ? step.source.map { " (\($0))" } ?? "" : ""
      row(step.test, step.detail + source, mark: step.holds ? "yes" : "no ", isStrong: step.holds, to: &text)
    }
  }

  private func writeMeasures(to text: inout TextBuffer) {
    text.append("\n")
    text.append(style.bold("Measures"))
    text.append("\n")
    row("RTT sample", explanation.roundTripReason, to: &text)
    row("flight", explanation.flightReason, to: &text)
  }

  private func writePackets(to text: inout TextBuffer) {
    guard !explanation.transmissions.isEmpty else { return }
    text.append("\n")
    text.append(style.bold("Its bytes in the capture"))
    text.append("\n")
    for packet in explanation.transmissions { write(packet, to: &text) }
    if let packet = explanation.acknowledgedBy {
      write(packet, to: &text)
    } else {
      row("never", "no later packet acknowledges all of them", to: &text)
    }
  }

  private func writePeers(to text: inout TextBuffer) {
    guard !explanation.peers.isEmpty else { return }
    text.append("\n")
    text.append(style.bold("By the rules of other tools"))
    text.append("\n")
    for verdict in explanation.peers { row(verdict.rules.tool, ExplainPeers.sentence(verdict), to: &text) }
  }

  private func write(_ packet: Explanation.Packet, to text: inout TextBuffer) {
    var time = TextBuffer()
    time.appendSeconds(packet.time.subtractingReportingOverflow(captureStart).partialValue, decimals: 6)
    row("frame \(packet.frame)", "\(time.string) s  \(packet.detail)", to: &text)
  }

  /// One line with a name in front; what is too long goes on below.
  private func row(
    _ name: String, _ value: String, mark: String = "", isStrong: Bool = false, to text: inout TextBuffer
  ) {
    text.append("  ")
    text.append(isStrong ? style.bold(name) : name)
    for _ in 0..<max(1, Self.nameWidth - name.count) { text.append(" ") }
    if !mark.isEmpty {
      text.append(isStrong ? style.bold(mark) : style.faint(mark))
      text.append("  ")
    }
    let indent = 2 + max(Self.nameWidth, name.count + 1) + (mark.isEmpty ? 0 : mark.count + 2)
    var column = indent
    for (index, word) in Escaping.terminal(value).split(separator: " ", omittingEmptySubsequences: false)
      .enumerated()
    {
      if index > 0 {
        if column + 1 + word.count > Self.lineWidth {
          text.append("\n" + String(repeating: " ", count: indent))
          column = indent
        } else {
          text.append(" ")
          column += 1
        }
      }
      text.append(String(word))
      column += word.count
    }
    text.append("\n")
  }
}
