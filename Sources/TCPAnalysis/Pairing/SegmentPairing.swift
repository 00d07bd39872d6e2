import PacketCapture

/// The segments of one connection in two captures, told to be the same packets.
///
/// Two segments are the same packet if direction, sequence number, acknowledgment number, flags, payload length and
/// TCP options are equal, and the IP identifications too where both count. Each is used once, in order. Addresses
/// may differ behind a translator: only the direction counts.
public struct SegmentPairing: Sendable {
  /// For each segment of the first capture the place of its twin in the second; `nil` if it is not there.
  public private(set) var twins: [Int?]
  /// Places of the second capture's segments that have no twin.
  public private(set) var unpaired: [Int]
  /// Least time from the first capture to the second of the packets that the first one's near end sent, and of those
  /// the other way, in nanoseconds by both clocks as they are; `nil` without such a pair.
  public private(set) var leastDelays: (forward: Int64?, backward: Int64?)

  /// Pairs two lists.
  ///
  /// - Parameters:
  ///   - first: Segments of the first capture, in time order.
  ///   - second: Segments of the second capture, in time order.
  ///   - isForward: Whether a segment travels away from the end beside the first capture; asked for segments of both.
  /// - Complexity: O(n), more only where many segments are equal in all that is compared.
  public init(
    _ first: [ClassifiedSegment], _ second: [ClassifiedSegment],
    isForward: (_ segment: ClassifiedSegment, _ isOfFirst: Bool) -> Bool
  ) {
    let firstKeys = first.map { Key($0.segment, isForward: isForward($0, true)) }
    let secondKeys = second.map { Key($0.segment, isForward: isForward($0, false)) }
    var pairs = Self.pairs(first, firstKeys, second, secondKeys, comparesIdentification: true)
    if pairs.count(where: { $0 != nil }) * 10 < min(first.count, second.count) {
      // A device between the captures may have written identifications of its own.
      let others = Self.pairs(first, firstKeys, second, secondKeys, comparesIdentification: false)
      if others.count(where: { $0 != nil }) > pairs.count(where: { $0 != nil }) { pairs = others }
    }
    twins = pairs
    var isPaired = [Bool](repeating: false, count: second.count)
    for twin in pairs.compactMap(\.self) { isPaired[twin] = true }
    unpaired = second.indices.filter { !isPaired[$0] }
    leastDelays = (nil, nil)
    for (place, twin) in pairs.enumerated() {
      guard let twin else { continue }
      let delay = second[twin].segment.timestamp &- first[place].segment.timestamp
      if firstKeys[place].isForward {
        leastDelays.forward = min(leastDelays.forward ?? .max, delay)
      } else {
        leastDelays.backward = min(leastDelays.backward ?? .max, 0 &- delay)
      }
    }
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

  /// What the two captures of a packet have in common.
  private struct Key: Hashable {
    let isForward: Bool
    let sequenceNumber: UInt32
    let acknowledgmentNumber: UInt32
    let flags: UInt16
    let payloadLength: UInt32
    let optionsHash: UInt64

    init(_ segment: Segment, isForward: Bool) {
      self.isForward = isForward
      sequenceNumber = segment.sequenceNumber
      acknowledgmentNumber = segment.acknowledgmentNumber
      flags = segment.flags.rawValue
      payloadLength = segment.payloadLength
      optionsHash = segment.marks.contains(.optionsTruncated) ? 0 : segment.optionsHash
    }
  }

  /// Segments with one key that are looked at for a twin at most: equal ACKs in a hostile capture may be many.
  private static let candidateLimit = 64

  private static func pairs(
    _ first: [ClassifiedSegment], _ firstKeys: [Key], _ second: [ClassifiedSegment], _ secondKeys: [Key],
    comparesIdentification: Bool
  ) -> [Int?] {
    // Unused places of each key, the next one last.
    var places: [Key: [Int]] = [:]
    for (place, key) in secondKeys.enumerated().reversed() { places[key, default: []].append(place) }
    return first.indices.map { index in
      guard let list = places[firstKeys[index]], !list.isEmpty else { return nil }
      let found = list.indices.reversed().prefix(candidateLimit).first {
        !comparesIdentification || mayBeSame(first[index].segment, second[list[$0]].segment)
      }
      guard let found else { return nil }
      return places[firstKeys[index]]?.remove(at: found)
    }
  }

  private static func mayBeSame(_ first: Segment, _ second: Segment) -> Bool {
    guard !first.marks.contains(.isIPv6), !second.marks.contains(.isIPv6) else { return true }
    guard first.identification != 0, second.identification != 0 else { return true }
    return first.identification == second.identification
  }
}
