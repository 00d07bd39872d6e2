import PacketCapture

/// What the packets of one direction met between two capture points.
///
/// Loss as RFC 7680, delay as RFC 7679, its variation against the least one as RFC 5481 (section 4.2: PDV), reordering
/// as RFC 4737 (section 3) and duplication as RFC 5560 define them, for all packets of a connection instead of samples.
public struct PathTransit: Sendable {
  /// What became of a packet.
  public enum Fate: String, Sendable, CaseIterable {
    /// The other capture shows it.
    case arrived
    /// The other capture shows all of its bytes in packets cut in another way, as segmentation offload cuts them.
    case arrivedInParts
    /// The other capture shows some of its bytes.
    case partlyLost
    /// The other capture shows nothing of it.
    case lost
    /// The other capture does not cover the time at which it would have arrived.
    case unknown
  }

  /// A packet on its way.
  public struct Passage: Sendable, Hashable {
    /// The packet where it was sent.
    public var sent: TapPacket
    /// Time at which all that arrived of it had arrived, by the other capture's clock; `nil` if nothing did.
    public var arrivedAt: Int64?
    /// Frame of the other capture that shows it, or the last part of it.
    public var arrivedFrame: UInt64?
    /// What became of it.
    public var fate: Fate
    /// Payload bytes that did not arrive.
    public var lostBytes: Int64 = 0
    /// Whether a packet that was sent after it arrived before it (RFC 4737, section 3.3).
    public var isReordered = false

    /// Nanoseconds from sending to arriving by both clocks as they are.
    ///
    /// Of a packet that came in parts it holds the wait for the last one.
    public var delay: Int64? { arrivedAt.map { $0 &- sent.time } }
  }

  /// All packets in the order of sending.
  public internal(set) var passages: [Passage] = []
  /// Packets that the other capture shows once more than they were sent.
  public internal(set) var copies: [TapPacket] = []
  /// Packets that only the other capture shows: made on the way, or missed where they were sent.
  public internal(set) var strangers: [TapPacket] = []
  /// Least time from sending to arriving by both clocks as they are, of packets in parts only if no other arrived;
  /// `nil` if none did.
  public internal(set) var leastDelay: Int64?

  /// Follows the packets of one direction.
  ///
  /// - Parameters:
  ///   - sent: Packets where they are sent, in time order.
  ///   - arrived: Packets of the same direction in the other capture, in time order.
  ///   - twins: For each sent packet its place in `arrived`; `nil` where none is equal.
  ///   - covered: Time that the other capture covers, by its own clock.
  /// - Complexity: O(n log n).
  public init(
    sent: [TapPacket], arrived: [TapPacket], twins: [Int?], covered: ClosedRange<Int64>
  ) {
    var isPaired = [Bool](repeating: false, count: arrived.count)
    for (place, twin) in twins.enumerated() {
      guard let twin else { continue }
      isPaired[twin] = true
      leastDelay = min(leastDelay ?? .max, arrived[twin].time &- sent[place].time)
    }
    let single = sent.indices.filter { twins[$0] == nil && sent[$0].payloadLength > 0 }
    let left = arrived.indices.filter { !isPaired[$0] }
    let shift = Self.shift(sent, arrived, twins)
    var parts = PathParts(single.map { sent[$0] }, least: leastDelay)
    var others: [TapPacket] = []
    for place in left {
      var packet = arrived[place]
      packet.start &+= shift
      packet.end &+= shift
      if !parts.take(packet) { others.append(arrived[place]) }
    }
    passages.reserveCapacity(sent.count)
    var nextSingle = 0
    for (place, packet) in sent.enumerated() {
      if let twin = twins[place] {
        passages.append(
          Passage(
            sent: packet, arrivedAt: arrived[twin].time, arrivedFrame: arrived[twin].frame, fate: .arrived))
      } else if packet.payloadLength > 0 {
        passages.append(parts.passage(nextSingle, covered: covered, least: leastDelay ?? 0))
        nextSingle += 1
      } else {
        passages.append(
          Passage(sent: packet, fate: Self.fate(of: packet, covered: covered, least: leastDelay ?? 0)))
      }
    }
    if leastDelay == nil { leastDelay = passages.compactMap(\.delay).min() }
    markReordered(arrived, twins)
    sort(others, arrived, isPaired)
  }

  /// Whether something that did not arrive is lost, or the other capture could not show it.
  static func fate(of packet: TapPacket, covered: ClosedRange<Int64>, least: Int64) -> Fate {
    covered.contains(packet.time &+ least) ? .lost : .unknown
  }

  /// What is added to relative sequence numbers of the other capture: where no handshake was seen they count from
  /// another byte.
  private static func shift(_ sent: [TapPacket], _ arrived: [TapPacket], _ twins: [Int?]) -> Int64 {
    for (place, twin) in twins.enumerated() {
      if let twin { return sent[place].start &- arrived[twin].start }
    }
    return 0
  }

  /// Packets that arrive behind one that was sent after them are late.
  private mutating func markReordered(_ arrived: [TapPacket], _ twins: [Int?]) {
    var order: [(twin: Int, place: Int)] = []
    for (place, twin) in twins.enumerated() { if let twin { order.append((twin, place)) } }
    order.sort { $0.twin < $1.twin }
    var newest = -1
    for (_, place) in order {
      if place < newest { passages[place].isReordered = true }
      newest = max(newest, place)
    }
  }

  /// Tells copies that the network made from packets that were never sent.
  private mutating func sort(_ others: [TapPacket], _ arrived: [TapPacket], _ isPaired: [Bool]) {
    guard !others.isEmpty else { return }
    var known: Set<TapPacket.Looks> = []
    for (place, packet) in arrived.enumerated() where isPaired[place] { known.insert(packet.looks) }
    for packet in others {
      if known.contains(packet.looks) { copies.append(packet) } else { strangers.append(packet) }
    }
  }
}

extension TapPacket {
  /// All of a packet but its time.
  struct Looks: Hashable {
    let sequenceNumber: UInt32
    let acknowledgmentNumber: UInt32
    let payloadLength: UInt32
    let identification: UInt16
    let flags: UInt16
    let optionsHash: UInt64
  }

  /// What is equal in copies of one packet.
  var looks: Looks {
    Looks(
      sequenceNumber: sequenceNumber, acknowledgmentNumber: acknowledgmentNumber,
      payloadLength: payloadLength,
      identification: identification, flags: flags.rawValue, optionsHash: optionsHash)
  }
}
