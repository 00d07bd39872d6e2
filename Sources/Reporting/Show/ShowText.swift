import Measurements
import PacketCapture
import TCPAnalysis

/// `show` as text: a line a segment, numbers below each other, what is special in words at the end.
struct ShowText: ShowForm {
  private let settings: ShowSettings
  private let columns: ShowColumns

  init(_ settings: ShowSettings, columns: ShowColumns) {
    self.settings = settings
    self.columns = columns
  }

  func begin(_ text: inout TextBuffer) {
    if settings.usesColor { text.append("\u{1B}[1m") }
    if settings.marksMatches { text.append("  ") }
    if settings.numbersLines {
      text.append(right: "no", width: columns.number)
      text.append("  ")
    }
    text.append(right: "frame", width: columns.frame)
    text.append("  ")
    text.append(right: settings.origin == .absolute ? "UTC" : "time/s", width: columns.time)
    text.append("  ")
    text.append(right: "flow", width: columns.flow)
    text.append("  ")
    text.append(pad: "source", width: columns.source)
    text.append("   ")
    text.append(pad: "destination", width: columns.destination)
    text.append("  flags ")
    text.append(right: "seq:end(len)", width: columns.sequence)
    text.append("  ")
    text.append(right: "ack", width: columns.acknowledgment)
    text.append("  ")
    text.append(right: "window", width: columns.window)
    if settings.rules != .native {
      text.append("  ")
      text.append(settings.rules.title)
    }
    if settings.usesColor { text.append("\u{1B}[0m") }
    text.append("\n")
  }

  func write(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    let color: StaticString =
      !settings.usesColor
      ? "" : line.isMatching == false ? "2" : color(item, line)
    let isColored = color.utf8CodeUnitCount > 0
    if isColored {
      text.append("\u{1B}[")
      if line.isMatching == true { text.append("1;") }
      text.append(color)
      text.append("m")
    } else if settings.usesColor, line.isMatching == true {
      text.append("\u{1B}[1m")
    }
    if let isMatching = line.isMatching { text.append(isMatching ? "* " : "  ") }
    writePlace(item, line, to: &text)
    writeNumbers(item, to: &text)
    if let peer = line.peer {
      ShowPeer.writeRemarks(peer, to: &text)
      Self.writeOptions(item, to: &text)
    } else {
      writeRemarks(item, line.verdict, to: &text)
    }
    if isColored || (settings.usesColor && line.isMatching == true) { text.append("\u{1B}[0m") }
    text.append("\n")
  }

  private func color(_ item: borrowing ClassifiedSegment, _ line: ShowLine) -> StaticString {
    if let peer = line.peer, settings.differentiation == .verdict { return ShowPeer.color(peer, item) }
    return SegmentColor.code(item, by: settings.differentiation)
  }

  private func writePlace(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    if settings.numbersLines {
      text.append(line.number, width: columns.number)
      text.append("  ")
    }
    Self.writeFrame(item, line, origin: settings.origin, columns: columns, to: &text)
    let source = Endpoint(address: item.segment.source, port: item.segment.sourcePort)
    let destination = Endpoint(address: item.segment.destination, port: item.segment.destinationPort)
    text.append(pad: source.description, width: columns.source)
    text.append(" > ")
    text.append(pad: destination.description, width: columns.destination)
  }

  /// Writes frame, time and flow.
  static func writeFrame(
    _ item: borrowing ClassifiedSegment, _ line: ShowLine, origin: ShowSettings.TimeZero,
    columns: ShowColumns, to text: inout TextBuffer
  ) {
    text.append(Int64(clamping: item.segment.frame), width: columns.frame)
    text.append("  ")
    writeTime(item.segment.timestamp, line, origin: origin, columns: columns, to: &text)
    text.append("  ")
    let digits = ShowColumns.digits(Int64(item.connection) + 1)
    text.append(Int64(item.connection) + 1, width: max(digits, columns.flow - 2))
    text.append(item.direction == 0 ? ".1  " : ".2  ")
  }

  private static func writeTime(
    _ time: Int64, _ line: ShowLine, origin: ShowSettings.TimeZero, columns: ShowColumns,
    to text: inout TextBuffer
  ) {
    let zero: Int64
    switch origin {
    case .absolute:
      // Hours to microseconds; the day stands in `statistic`.
      text.append(String(Timestamp(nanoseconds: time).iso8601(decimals: 6).dropLast().suffix(15)))
      return
    case .connection: zero = line.connectionStart
    case .capture(let start): zero = start
    }
    let elapsed = time.subtractingReportingOverflow(zero).partialValue
    let width = ShowColumns.digits(elapsed / 1_000_000_000) + 7 + (elapsed <= -1000 ? 1 : 0)
    for _ in 0..<max(0, columns.time - width) { text.append(" ") }
    text.appendSeconds(elapsed, decimals: 6)
  }

  private func writeNumbers(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    text.append("  ")
    let before = text.count
    SegmentWords.appendFlags(item.segment.flags, to: &text)
    for _ in 0..<max(0, 6 - (text.count - before)) { text.append(" ") }
    let length = Int64(item.segment.payloadLength)
    let width =
      ShowColumns.digits(item.start) + ShowColumns.digits(item.end) + ShowColumns.digits(length) + 3
      + (item.start < 0 ? 1 : 0) + (item.end < 0 ? 1 : 0)
    for _ in 0..<max(0, columns.sequence - width) { text.append(" ") }
    text.append(item.start)
    text.append(":")
    text.append(item.end)
    text.append("(")
    text.append(length)
    text.append(")  ")
    if item.segment.flags.contains(.ack) {
      text.append(item.acknowledgment, width: columns.acknowledgment)
    } else {
      text.append(right: "-", width: columns.acknowledgment)
    }
    text.append("  ")
    if let window = item.shownWindowBytes {
      text.append(window, width: columns.window)
    } else if Self.hasNoWindow(item.segmentClass, item.segment.flags) {
      text.append(right: "-", width: columns.window)
    } else {
      // The field as it stands: its scale is unknown.
      let digits = ShowColumns.digits(Int64(item.segment.window)) + 2
      for _ in 0..<max(0, columns.window - digits) { text.append(" ") }
      text.append(Int64(item.segment.window))
      text.append("*?")
    }
  }

  private static func hasNoWindow(_ segmentClass: SegmentClass, _ flags: TCPFlags) -> Bool {
    segmentClass == .captureDuplicate || !flags.contains(.ack) || flags.contains(.rst)
  }

  private func writeRemarks(
    _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict, to text: inout TextBuffer
  ) {
    let remarks = SegmentWords.remarks(item, verdict)
    if !remarks.isEmpty {
      text.append("  ")
      text.append(Escaping.terminal(remarks))
    }
    if item.roundTripTime >= 0 {
      text.append(remarks.isEmpty ? "  rtt " : ", rtt ")
      text.append(Quantity.duration(nanoseconds: item.roundTripTime))
    }
    Self.writeOptions(item, to: &text)
  }

  /// Writes the options in short, if there are any.
  static func writeOptions(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    let present = item.segment.options.present
    guard !present.isEmpty else { return }
    text.append("  <")
    let start = text.count
    func separate(_ text: inout TextBuffer) { if text.count > start { text.append(" ") } }
    if present.contains(.maximumSegmentSize) {
      text.append("mss ")
      text.append(Int64(item.segment.options.maximumSegmentSize))
    }
    if present.contains(.windowScale) {
      separate(&text)
      text.append("wscale ")
      text.append(Int64(item.segment.options.windowScale))
    }
    if present.contains(.sackPermitted) {
      separate(&text)
      text.append("sackOK")
    }
    if present.contains(.timestamps) {
      separate(&text)
      text.append("ts ")
      text.append(Int64(item.segment.options.timestampValue))
      text.append(":")
      text.append(Int64(item.segment.options.timestampEcho))
    }
    if present.contains(.sack) {
      separate(&text)
      text.append("sack")
      for index in 0..<Int(min(item.segment.options.sackBlockCount, 4)) {
        let range = item.sackRange(index)
        text.append(" ")
        text.append(range.start)
        text.append(":")
        text.append(range.end)
      }
    }
    if present.contains(.fastOpen) {
      separate(&text)
      text.append("tfo ")
      text.append(Int64(item.segment.options.fastOpenCookieLength))
    }
    if present.contains(.multipath) {
      separate(&text)
      text.append("mptcp")
    }
    if present.contains(.accurateECN) {
      separate(&text)
      text.append("accecn")
    }
    text.append(">")
  }
}

extension TextBuffer {
  /// Appends ASCII text, right-aligned in `width` columns.
  mutating func append(right text: StaticString, width: Int) {
    for _ in 0..<max(0, width - text.utf8CodeUnitCount) { append(byte: UInt8(ascii: " ")) }
    append(text)
  }
}
