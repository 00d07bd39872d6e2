import Measurements
import PacketCapture
import TCPAnalysis

/// What other tools would make of the frame that `explain` is about.
enum ExplainPeers {
  /// What a tool would say of the segment, in words.
  static func sentence(_ verdict: PeerVerdict) -> String {
    switch verdict {
    case .wireshark(let verdict): wireshark(verdict)
    case .tcptrace(let verdict): tcptrace(verdict)
    }
  }

  private static func wireshark(_ verdict: WiresharkVerdict) -> String {
    if verdict.isUnprinted {
      return "would print no analysis: the options are cut or the header is malformed"
    }
    // It lists a fast or spurious retransmission under that name alone.
    let isNamedOtherwise = !verdict.flags.isDisjoint(with: [.fastRetransmission, .spuriousRetransmission])
    let names = WiresharkFlags.named.filter { entry in
      verdict.flags.contains(entry.flag) && !(isNamedOtherwise && entry.flag == .retransmission)
    }.map { entry in
      entry.flag == .duplicateAck ? "\(entry.words) #\(verdict.duplicateAckNumber)" : entry.words
    }
    var parts = [names.isEmpty ? "would mark nothing" : "would call it \(names.joined(separator: ", "))"]
    if verdict.ackRoundTripTime != 0 {
      parts.append("RTT \(Quantity.duration(nanoseconds: verdict.ackRoundTripTime))")
    }
    if verdict.retransmissionTimeout != 0 {
      parts.append("RTO \(Quantity.duration(nanoseconds: verdict.retransmissionTimeout))")
    }
    if verdict.bytesInFlight > 0 { parts.append("\(verdict.bytesInFlight) B in flight") }
    return parts.joined(separator: "; ")
  }

  private static func tcptrace(_ verdict: TcptraceVerdict) -> String {
    let words = TcptraceEvents.named.filter { verdict.events.contains($0.event) }.map { entry in
      switch entry.event {
      case .rexmt: "\(entry.words) of \(verdict.rexmtBytes) B"
      case .cumulativeAck: "\(entry.words) of \(verdict.cumulativeAcks)"
      case .rttSample:
        "\(entry.words) of \(Quantity.duration(nanoseconds: (verdict.rttMicroseconds ?? 0) &* 1000))"
      default: entry.words
      }
    }
    return words.isEmpty
      ? "would count nothing special" : "would count it as \(words.joined(separator: ", "))"
  }

  /// Writes the member `peers`: an object a tool, named as `--classify` names its rules.
  static func write(_ verdicts: [PeerVerdict], to json: inout JSONWriter) {
    json.key("peers")
    json.beginObject()
    for verdict in verdicts {
      json.key(verdict.rules.rawValue)
      json.beginObject()
      json.member("rules", verdict.rules.title)
      json.key("analysis")
      json.beginArray(inline: true)
      for (index, name) in verdict.rules.analysisNames.enumerated()
      where verdict.analysisBits >> UInt32(index) & 1 == 1 { json.value(name) }
      json.endArray()
      switch verdict {
      case .wireshark(let verdict): members(verdict, to: &json)
      case .tcptrace(let verdict): members(verdict, to: &json)
      }
      json.member("words", sentence(verdict))
      json.endObject()
    }
    json.endObject()
  }

  private static func members(_ verdict: WiresharkVerdict, to json: inout JSONWriter) {
    json.member("stream", Int64(verdict.stream))
    json.member("dupAckNumber", verdict.duplicateAckNumber > 0 ? Int64(verdict.duplicateAckNumber) : nil)
    json.member("bytesInFlight", verdict.bytesInFlight > 0 ? Int64(verdict.bytesInFlight) : nil)
    milliseconds("rttMs", verdict.ackRoundTripTime, to: &json)
    milliseconds("rtoMs", verdict.retransmissionTimeout, to: &json)
  }

  private static func milliseconds(_ name: String, _ time: Int64, to json: inout JSONWriter) {
    json.member(name, time != 0 ? Double(time) / 1e6 : nil, decimals: 6)
  }

  private static func members(_ verdict: TcptraceVerdict, to json: inout JSONWriter) {
    json.member("tcptraceConnection", Int64(verdict.connection))
    json.member("rexmtBytes", verdict.rexmtBytes)
    json.member("rttMs", verdict.rttMicroseconds.map { Double($0) / 1e3 }, decimals: 3)
    json.member("cumulativeAcks", verdict.cumulativeAcks)
  }
}
