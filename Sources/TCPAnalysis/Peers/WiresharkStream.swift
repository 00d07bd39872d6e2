import PacketCapture

/// What Wireshark knows of one direction of a stream; 0 in the first three numbers stands for unknown, as there.
struct WiresharkFlow: BitwiseCopyable {
  /// One above the highest sequence number.
  var nextSequence: UInt32 = 0
  /// What the other side may acknowledge without anything missing.
  var highestToBeAcknowledged: UInt32 = 0
  /// Acknowledgment field of the last segment.
  var lastAcknowledgment: UInt32 = 0
  /// Sequence number that counts as 0.
  var base: UInt32 = 0
  /// When `nextSequence` moved.
  var nextTime: Int64 = 0
  /// Time of the last segment.
  var lastTime: Int64 = 0
  /// Sum of the SACK blocks of the last segment that Wireshark looks at, in bytes modulo 2^32.
  var sackedBytes: UInt32 = 0
  /// Window field of the last segment; -1 before the first.
  var window: Int32 = -1
  /// Duplicate ACKs in a row; -1 marks a gap whose ACK was told.
  var duplicateCount: Int32 = 0
  /// MPTCP subtypes of the connection when this direction sent last.
  var multipath: UInt16 = 0
  /// Window scale shift; see the constants.
  var shift: Int8 = Self.unknownShift
  var traits = Traits()
  var unacked = UnackedList()

  /// The SYN was not seen.
  static var unknownShift: Int8 { -1 }
  /// The SYN had no such option, so windows are not scaled.
  static var noShift: Int8 { -2 }

  struct Traits: OptionSet, BitwiseCopyable {
    var rawValue: UInt8
    static var baseIsKnown: Traits { Traits(rawValue: 1) }
    /// The last window stood in a SYN, where it is never scaled.
    static var windowOfSyn: Traits { Traits(rawValue: 2) }
    /// Bytes in flight are not told: data is missing since the last ACK.
    static var flightIsUnknown: Traits { Traits(rawValue: 4) }
    /// The last segment was a keep-alive.
    static var wasKeepAlive: Traits { Traits(rawValue: 8) }
    /// The last segment was a zero-window probe.
    static var wasProbe: Traits { Traits(rawValue: 16) }
  }

  /// Bits to shift a window by; `nil` if it is unknown.
  var windowShift: Int? {
    if shift == Self.unknownShift { return nil }
    return traits.contains(.windowOfSyn) || shift == Self.noShift ? 0 : Int(shift)
  }
}

/// What Wireshark knows of one stream.
struct WiresharkStream: BitwiseCopyable {
  /// The direction of the first packet, and the other one.
  var flows: InlineArray<2, WiresharkFlow> = .init(repeating: WiresharkFlow())
  /// Time of the newest SYN without ACK.
  var synTime: Int64 = 0
  /// From there to the first ACK without SYN, in nanoseconds; 0 unknown.
  var initialRoundTripTime: Int64 = 0
  /// Subtypes of MPTCP options so far, a bit each; -1 before the first option.
  var multipath: Int32 = -1
  var hasSyn = false

  /// Gives the memory of the lists back.
  mutating func release() {
    flows[0].unacked.release()
    flows[1].unacked.release()
  }
}
