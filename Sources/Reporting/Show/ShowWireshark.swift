import Measurements
import PacketCapture
import TCPAnalysis

/// What `show` prints of a segment by tshark's rules.
enum ShowWireshark {
  static let columns = "analysis,dupAckNumber,stream,bytesInFlight,rttMs,rtoMs,initialRttMs"

  static func writeCells(_ verdict: WiresharkVerdict, to text: inout TextBuffer) {
    text.append(",")
    forEachFlag(verdict) { entry, isFirst in
      if !isFirst { text.append(" ") }
      text.append(entry.name)
    }
    text.append(",")
    if verdict.duplicateAckNumber > 0 { text.append(Int64(verdict.duplicateAckNumber)) }
    text.append(",")
    text.append(Int64(verdict.stream))
    text.append(",")
    if verdict.bytesInFlight > 0 { text.append(Int64(verdict.bytesInFlight)) }
    let times = times(verdict)
    for index in times.indices {
      text.append(",")
      if times[index] != 0 { text.append(Double(times[index]) / 1e6, decimals: 6, trimmingZeros: true) }
    }
  }

  static func writeMembers(_ verdict: WiresharkVerdict, to text: inout TextBuffer) {
    text.append(",\"analysis\":[")
    forEachFlag(verdict) { entry, isFirst in
      text.append(isFirst ? "\"" : ",\"")
      text.append(entry.name)
      text.append("\"")
    }
    text.append("],\"dupAckNumber\":")
    number(Int64(verdict.duplicateAckNumber), to: &text)
    text.append(",\"stream\":")
    text.append(Int64(verdict.stream))
    text.append(",\"bytesInFlight\":")
    number(Int64(verdict.bytesInFlight), to: &text)
    let times = times(verdict)
    for (index, key) in [",\"rttMs\":", ",\"rtoMs\":", ",\"initialRttMs\":"].enumerated() {
      text.append(key)
      if times[index] == 0 {
        text.append("null")
      } else {
        text.append(Double(times[index]) / 1e6, decimals: 6, trimmingZeros: true)
      }
    }
  }

  static func writeRemarks(_ verdict: WiresharkVerdict, to text: inout TextBuffer) {
    var isFirst = true
    func separate() {
      text.append(isFirst ? "  " : " ")
      isFirst = false
    }
    forEachFlag(verdict) { entry, _ in
      // tshark lists a fast or spurious retransmission under that name alone.
      let isNamedOtherwise = !verdict.flags.isDisjoint(with: [.fastRetransmission, .spuriousRetransmission])
      if entry.flag == .retransmission, isNamedOtherwise { return }
      separate()
      text.append("[")
      text.append(entry.words)
      if entry.flag == .duplicateAck {
        text.append(" #")
        text.append(Int64(verdict.duplicateAckNumber))
      }
      text.append("]")
    }
    if verdict.isUnprinted {
      separate()
      text.append("[no analysis: options cut or header malformed]")
    }
    for (words, time) in [("rtt ", verdict.ackRoundTripTime), ("rto ", verdict.retransmissionTimeout)]
    where time != 0 {
      separate()
      text.append(words)
      text.append(Quantity.duration(nanoseconds: time))
    }
    if verdict.bytesInFlight > 0 {
      separate()
      text.append("flight ")
      text.append(Int64(verdict.bytesInFlight))
    }
  }

  /// Wireshark's own rules of colour have red for what went wrong and nothing for the rest.
  static func color(_ verdict: WiresharkVerdict, _ flags: TCPFlags) -> StaticString {
    if flags.contains(.rst) { return "1;35" }
    if !verdict.flags.isDisjoint(with: [.retransmission]) { return "31" }
    if !verdict.flags.isDisjoint(with: [.outOfOrder, .lostSegment, .ackLostSegment]) { return "33" }
    if verdict.flags.contains(.duplicateAck) { return "35" }
    if !verdict.flags.isEmpty { return "36" }
    return flags.isDisjoint(with: [.syn, .fin]) ? "" : "32"
  }

  private static func forEachFlag(
    _ verdict: WiresharkVerdict,
    _ body: ((flag: WiresharkFlags, name: String, words: String), Bool) -> Void
  ) {
    guard !verdict.flags.isEmpty else { return }
    var isFirst = true
    for entry in WiresharkFlags.named where verdict.flags.contains(entry.flag) {
      body(entry, isFirst)
      isFirst = false
    }
  }

  private static func times(_ verdict: WiresharkVerdict) -> InlineArray<3, Int64> {
    [verdict.ackRoundTripTime, verdict.retransmissionTimeout, verdict.initialRoundTripTime]
  }

  private static func number(_ value: Int64, to text: inout TextBuffer) {
    if value > 0 { text.append(value) } else { text.append("null") }
  }
}
