import PacketCapture

/// One step of a compiled match expression; its operands are the results of earlier steps.
enum MatchNode {
  case constant(Double)
  case field(MatchField)
  /// Whether one of these TCP flags is set.
  case flag(UInt16)
  /// Whether one of these options is there.
  case option(UInt8)
  /// Whether the class, kind or the like is one of these, a bit each.
  case word(MatchWord, mask: UInt32)
  /// The number of the class, kind or the like.
  case wordNumber(MatchWord)
  case mark(UInt32)
  /// Whether the rules of another tool gave one of these names, a bit each.
  case analysis(UInt32)
  case captureMark(UInt16)
  case blockCount
  /// An edge of a SACK block; both operands are steps.
  case edge(block: Int32, side: Int32, isRaw: Bool)
  /// Whether an end of the segment lies in a network.
  case address(MatchEnd, network: Int32)
  case arithmetic(Arithmetic, Int32, Int32)
  case negative(Int32)
  case compare(Comparison, Int32, Int32)
  /// Whether a value is there.
  case presence(Int32)
  /// Whether a value is there and not zero.
  case truth(Int32)
  case not(Int32)
  case and(Int32, Int32)
  case or(Int32, Int32)

  enum Arithmetic { case add, subtract, multiply, divide, remainder }

  enum Comparison { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }
}

/// Numbers of a segment that a match expression may name.
enum MatchField: CaseIterable {
  case frame, time, file, interface, connection, direction, flow
  case sourcePort, destinationPort
  case sequence, end, acknowledgment, window, rawSequence, rawAcknowledgment, rawWindow
  case urgentPointer, checksum, length, flags, timeToLive, identification, ecn, capturedLength
  case flight, pipe, roundTripMilliseconds
  case maximumSegmentSize, windowScale, timestampValue, timestampEcho
}

/// Names of a closed set that a segment has one of.
enum MatchWord: CaseIterable {
  case segmentClass, kind, ackClass, spurious

  /// The names, by their number.
  var names: [String] {
    switch self {
    case .segmentClass: SegmentClass.allCases.map(\.name)
    case .kind: SegmentKind.allCases.map(\.name)
    case .ackClass: AckClass.allCases.map(\.name)
    case .spurious: ["none"] + SpuriousCertainty.allCases.map(\.rawValue)
    }
  }

  /// What it is called in an expression.
  var name: String {
    switch self {
    case .segmentClass: "class"
    case .kind: "kind"
    case .ackClass: "ackclass"
    case .spurious: "spurious"
    }
  }

  /// The number of a name, written with humps or with underscores; `nil` if there is none.
  func number(of name: String) -> Int? {
    names.firstIndex { $0 == name || MatchVocabulary.snakeCase($0) == name }
  }
}

/// Which address is meant.
enum MatchEnd {
  case source, destination, either
}

/// The leading bits of an address.
struct MatchNetwork {
  let address: IPAddress
  let bits: Int

  /// Whether an address lies in it.
  func contains(_ other: IPAddress) -> Bool {
    guard other.isIPv6 == address.isIPv6 else { return false }
    let lead = address.isIPv6 ? bits : bits + 96
    let high = Self.mask(lead)
    let low = Self.mask(lead - 64)
    return (other.high ^ address.high) & high == 0 && (other.low ^ address.low) & low == 0
  }

  private static func mask(_ bits: Int) -> UInt64 {
    bits <= 0 ? 0 : bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits))
  }
}
