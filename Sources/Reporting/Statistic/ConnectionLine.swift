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

  /// Bytes of the longest line: two addresses, the state, twelve numbers of at most twenty digits, and room for what is
  /// blanked in front of a field.
  private static let greatestLength = 2 * (Endpoint.greatestLength + 1) + 8 + 12 * 21 + 24

  /// Writes the line of a connection; no string is made for it.
  static func write(_ connection: ConnectionOutline, to text: inout TextBuffer) {
    text.write(atMost: greatestLength) { place in
      var cursor = LineCursor(place)
      write(connection, &cursor)
      return cursor.place - place
    }
  }

  private static func write(_ connection: ConnectionOutline, _ line: inout LineCursor) {
    line.append(UInt64(clamping: connection.id), width: 8)
    line.append(" ")
    line.append(connection.initiator, width: 21)
    line.append(" ")
    line.append(connection.responder, width: 21)
    line.append(" ")
    line.append(connection.state, width: 6)
    // The last packet is never in front of the first one.
    let microseconds = UInt64(clamping: connection.duration) / 1000
    line.append(microseconds / 1_000_000, width: 4)
    line.append(".")
    line.append(microseconds % 1_000_000, digits: 6)
    // Order of the columns: initiator's flow, then the responder's.
    let first = connection.fromInitiator
    let second = connection.fromResponder
    line.append(UInt64(clamping: first.packets), width: 9)
    line.append(UInt64(clamping: second.packets), width: 9)
    line.append(UInt64(clamping: first.payloadBytes), width: 12)
    line.append(UInt64(clamping: second.payloadBytes), width: 12)
    line.append(UInt64(clamping: first.retransmittedPackets &+ second.retransmittedPackets), width: 7)
    line.append("\n")
  }
}

/// Writes the fields of a line one after the other into room that is enough for the longest line.
private struct LineCursor {
  private(set) var place: UnsafeMutablePointer<UInt8>

  init(_ place: UnsafeMutablePointer<UInt8>) {
    self.place = place
  }

  @inline(__always)
  mutating func append(_ character: Unicode.Scalar) {
    place.pointee = UInt8(truncatingIfNeeded: character.value)
    place += 1
  }

  /// Columns that are blanked at once; no field is wider.
  private static let greatestWidth = 24

  /// Blanks the columns in front of what is written next, and those of what follows: that is written over.
  @inline(__always)
  private func blank() {
    let start = UnsafeMutableRawPointer(place)
    for offset in stride(from: 0, to: Self.greatestWidth, by: 8) {
      start.storeBytes(of: 0x2020_2020_2020_2020, toByteOffset: offset, as: UInt64.self)
    }
  }

  /// Appends a number, right-aligned.
  @inline(__always)
  mutating func append(_ value: UInt64, width: Int) {
    guard value < (width >= 8 ? 100_000_000 : width >= 4 ? 10_000 : 10), width <= Self.greatestWidth else {
      return appendLarge(value, width: width)
    }
    blank()
    var position = width
    var rest = UInt32(truncatingIfNeeded: value)
    repeat {
      position -= 1
      place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    place += width
  }

  @inline(never)
  private mutating func appendLarge(_ value: UInt64, width: Int) {
    var digits = 1
    var rest = value / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    for _ in 0..<max(0, width - digits) { append(" ") }
    append(value, digits: digits)
  }

  /// Appends a number with all of `digits` digits.
  mutating func append(_ value: UInt64, digits: Int) {
    var rest = value
    for position in stride(from: digits - 1, through: 0, by: -1) {
      place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    place += digits
  }

  @inline(__always)
  mutating func append(_ endpoint: Endpoint, width: Int) {
    blank()
    place += max(endpoint.write(to: place), width)
  }

  mutating func append(_ state: ConnectionState, width: Int) {
    var name = state.rawValue
    blank()
    let count = name.withUTF8 { bytes in
      for index in bytes.indices { place[index] = bytes[index] }
      return bytes.count
    }
    place += max(count, width)
  }
}

extension TextBuffer {
  /// Appends text, left-aligned in `width` columns.
  mutating func append(pad text: String, width: Int) {
    append(text)
    append(byte: UInt8(ascii: " "), count: width - text.count)
  }
}
