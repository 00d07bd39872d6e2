/// The numbers of a flow, each a word of 64 bits.
///
/// Keeping them in one array lets a finished flow be written as a bitmap and the words that are not zero. Words
/// whose zero could mean "unknown" hold their value plus one; times are nanoseconds from the first packet of the
/// connection, plus one.
///
/// The first 64 are what most flows use, in the order of how often they are touched: they lie in few cache lines, and a
/// finished flow is looked through no further unless one of the others was set.
enum FlowWord: Int, CaseIterable {
  // What a list of connections shows stands first: an outline reads no further.
  case traits, packets, payloadBytes, retransmittedPackets, synPackets, rstPackets
  /// The 32-bit sequence number that counts as 0.
  case base
  /// One past the highest byte seen, relative.
  case highestSent
  /// Highest acknowledgment of this flow's data, relative.
  case highestAcknowledged
  /// Right edge of the window granted to this flow's data, relative.
  case windowEdge
  /// Window field of the newest ACK that this flow sent, plus one.
  case newestWindowField
  case linkBytes, networkBytes, transportBytes, uniquePayloadBytes
  case dataPackets, pureAckPackets, pshPackets, finPackets
  case firstTime, lastTime, firstDataTime, lastDataTime
  case interArrivalMin, interArrivalMax, payloadSizeMin, payloadSizeMax
  case smallestWindow, greatestWindow
  case maximumSegmentSize, windowShift
  /// Least and greatest time to live, plus one.
  case timeToLiveMin, timeToLiveMax
  /// Length of the shortest TCP header of the flow without SYN: a longer one on an ACK carries SACK blocks.
  case plainHeaderLength
  case lastIdentification, identificationRises, identificationSteps
  /// Frames that a captured twin could be told of.
  case twinCandidates
  case maxBytesInFlight, initialWindowBytes
  case synTime, synTimestamp, synAckCount
  /// Round-trip times of the flow's data in nanoseconds; the deviation plus one.
  case rttCount, rttMinimum, rttPercentile5, rttMedian, rttPercentile95, rttPercentile99, rttMaximum, rttMean
  case rttDeviation
  case ectPackets, duplicateAcks, sackPackets, windowUpdates, lossEpisodes, retransmittedBytes
  case oversizePackets, outgoingPackets, truncatedPackets, windowFullEvents, zeroWindowAcks

  case captureDuplicates, networkDuplicates, reorderedPackets, unknownFills
  case urgPackets, ecePackets, cwrPackets, cePackets
  case gapBytes, acknowledgedUnseenBytes
  case dsackBlocks, zeroWindowProbes, keepAlives
  /// End of a zero-window probe that was not acknowledged yet.
  case pendingProbeEnd
  case truncatedOptions, fragments, implausibleAcks
  /// Frames that had a captured twin.
  case twins
  /// Retransmissions by kind, in the order of `SegmentKind`.
  case kindFast, kindRack, kindRecovery, kindTailLossProbe, kindTimeout, kindAfterTimeout, kindSyn, kindFin,
    kindUnknown
  /// Retransmissions that were needless, by how sure that is.
  case spuriousCertain, spuriousLikely, spuriousPossible
}

extension FlowWord {
  /// Number of words.
  static var count: Int { FlowWord.spuriousPossible.rawValue + 1 }

  /// Number of words in front that most flows use.
  static var commonCount: Int { 64 }

  /// Number of words in front that an outline of a connection needs.
  static var outlineCount: Int { FlowWord.rstPackets.rawValue + 1 }

}

extension UnsafePointer<FlowState> {
  subscript(word: FlowWord) -> Int64 { pointee.words[word.rawValue] }

  var traits: FlowTraits { FlowTraits(rawValue: self[.traits]) }
}

/// What is known of a flow, yes or no.
struct FlowTraits: OptionSet {
  var rawValue: Int64
  static let hasBase = FlowTraits(rawValue: 1 << 0)
  static let synSeen = FlowTraits(rawValue: 1 << 1)
  static let sackPermitted = FlowTraits(rawValue: 1 << 2)
  static let timestamps = FlowTraits(rawValue: 1 << 3)
  static let fastOpen = FlowTraits(rawValue: 1 << 4)
  static let multipath = FlowTraits(rawValue: 1 << 5)
  static let finSeen = FlowTraits(rawValue: 1 << 6)
  static let rstSeen = FlowTraits(rawValue: 1 << 7)
  /// A segment of the flow was seen: `highestSent` counts.
  static let sent = FlowTraits(rawValue: 1 << 8)
  /// Its data was acknowledged at least once: `highestAcknowledged` counts.
  static let acknowledged = FlowTraits(rawValue: 1 << 9)
  static let hasWindowEdge = FlowTraits(rawValue: 1 << 10)
  static let synAck = FlowTraits(rawValue: 1 << 11)
  static let synOptionsCut = FlowTraits(rawValue: 1 << 12)
  static let gapsOverflowed = FlowTraits(rawValue: 1 << 13)
  static let firstFlightEnded = FlowTraits(rawValue: 1 << 14)
  static let synIsnChanged = FlowTraits(rawValue: 1 << 15)
  /// The SYN offered accurate ECN (AE, CWR and ECE set), or the SYN/ACK answered it.
  static let accurateECN = FlowTraits(rawValue: 1 << 16)
  static let finAcknowledged = FlowTraits(rawValue: 1 << 17)
  static let plainAckSeen = FlowTraits(rawValue: 1 << 18)
}

/// The state of one flow of an open connection.
struct FlowState {
  /// The numbers; written through the subscript, which keeps `hasRareWords`.
  private(set) var words: InlineArray<104, Int64> = .init(repeating: 0)
  /// Whether one of the words behind the common ones was set.
  private(set) var hasRareWords = false
  /// Payload sizes.
  var sizes = PayloadSizes()
  /// Rare, heavy state, owned by the classifier: a plain address, so that reaching it counts no references.
  var detail: UnsafeMutablePointer<FlowDetail>?

  subscript(word: FlowWord) -> Int64 {
    get { words[word.rawValue] }
    set {
      words[word.rawValue] = newValue
      if word.rawValue >= FlowWord.commonCount { hasRareWords = true }
    }
  }

  /// Retransmissions of a kind, which must not be `.none`.
  subscript(kind: SegmentKind) -> Int64 {
    get { words[FlowWord.kindFast.rawValue + max(0, Int(kind.rawValue) - 1)] }
    set {
      words[FlowWord.kindFast.rawValue + max(0, Int(kind.rawValue) - 1)] = newValue
      hasRareWords = true
    }
  }

  /// Forgets what only serves to judge further packets; a connection that was closed for good can do without.
  mutating func forgetOpenState() {
    for word in [
      FlowWord.windowEdge, .newestWindowField, .twinCandidates, .lastIdentification, .identificationRises,
      .identificationSteps, .synTime, .synTimestamp, .synAckCount, .plainHeaderLength,
    ] { words[word.rawValue] = 0 }
    if hasRareWords { words[FlowWord.twins.rawValue] = 0 }
  }

  /// Makes it as new; what it owns must have been given back.
  mutating func clear() {
    for index in 0..<FlowWord.commonCount { words[index] = 0 }
    if hasRareWords {
      for index in FlowWord.commonCount..<FlowWord.count { words[index] = 0 }
      hasRareWords = false
    }
    sizes = PayloadSizes()
    detail = nil
  }

  /// Says that words were written at their address, rare ones among them.
  mutating func noteRareWords() { hasRareWords = true }

  var traits: FlowTraits {
    get { FlowTraits(rawValue: self[.traits]) }
    set { self[.traits] = newValue.rawValue }
  }

  var base: UInt32 { UInt32(truncatingIfNeeded: self[.base]) }
}

/// What is computed of a flow for each packet; on the address, since a method of the value would copy all of it.
extension UnsafeMutablePointer<FlowState> {
  /// The relative number of a sequence number of this flow.
  @inline(__always)
  func relative(_ number: UInt32) -> Int64 {
    let near = pointee.traits.contains(.sent) ? pointee[.highestSent] : max(pointee[.highestAcknowledged], 0)
    let base = UInt32(truncatingIfNeeded: pointee[.base])
    return SequenceNumber.unwrap(number, base: base, near: near)
  }

  /// Bytes sent and not acknowledged, without SYN and FIN; -1 while no acknowledgment was seen.
  @inline(__always)
  var bytesInFlight: Int64 {
    let traits = pointee.traits
    guard traits.contains(.sent), traits.contains(.acknowledged) else { return -1 }
    let sent = pointee[.highestSent]
    let acknowledged = pointee[.highestAcknowledged]
    // The FIN's byte is the last one sent and counts only while it is not acknowledged.
    let finByte: Int64 = traits.contains(.finSeen) && sent > acknowledged ? 1 : 0
    return max(0, sent &- max(acknowledged, 1) &- finByte)
  }
}
