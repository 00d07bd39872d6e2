import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic` as text for people: the capture, then each connection with both flows side by side.
///
/// Above a thousand connections each takes one line instead, unless everything is asked for. At most 98 columns.
public struct StatisticText: Sendable {
  /// How the text looks.
  public struct Options: Sendable {
    /// Shows all values.
    public var isExtended = false
    /// Colours for a terminal.
    public var usesColor = false
    /// Repeats the warnings about the whole capture, for text that goes to a file.
    public var includesCaptureNotes = false

    /// Makes the usual options.
    public init() {}
  }

  private let material: StatisticMaterial
  private let options: Options
  private let style: TerminalStyle

  /// Makes the writer.
  public init(_ material: StatisticMaterial, options: Options = Options()) {
    self.material = material
    self.options = options
    style = TerminalStyle(usesColor: options.usesColor)
  }

  /// Connections above which each takes one line.
  public static let blockLimit = 1000

  /// Writes all of it.
  ///
  /// - Parameter sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(to sink: ByteSink<Failure>) throws(Failure) {
    let records = material.analysis.connections
    let shown = material.selection.count(in: records)
    var text = TextBuffer(capacity: pieceSize + 8192)
    CaptureText(material.analysis, style: style).write(shown: shown, material: material, to: &text)
    if options.includesCaptureNotes {
      for note in material.analysis.notes { writeNote("note", note.sentence, to: &text) }
      for warning in material.analysis.capture.warnings { writeNote("note", warning, to: &text) }
    }
    let isBrief = shown > Self.blockLimit && !options.isExtended
    if isBrief {
      ConnectionLine.writeHeader(style: style, to: &text)
      try material.selection.forEachOutline(in: records) { connection throws(Failure) in
        ConnectionLine.write(connection, to: &text)
        try flush(&text, to: sink)
      }
    } else {
      try material.selection.forEach(in: records) { connection throws(Failure) in
        writeBlock(connection, to: &text)
        try flush(&text, to: sink)
      }
    }
    try sink(text.bytes)
  }

  /// Hands a full piece of the text on.
  private func flush<Failure: Error>(
    _ text: inout TextBuffer, to sink: ByteSink<Failure>
  ) throws(Failure) {
    guard text.count >= pieceSize else { return }
    try sink(text.bytes)
    text.removeAll()
  }

  private func writeBlock(_ connection: ConnectionSummary, to text: inout TextBuffer) {
    writeHeadline(connection, to: &text)
    let flows = material.selection.flows(of: connection)
    text.append(pad: "", width: StatisticTextRow.labelWidth + 2)
    for flow in flows {
      let id = FlowID(connection: connection.id, direction: flow.direction).description
      let role =
        (flow.direction == 1) == connection.isForwardFromInitiator
        ? "initiator \u{2192}" : "\u{2190} responder"
      text.append(
        style.bold(StatisticTextRow.rightAligned("\(id)  \(role)", width: StatisticTextRow.cellWidth)))
    }
    text.append("\n")
    for group in StatisticTextRow.groups {
      if options.isExtended { text.append("  " + style.faint("\u{2500}\u{2500} " + group.title) + "\n") }
      for row in group.rows where options.isExtended || !row.isExtended {
        row.write(flows, style: style, to: &text)
      }
    }
    writeNotes(connection, flows: flows, to: &text)
  }

  private func writeHeadline(_ connection: ConnectionSummary, to text: inout TextBuffer) {
    text.append("\n")
    text.append(style.bold("Connection \(connection.id)"))
    text.append("  \(connection.initiator) \u{2192} \(connection.responder)")
    text.append(style.faint("  \(connection.state.rawValue)  \(connection.history)"))
    text.append("\n  \(Quantity.duration(nanoseconds: connection.duration))")
    if let start = material.analysis.capture.firstTime {
      text.append(
        " from \(Quantity.duration(nanoseconds: connection.firstTime &- start)) after the capture's start")
    }
    if let far = connection.handshakeFar, let near = connection.handshakeNear {
      text.append(" \u{B7} handshake \(Quantity.duration(nanoseconds: far &+ near))")
      text.append(
        " (far \(Quantity.duration(nanoseconds: far)), near \(Quantity.duration(nanoseconds: near)))")
    }
    text.append("\n")
    if options.isExtended, connection.congestionNotification != .unknown {
      text.append("  ECN: \(Self.words(connection.congestionNotification))\n")
    }
    if connection.capturePoint != .unknown {
      let reason = connection.capturePointReason
      let point =
        connection.capturePoint == .middle ? "between the two" : "at the \(connection.capturePoint.rawValue)"
      text.append("  captured \(point)" + (reason.isEmpty ? "" : ": \(Escaping.terminal(reason))"))
      text.append("\n")
    }
  }

  private static func words(_ setup: CongestionNotification) -> String {
    switch setup {
    case .unknown: "unknown"
    case .notOffered: "not offered"
    case .refused: "offered, refused"
    case .classic: "agreed on (RFC 3168)"
    case .accurate: "accurate, agreed on (RFC 9768)"
    case .brokenReflection: "offered, flags sent back as they were: not in use"
    }
  }

  private func writeNotes(_ connection: ConnectionSummary, flows: [FlowSummary], to text: inout TextBuffer) {
    for note in connection.notes where !Self.isSaidElsewhere(note.code, isExtended: options.isExtended) {
      writeNote("note", note.sentence, to: &text)
    }
    var said: Set<AnalysisNote> = Set(connection.notes)
    for flow in flows {
      for note in StatisticNotes.notes(of: flow)
      where !Self.isSaidElsewhere(note.code, isExtended: options.isExtended) {
        guard said.insert(note).inserted else { continue }
        let others = flows.filter {
          $0.direction != flow.direction && StatisticNotes.notes(of: $0).contains(note)
        }
        let id = FlowID(connection: connection.id, direction: flow.direction)
        writeNote(others.isEmpty ? "note \(id)" : "note", note.sentence, to: &text)
      }
    }
  }

  /// Notes that a row shows already, or that stand once at the end.
  private static func isSaidElsewhere(_ code: AnalysisNote.Code, isExtended: Bool) -> Bool {
    switch code {
    case .noData, .noTimestampRoundTrip, .noSackRoundTrip, .noTimestampClock: true
    case .truncatedPackets, .spuriousUnknown, .noRoundTripTime, .fewRoundTripTimes, .shortFlow,
      .noPathRoundTrip:
      !isExtended
    default: false
    }
  }

  private func writeNote(_ label: String, _ sentence: String, to text: inout TextBuffer) {
    text.append("  ")
    text.append(style.warning(label + ":"))
    var column = 3 + label.count
    for word in Escaping.terminal(sentence).split(separator: " ") {
      if column + 1 + word.count > 96 {
        text.append("\n    ")
        column = 3
      }
      text.append(" ")
      text.append(String(word))
      column += 1 + word.count
    }
    text.append("\n")
  }
}
