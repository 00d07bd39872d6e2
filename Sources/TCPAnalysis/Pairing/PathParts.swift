import PacketCapture

/// Data packets that arrived cut in another way than they were sent, byte by byte.
///
/// Segmentation offload of either host shows a capture fewer, larger packets than the other one. Each part that arrives
/// is put down to the newest packet that holds its bytes and can have arrived by then.
struct PathParts {
  /// A packet that has no equal in the other capture.
  private struct Whole {
    let packet: TapPacket
    /// Its bytes that have arrived.
    var arrived = IntervalSet()
    var arrivedAt: Int64?
    var frame: UInt64?
  }

  private var wholes: [Whole]
  /// Places of the packets in the order of their first bytes, equal ones in time order.
  private let order: [Int]
  /// Length of the longest of them.
  private let longest: Int64
  /// Least delay of whole packets; `nil` if none is known.
  private let least: Int64?

  /// Packets that are looked at for one part at most: a hostile capture may send the same bytes again and again.
  private static let most = 256

  /// Makes the search for parts of packets in time order.
  init(_ packets: [TapPacket], least: Int64?) {
    wholes = packets.map { Whole(packet: $0) }
    order = packets.indices.sorted { (packets[$0].start, $0) < (packets[$1].start, $1) }
    longest = packets.map { Int64($0.payloadLength) }.max() ?? 0
    self.least = least
  }

  /// Takes a packet of the other capture; `false` if it holds no byte that may have come from a packet here.
  mutating func take(_ part: TapPacket) -> Bool {
    guard part.payloadLength > 0, !wholes.isEmpty else { return false }
    let start = Self.firstByte(part)
    let end = start &+ Int64(part.payloadLength)
    var rest = [SequenceRange(start: start, end: end)]
    var isTaken = false
    for place in candidates(start, end, by: part.time) where !rest.isEmpty {
      let own = Self.firstByte(wholes[place].packet)
      var taken: [SequenceRange] = []
      for range in rest {
        let first = max(range.start, own)
        let last = min(range.end, own &+ Int64(wholes[place].packet.payloadLength))
        _ = wholes[place].arrived.insert(first, last, appendingNewTo: &taken)
      }
      guard !taken.isEmpty else { continue }
      rest = taken.reduce(rest) { $0.without($1) }
      wholes[place].arrivedAt = max(wholes[place].arrivedAt ?? .min, part.time)
      wholes[place].frame = part.frame
      isTaken = true
    }
    return isTaken
  }

  /// The first byte of payload: a SYN takes a number of its own.
  private static func firstByte(_ packet: TapPacket) -> Int64 {
    packet.flags.contains(.syn) ? packet.start &+ 1 : packet.start
  }

  /// Packets that hold some of the bytes and were sent early enough, the newest first.
  private func candidates(_ start: Int64, _ end: Int64, by time: Int64) -> [Int] {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if wholes[order[middle]].packet.start < start &- longest { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < order.count, found.count < Self.most {
      let packet = wholes[order[low]].packet
      guard packet.start < end else { break }
      if packet.end > start, time &- packet.time >= least ?? .min { found.append(order[low]) }
      low += 1
    }
    return found.sorted(by: >)
  }

  /// What became of a packet.
  func passage(_ place: Int, covered: ClosedRange<Int64>, least: Int64) -> PathTransit.Passage {
    let whole = wholes[place]
    let arrived = whole.arrived.byteCount
    let missing = Int64(whole.packet.payloadLength) &- arrived
    var passage = PathTransit.Passage(
      sent: whole.packet, arrivedAt: whole.arrivedAt, arrivedFrame: whole.frame, fate: .arrivedInParts)
    guard missing > 0 else { return passage }
    let fate = PathTransit.fate(of: whole.packet, covered: covered, least: least)
    passage.fate = fate == .unknown ? .unknown : arrived > 0 ? .partlyLost : .lost
    passage.lostBytes = fate == .unknown ? 0 : missing
    return passage
  }
}

extension [SequenceRange] {
  /// What is left of ranges without one.
  fileprivate func without(_ taken: SequenceRange) -> [SequenceRange] {
    flatMap { range in
      [
        SequenceRange(start: range.start, end: Swift.min(range.end, taken.start)),
        SequenceRange(start: Swift.max(range.start, taken.end), end: range.end),
      ].filter { $0.start < $0.end }
    }
  }
}
