import TCPAnalysis

/// One segment as a simulated host sent it, and what came of it.
struct Transmission {
  /// Why the host sent it.
  enum Role { case handshake, data, zeroWindowProbe, keepAlive, acknowledgment, fin }

  var role: Role
  /// Whether the host is the one that sends the data.
  var isFromSender: Bool
  /// Time it left the host, nanoseconds from the start.
  var time: Int64 = 0
  /// TCP flags as in the header.
  var flags: UInt16
  /// First sequence number, relative to the ISN: SYN 0, first byte 1.
  var start: Int64
  var payload: Int64 = 0
  /// Relative to the other host's ISN.
  var acknowledgment: Int64 = 0
  var window: UInt16 = 0
  var sack: [SequenceRange] = []
  var hasDSACK = false
  var timestamp: UInt32 = 0
  var echo: UInt32 = 0
  var identification: UInt16 = 0
  /// Whether any of its bytes (SYN and FIN too) had been sent before.
  var isRetransmission = false
  /// Times at which the other host got it.
  var arrivals: [Int64] = []

  static let fin: UInt16 = 1
  static let syn: UInt16 = 2
  static let psh: UInt16 = 8
  static let ack: UInt16 = 16

  var hasSyn: Bool { flags & Self.syn != 0 }
  var hasFin: Bool { flags & Self.fin != 0 }
  /// Length in sequence space.
  var length: Int64 { payload + (hasSyn ? 1 : 0) + (hasFin ? 1 : 0) }
  var end: Int64 { start + length }
  /// The bytes of data, in sequence numbers.
  var data: Range<Int64> {
    let first = hasSyn ? start + 1 : start
    return first..<(first + payload)
  }
}
