import PacketCapture

/// The packets of one connection in two captures, told to be the same.
///
/// Two are the same packet if direction, sequence number, acknowledgment number, flags, payload length and TCP options
/// are equal, and the IP identifications too unless a device between the captures wrote them anew. Addresses may
/// differ behind a translator: only the direction counts. Where more equal packets were sent than arrived, as without
/// time stamps a retransmission equals its original, the newest one that can have arrived by then is the one that did.
public struct SegmentPairing: Sendable {
  /// For each packet of the first capture the place of its twin in the second; `nil` if it is not there.
  public private(set) var twins: [Int?]
  /// Places of the second capture's packets that have no twin.
  public private(set) var unpaired: [Int]
  /// Least time from the first capture to the second of packets that travel so, and from the second to the first, in nanoseconds by both clocks as they are; `nil` without such a pair.
  public private(set) var leastDelays: (forward: Int64?, backward: Int64?)

  /// Pairs two lists.
  ///
  /// - Parameters:
  ///   - first: Packets of the capture beside one end, in time order.
  ///   - second: Packets of the second capture, in time order.
  ///   - isForward: Whether a packet travels away from that end; asked for packets of both.
  /// - Complexity: O(n log n).
  public init(
    _ first: [TapPacket], _ second: [TapPacket], isForward: (_ packet: TapPacket, _ isOfFirst: Bool) -> Bool
  ) {
    twins = [Int?](repeating: nil, count: first.count)
    unpaired = []
    leastDelays = (nil, nil)
    var isPaired = [Bool](repeating: false, count: second.count)
    for forward in [true, false] {
      let here = first.indices.filter { isForward(first[$0], true) == forward }
      let there = second.indices.filter { isForward(second[$0], false) == forward }
      let sent = DirectionPairing.Side(forward ? first : second, forward ? here : there)
      let arrived = DirectionPairing.Side(forward ? second : first, forward ? there : here)
      let pairing = DirectionPairing(sent, arrived)
      for pair in pairing.pairs {
        let (place, twin) = forward ? (pair.sent, pair.arrived) : (pair.arrived, pair.sent)
        twins[place] = twin
        isPaired[twin] = true
      }
      if forward {
        leastDelays.forward = pairing.leastDelay
      } else {
        leastDelays.backward = pairing.leastDelay
      }
    }
    unpaired = second.indices.filter { !isPaired[$0] }
  }

  /// Nanoseconds to add to the second capture's times so that no packet arrives before it left.
  ///
  /// 0 if the clocks can be right as they are; else the shift that makes the least delays both ways equal, as NTP
  /// assumes (RFC 5905, section 8).
  public var clockShift: Int64 {
    guard let forward = leastDelays.forward, let backward = leastDelays.backward else { return 0 }
    guard forward < 0 || backward < 0 else { return 0 }
    return (backward / 2) &- (forward / 2)
  }
}

/// The pairs of one direction.
private struct DirectionPairing {
  /// The packets of one capture that travel in the direction.
  struct Side {
    let packets: [TapPacket]
    let places: [Int]

    init(_ packets: [TapPacket], _ places: [Int]) {
      self.packets = packets
      self.places = places
    }
  }

  /// Places in the lists of both captures, which are one packet.
  struct Pair {
    let sent: Int
    let arrived: Int
  }

  private(set) var pairs: [Pair] = []
  /// Least time from sending to arriving by both clocks as they are.
  private(set) var leastDelay: Int64?
  private let sent: Side
  private let arrived: Side

  init(_ sent: Side, _ arrived: Side) {
    self.sent = sent
    self.arrived = arrived
    let identified = findPairs(comparesIdentification: true)
    (pairs, leastDelay) = identified
    guard identified.pairs.count * 10 < min(sent.places.count, arrived.places.count) else { return }
    // A device between the captures may have written identifications of its own.
    let others = findPairs(comparesIdentification: false)
    if others.pairs.count > identified.pairs.count { (pairs, leastDelay) = others }
  }

  /// What the two captures of a packet have in common.
  private struct Key: Hashable {
    let optionsHash: UInt64
    let sequenceNumber: UInt32
    let acknowledgmentNumber: UInt32
    let payloadLength: UInt32
    let flags: UInt16
    let identification: UInt16

    init(_ packet: TapPacket, comparesIdentification: Bool) {
      optionsHash = packet.optionsHash
      sequenceNumber = packet.sequenceNumber
      acknowledgmentNumber = packet.acknowledgmentNumber
      payloadLength = packet.payloadLength
      flags = packet.flags.rawValue
      identification = comparesIdentification ? packet.identification : 0
    }
  }

  /// Equal packets of both captures, in time order.
  private struct Group {
    var sent: [Int] = []
    var arrived: [Int] = []
  }

  private func findPairs(comparesIdentification: Bool) -> (pairs: [Pair], leastDelay: Int64?) {
    var groups: [Key: Group] = [:]
    groups.reserveCapacity(sent.places.count)
    for place in sent.places {
      groups[Key(sent.packets[place], comparesIdentification: comparesIdentification), default: Group()]
        .sent.append(place)
    }
    for place in arrived.places {
      let key = Key(arrived.packets[place], comparesIdentification: comparesIdentification)
      // What has no equal on the other side needs no group.
      guard let index = groups.index(forKey: key) else { continue }
      groups.values[index].arrived.append(place)
    }
    var pairs: [Pair] = []
    var least: Int64?
    var unclear: [Group] = []
    for group in groups.values where !group.arrived.isEmpty {
      guard group.sent.count == group.arrived.count else {
        unclear.append(group)
        continue
      }
      for (from, to) in zip(group.sent, group.arrived) {
        pairs.append(Pair(sent: from, arrived: to))
        least = min(least ?? .max, delay(from, to))
      }
    }
    for group in unclear { pairs += choose(group, least: least) }
    return (pairs.sorted { $0.sent < $1.sent }, least ?? pairs.map { delay($0.sent, $0.arrived) }.min())
  }

  private func delay(_ from: Int, _ to: Int) -> Int64 {
    arrived.packets[to].time &- sent.packets[from].time
  }

  /// Pairs equal packets of which the captures hold unequal numbers.
  private func choose(_ group: Group, least: Int64?) -> [Pair] {
    guard let least else { return zip(group.sent, group.arrived).map { Pair(sent: $0, arrived: $1) } }
    var pairs: [Pair] = []
    if group.sent.count > group.arrived.count {
      // Some were lost: what arrived is the newest that was sent early enough.
      var from = group.sent.count - 1
      for to in group.arrived.reversed() {
        while from >= 0, delay(group.sent[from], to) < least { from -= 1 }
        guard from >= 0 else { break }
        pairs.append(Pair(sent: group.sent[from], arrived: to))
        from -= 1
      }
    } else {
      // Some were doubled: the first that arrives is the packet, those after it are copies.
      var to = 0
      for from in group.sent {
        while to < group.arrived.count, delay(from, group.arrived[to]) < least { to += 1 }
        guard to < group.arrived.count else { break }
        pairs.append(Pair(sent: from, arrived: group.arrived[to]))
        to += 1
      }
    }
    return pairs
  }
}
