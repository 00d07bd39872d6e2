import PacketCapture

/// The state of one open connection, two cache lines; its two flows lie beside it.
struct LiveConnection {
  /// Number of the connection minus 1.
  var index: Int32 = -1
  /// Endpoints: of the first packet seen, sender and receiver.
  var source = Endpoint(address: IPAddress(), port: 0)
  var destination = Endpoint(address: IPAddress(), port: 0)
  /// First and last packet, nanoseconds since the epoch.
  var firstTime: Int64 = 0
  var lastTime: Int64 = 0
  /// Last SYN to SYN/ACK, plus one; 0 unknown.
  var handshakeFar: Int64 = 0
  /// SYN/ACK to its ACK, plus one; 0 unknown.
  var handshakeNear: Int64 = 0
  /// Time of the newest SYN/ACK, nanoseconds from `firstTime`, plus one.
  var synAckTime: Int64 = 0
  /// What happened.
  var traits = ConnectionTraits()
  /// Letters of the history, the direction in the highest bit: ten letters, two directions.
  var history: InlineArray<20, UInt8> = .init(repeating: 0)
  var historyCount: UInt8 = 0
  /// Letters that are in the history: a bit each, two directions.
  var historySeen: UInt32 = 0

  /// Notes an event in the history, once for each direction.
  mutating func note(_ letter: HistoryLetter, direction: Int) {
    let entry = letter.rawValue | (direction == 1 ? 0x80 : 0)
    let bit = Self.historyBit(entry)
    guard historySeen & bit == 0, historyCount < 20 else { return }
    historySeen |= bit
    history[Int(historyCount)] = entry
    historyCount += 1
  }

  /// The bit of `historySeen` that stands for an entry of the history.
  static func historyBit(_ entry: UInt8) -> UInt32 {
    1 &<< (UInt32(entry & 0x7F) * 2 + UInt32(entry >> 7))
  }
}

/// Letters of a connection's history, in Zeek's manner.
enum HistoryLetter: UInt8, CaseIterable {
  case syn, synAck, ack, data, fin, rst, badChecksum, gap, retransmission, zeroWindow

  /// The lower-case letter.
  var letter: Character {
    switch self {
    case .syn: "s"
    case .synAck: "h"
    case .ack: "a"
    case .data: "d"
    case .fin: "f"
    case .rst: "r"
    case .badChecksum: "c"
    case .gap: "g"
    case .retransmission: "t"
    case .zeroWindow: "w"
    }
  }
}

/// What is known of a connection, yes or no.
struct ConnectionTraits: OptionSet {
  var rawValue: UInt32
  /// The flow of the first packet comes from the initiator.
  static let forwardFromInitiator = ConnectionTraits(rawValue: 1 << 0)
  static let roleGuessed = ConnectionTraits(rawValue: 1 << 1)
  static let shown = ConnectionTraits(rawValue: 1 << 2)
  static let portReused = ConnectionTraits(rawValue: 1 << 3)
  static let replayed = ConnectionTraits(rawValue: 1 << 4)
  static let retryAfterRst = ConnectionTraits(rawValue: 1 << 5)
  /// The ACK of a SYN/ACK was seen.
  static let handshakeAcknowledged = ConnectionTraits(rawValue: 1 << 6)
  /// The first RST came from the flow of the first packet.
  static let resetByForward = ConnectionTraits(rawValue: 1 << 7)
  /// Both FINs had been seen before the first RST.
  static let finishedBeforeReset = ConnectionTraits(rawValue: 1 << 8)
  static let reopened = ConnectionTraits(rawValue: 1 << 9)
  static let backwardSent = ConnectionTraits(rawValue: 1 << 10)
  /// More than one SYN preceded the SYN/ACK and nothing tells which one it answers.
  static let handshakeAmbiguous = ConnectionTraits(rawValue: 1 << 11)
  static let established = ConnectionTraits(rawValue: 1 << 12)
  /// It was closed and stands in the queue of those to be packed.
  static let awaitsPacking = ConnectionTraits(rawValue: 1 << 13)
  /// The clock was set back by more than a second between two of its packets.
  static let clockSetBack = ConnectionTraits(rawValue: 1 << 14)
}
