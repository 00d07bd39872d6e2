import Measurements
import PacketCapture
import TCPAnalysis

/// What `show` prints of a segment by tcptrace's rules.
enum ShowTcptrace {
  static let columns = "analysis,tcptraceConnection,rexmtBytes,rttMs,cumulativeAcks"

  static func writeCells(_ verdict: TcptraceVerdict, to text: inout TextBuffer) {
    text.append(",")
    forEachEvent(verdict) { entry, isFirst in
      if !isFirst { text.append(" ") }
      text.append(entry.name)
    }
    text.append(",")
    text.append(Int64(verdict.connection))
    text.append(",")
    text.append(verdict.rexmtBytes)
    text.append(",")
    if let time = verdict.rttMicroseconds { writeMilliseconds(time, to: &text) }
    text.append(",")
    text.append(verdict.cumulativeAcks)
  }

  static func writeMembers(_ verdict: TcptraceVerdict, to text: inout TextBuffer) {
    text.append(",\"analysis\":[")
    forEachEvent(verdict) { entry, isFirst in
      text.append(isFirst ? "\"" : ",\"")
      text.append(entry.name)
      text.append("\"")
    }
    text.append("],\"tcptraceConnection\":")
    text.append(Int64(verdict.connection))
    text.append(",\"rexmtBytes\":")
    text.append(verdict.rexmtBytes)
    text.append(",\"rttMs\":")
    if let time = verdict.rttMicroseconds { writeMilliseconds(time, to: &text) } else { text.append("null") }
    text.append(",\"cumulativeAcks\":")
    text.append(verdict.cumulativeAcks)
  }

  static func writeRemarks(_ verdict: TcptraceVerdict, to text: inout TextBuffer) {
    var isFirst = true
    forEachEvent(verdict) { entry, _ in
      // The third in a row is a duplicate as well: said once.
      if entry.event == .duplicateAck, verdict.events.contains(.tripleDuplicateAck) { return }
      text.append(isFirst ? "  " : ", ")
      isFirst = false
      text.append(entry.words)
      switch entry.event {
      case .rexmt:
        text.append(" ")
        text.append(verdict.rexmtBytes)
        text.append(" B")
      case .cumulativeAck:
        text.append(" of ")
        text.append(verdict.cumulativeAcks)
      case .rttSample:
        text.append(" ")
        text.append(Quantity.duration(nanoseconds: (verdict.rttMicroseconds ?? 0) &* 1000))
      default: break
      }
    }
  }

  /// Red for what was sent again, yellow for what fills a hole, as captcp's own colours.
  static func color(_ verdict: TcptraceVerdict, _ flags: TCPFlags) -> StaticString {
    if flags.contains(.rst) { return "1;35" }
    if verdict.events.contains(.rexmt) { return "31" }
    if verdict.events.contains(.outOfOrder) { return "33" }
    if !verdict.events.isDisjoint(with: [.duplicateAck, .ambiguousAck, .postLossAck]) { return "35" }
    if !verdict.events.isDisjoint(with: [.zeroWindowProbe, .hardwareDuplicate]) { return "36" }
    return flags.isDisjoint(with: [.syn, .fin]) ? "" : "32"
  }

  private static func forEachEvent(
    _ verdict: TcptraceVerdict,
    _ body: ((event: TcptraceEvents, name: String, words: String), Bool) -> Void
  ) {
    guard !verdict.events.isEmpty else { return }
    var isFirst = true
    for entry in TcptraceEvents.named where verdict.events.contains(entry.event) {
      body(entry, isFirst)
      isFirst = false
    }
  }

  private static func writeMilliseconds(_ microseconds: Int64, to text: inout TextBuffer) {
    text.append(Double(microseconds) / 1e3, decimals: 3, trimmingZeros: true)
  }
}
