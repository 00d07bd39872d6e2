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

  /// Writes the line of a connection; no string is made for it.
  static func write(_ connection: ConnectionOutline, to text: inout TextBuffer) {
    text.append(Int64(connection.id), width: 8)
    text.append(" ")
    text.append(connection.initiator, width: 21)
    text.append(" ")
    text.append(connection.responder, width: 21)
    text.append(" ")
    let state = connection.state.rawValue
    text.append(state)
    text.append(byte: UInt8(ascii: " "), count: 6 - state.utf8.count)
    let seconds = connection.duration.flooredSeconds
    text.append(seconds.seconds, width: 4)
    text.append(".")
    text.append(seconds.nanoseconds / 1000, minimumDigits: 6)
    // Order of the columns: initiator's flow, then the responder's.
    let first = connection.fromInitiator
    let second = connection.fromResponder
    text.append(first.packets, width: 9)
    text.append(second.packets, width: 9)
    text.append(first.payloadBytes, width: 12)
    text.append(second.payloadBytes, width: 12)
    text.append(first.retransmittedPackets &+ second.retransmittedPackets, width: 7)
    text.append("\n")
  }
}

extension TextBuffer {
  /// Appends text, left-aligned in `width` columns.
  mutating func append(pad text: String, width: Int) {
    append(text)
    append(byte: UInt8(ascii: " "), count: width - text.count)
  }
}
