import PacketCapture
import TCPAnalysis

/// Retransmissions beside the receiving host: copies whose original had passed, or that fill a hole there.
struct ReceiverSideBound: Bound {
  let claim =
    "beside the receiving host no retransmission is invented, <= 1 % missed, <= 3 % called unknownFill"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var counts = Counts()
    for scenario in scenarios where !scenario.isDerived {
      guard let reading = scenario.receiver, let relay = scenario.relay else { continue }
      let own = Self.compare(reading, relay)
      guard own.copies > 0 || !own.invented.isEmpty else { continue }
      counts.add(own)
      var remarks: [String] = []
      if !own.invented.isEmpty { remarks.append("invented \(own.invented)") }
      if !own.missed.isEmpty { remarks.append("missed \(own.missed)") }
      if own.unknown > 0 { remarks.append("\(own.unknown) unknownFill") }
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(own.copies)",
          captcp: "\(own.copies - own.missed.count - own.unknown)", remark: remarks.joined(separator: ", ")))
    }
    finding.figure =
      "\(counts.copies) copies, \(counts.invented.count) invented, \(counts.missed.count) missed, "
      + "\(counts.unknown) unknownFill"
    finding.holds =
      counts.invented.isEmpty && counts.missed.count * 100 <= counts.copies
      && counts.unknown * 100 <= 3 * counts.copies
    return finding
  }

  private struct Counts {
    var copies = 0
    var invented: [Int] = []
    var missed: [Int] = []
    var unknown = 0

    mutating func add(_ other: Counts) {
      copies += other.copies
      invented += other.invented
      missed += other.missed
      unknown += other.unknown
    }
  }

  /// Walks the frames in their order beside the transmissions of the relay's book.
  private static func compare(_ reading: Reading, _ relay: RelayBook) -> Counts {
    let match = RelayMatch(reading, of: .sender, beside: .receiver, relay)
    let copies = copies(relay)
    var counts = Counts()
    var highest: [Int32: Int64] = [:]
    for frame in reading.frames
    where frame.host == .sender && frame.segmentClass != .captureDuplicate
      && (frame.payloadLength > 0 || frame.flags.contains(.fin))
    {
      let isBelow = frame.start < highest[frame.connection] ?? .min
      highest[frame.connection] = max(highest[frame.connection] ?? .min, frame.end)
      guard let row = match.rows[frame.number] else { continue }
      // What the relay doubled is no transmission of the sender.
      let isCopy = copies.contains(row) && !relay.rows[row].isDuplicate
      if frame.segmentClass == .retransmission, !isCopy { counts.invented.append(frame.number) }
      // Nothing tells a copy that is the first of its bytes and above all others.
      guard isCopy, isBelow else { continue }
      counts.copies += 1
      if frame.segmentClass == .unknownFill {
        counts.unknown += 1
      } else if frame.segmentClass != .retransmission {
        counts.missed.append(frame.number)
      }
    }
    return counts
  }

  /// Transmissions that begin below the highest byte that had come to the relay: sent again, since nothing overtakes
  /// on the way there.
  private static func copies(_ relay: RelayBook) -> Set<Int> {
    var highest: [UInt32: UInt32] = [:]
    var result: Set<Int> = []
    for (index, row) in relay.rows.enumerated() where row.isForward && !row.isDuplicate {
      let flow = UInt32(row.sourcePort) << 16 | UInt32(row.destinationPort)
      if row.flags.contains("S") {
        highest[flow] = row.end
        continue
      }
      guard row.end != row.sequence else { continue }
      let before = highest[flow] ?? row.sequence
      if Int32(bitPattern: row.sequence &- before) < 0 { result.insert(index) }
      if Int32(bitPattern: row.end &- before) > 0 { highest[flow] = row.end }
    }
    return result
  }
}
