import PacketCapture
import TCPAnalysis

/// What packets met between both captures of a run.
struct ObservedPath {
  /// From the sending host, and to it.
  let ways: [PathTransit]

  /// Pairs all connections of both captures; `nil` if one of them is not at hand.
  init?(_ scenario: Scenario) {
    guard let receiver = scenario.receiver, scenario.relay != nil else { return nil }
    let sender = scenario.sender
    var ways: [PathTransit] = []
    for connection in sender.connections {
      // Ports are used again: the how-manieth connection between its ends it is tells which.
      func isSame(_ other: ConnectionSummary) -> Bool {
        [other.forward.source, other.backward.source].contains(connection.initiator)
          && [other.forward.source, other.backward.source].contains(connection.responder)
      }
      let ordinal = sender.connections.filter(isSame).firstIndex { $0.id == connection.id } ?? 0
      let others = receiver.connections.filter(isSame)
      guard ordinal < others.count else { return nil }
      let isForward = Host(connection.forward.source.address) == .sender
      ways += Self.transits(sender, connection, direction: isForward ? 1 : 2, receiver, others[ordinal])
    }
    self.ways = ways
  }

  private static func transits(
    _ sender: Reading, _ first: ConnectionSummary, direction: Int, _ receiver: Reading,
    _ second: ConnectionSummary
  ) -> [PathTransit] {
    let ends = TapEnds(first: first, direction: direction, second: second)
    let (near, far) = (sender.tapPackets[first.id] ?? [], receiver.tapPackets[second.id] ?? [])
    let pairing = ends.pairing(near, far)
    var back = [Int?](repeating: nil, count: far.count)
    for (place, twin) in pairing.twins.enumerated() { if let twin { back[twin] = place } }
    return [
      transit(near, ends.firstDirection, far, ends.secondDirection, pairing.twins, span(receiver)),
      transit(far, 3 - ends.secondDirection, near, 3 - ends.firstDirection, back, span(sender)),
    ]
  }

  private static func transit(
    _ here: [TapPacket], _ leaving: Int, _ there: [TapPacket], _ arriving: Int, _ twins: [Int?],
    _ covered: ClosedRange<Int64>
  ) -> PathTransit {
    let sent = here.indices.filter { Int(here[$0].direction) + 1 == leaving }
    let arrived = there.indices.filter { Int(there[$0].direction) + 1 == arriving }
    let places = Dictionary(uniqueKeysWithValues: arrived.enumerated().map { ($1, $0) })
    return PathTransit(
      sent: sent.map { here[$0] }, arrived: arrived.map { there[$0] },
      twins: sent.map { twins[$0].flatMap { places[$0] } }, covered: covered)
  }

  private static func span(_ reading: Reading) -> ClosedRange<Int64> {
    let first = reading.analysis.capture.firstTime ?? 0
    return first...max(first, reading.analysis.capture.lastTime ?? first)
  }
}

/// A packet as both relay and capture name it.
private struct PacketName: Hashable {
  let sequence: UInt32
  let length: Int
  let identification: UInt16
}

/// Packets that the relay dropped or doubled are those that a comparison of both captures calls so.
struct PathLossBound: Bound {
  let claim = "what the relay dropped and doubled is what both captures together tell, packet by packet"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    for scenario in scenarios {
      guard let path = ObservedPath(scenario), let relay = scenario.relay else { continue }
      // Packets before the other capture's first one or behind its last are said to be unknown.
      let lost = path.ways.flatMap(\.passages)
        .filter { [.lost, .partlyLost].contains($0.fate) || $0.fate == .unknown && $0.arrivedAt == nil }
        .map { name($0.sent) }
      let doubled = path.ways.flatMap(\.copies).map(name)
      let dropped = relay.rows.filter(\.isDropped).map(name)
      let copies = relay.rows.filter(\.isDuplicate).map(name)
      let strangers = path.ways.flatMap(\.strangers).count
      let isRight = counts(lost) == counts(dropped) && counts(doubled) == counts(copies) && strangers == 0
      right.count(isRight)
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(dropped.count) dropped, \(copies.count) doubled",
          captcp: "\(lost.count) lost, \(doubled.count) doubled, \(strangers) strangers",
          remark: isRight ? "" : "not the same packets"))
    }
    finding.figure = "\(right.text) runs"
    finding.holds = right.value == 1
    return finding
  }

  private func name(_ packet: TapPacket) -> PacketName {
    PacketName(
      sequence: packet.sequenceNumber, length: Int(packet.payloadLength),
      identification: packet.identification)
  }

  private func name(_ row: RelayBook.Row) -> PacketName {
    PacketName(sequence: row.sequence, length: row.length, identification: row.identification)
  }

  private func counts(_ names: [PacketName]) -> [PacketName: Int] {
    Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
  }
}

/// The time that packets took between the captures is the time that the relay held them.
struct PathDelayBound: Bound {
  let claim =
    "the time from capture to capture is at most 1 ms above what the relay held a packet for 99 % of the packets"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var near = Share()
    for scenario in scenarios {
      guard let path = ObservedPath(scenario), let relay = scenario.relay else { continue }
      var held: [PacketName: [Int64]] = [:]
      for row in relay.rows where !row.isDropped && !row.isDuplicate {
        let name = PacketName(sequence: row.sequence, length: row.length, identification: row.identification)
        held[name, default: []].append(row.departure - row.arrival)
      }
      var own = Share()
      for passage in path.ways.flatMap(\.passages) where passage.fate == .arrived {
        let name = PacketName(
          sequence: passage.sent.sequenceNumber, length: Int(passage.sent.payloadLength),
          identification: passage.sent.identification)
        // Names that stand for several packets tell nothing.
        guard let times = held[name], times.count == 1, let delay = passage.delay else { continue }
        own.count((0...1_000_000).contains(delay - times[0]))
      }
      near.add(own)
      finding.rows.append(.init(scenario: scenario.name, truth: "\(own.whole) packets", captcp: own.text))
    }
    finding.figure = near.text
    finding.holds = near.value >= 0.99
    return finding
  }
}
