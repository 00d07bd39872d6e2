import Measurements
import PacketCapture
import TCPAnalysis

/// The brief text form: one line a connection, whole numbers only, for captures of very many connections.
enum ConnectionLine {
  /// Writes the names of the columns.
  static func writeHeader(style: TerminalStyle, to text: inout TextBuffer) {
    text.append(
      style.faint(
        "One line a connection; -f ID, --top N or -e shows all values, --format csv or json gives them to programs."
      ))
    text.append("\n\n")
    text.append(
      style.bold(
        "      id initiator             responder             state  duration/s packets\u{2192} packets\u{2190}"
          + "  payload/B\u{2192}  payload/B\u{2190} resent"))
    text.append("\n")
  }

  /// Writes the line of a connection; no string is made for a number.
  static func write(_ connection: ConnectionSummary, to text: inout TextBuffer) {
    let isForward = connection.isForwardFromInitiator
    text.append(Int64(connection.id), width: 8)
    text.append(" ")
    text.append(pad: connection.initiator.description, width: 21)
    text.append(" ")
    text.append(pad: connection.responder.description, width: 21)
    text.append(" ")
    text.append(pad: connection.state.rawValue, width: 6)
    let seconds = connection.duration.flooredSeconds
    text.append(seconds.seconds, width: 4)
    text.append(".")
    text.append(seconds.nanoseconds / 1000, minimumDigits: 6)
    // Order of the columns: initiator's flow, then the responder's.
    let forward = Numbers(connection.forward)
    let backward = Numbers(connection.backward)
    let first = isForward ? forward : backward
    let second = isForward ? backward : forward
    text.append(first.packets, width: 9)
    text.append(second.packets, width: 9)
    text.append(first.payload, width: 12)
    text.append(second.payload, width: 12)
    text.append(first.resent &+ second.resent, width: 7)
    text.append("\n")
  }

  private struct Numbers {
    let packets: Int64
    let payload: Int64
    let resent: Int64

    init(_ flow: FlowSummary) {
      packets = flow.packets
      payload = flow.payloadBytes
      resent = flow.retransmittedPackets
    }
  }
}

extension TextBuffer {
  /// Appends a whole number, right-aligned in `width` columns.
  mutating func append(_ value: Int64, width: Int) {
    var digits = value < 0 ? 2 : 1
    var rest = value.magnitude
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    for _ in 0..<max(0, width - digits) { append(byte: UInt8(ascii: " ")) }
    append(value)
  }

  /// Appends text, left-aligned in `width` columns.
  mutating func append(pad text: String, width: Int) {
    append(text)
    for _ in 0..<max(0, width - text.count) { append(byte: UInt8(ascii: " ")) }
  }
}
