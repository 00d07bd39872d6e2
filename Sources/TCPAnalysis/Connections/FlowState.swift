/// The numbers of a flow, each a word of 64 bits.
///
/// Keeping them in one array lets a finished flow be written as a bitmap and the words that are not zero. Words
/// whose zero could mean "unknown" hold their value plus one; times are nanoseconds from the first packet of the
/// connection, plus one.
enum FlowWord: Int, CaseIterable {
  case packets, captureDuplicates, networkDuplicates
  case linkBytes, networkBytes, transportBytes, payloadBytes, uniquePayloadBytes
  case dataPackets, pureAckPackets, synPackets, finPackets, rstPackets, pshPackets, urgPackets
  case ecePackets, cwrPackets, cePackets, ectPackets
  case retransmittedPackets, retransmittedBytes, reorderedPackets, unknownFills
  case gapBytes, acknowledgedUnseenBytes, maxBytesInFlight, windowFullEvents, initialWindowBytes
  case duplicateAcks, dsackBlocks, sackPackets, zeroWindowAcks, zeroWindowProbes, keepAlives, windowUpdates
  case smallestWindow, greatestWindow
  case payloadSizeMin, payloadSizeMax, interArrivalMin, interArrivalMax
  case firstTime, lastTime, firstDataTime, lastDataTime
  case maximumSegmentSize, windowShift, traits
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
  /// End of a zero-window probe that was not acknowledged yet.
  case pendingProbeEnd
  case oversizePackets, truncatedOptions, truncatedPackets, fragments, implausibleAcks, outgoingPackets
  /// Least and greatest time to live, plus one.
  case timeToLiveMin, timeToLiveMax
  /// Frames that a captured twin could be told of, and those that had one.
  case twinCandidates, twins
  case lastIdentification, identificationRises, identificationSteps
  case synTime, synTimestamp, synAckCount
  /// Length of the shortest TCP header of the flow without SYN: a longer one on an ACK carries SACK blocks.
  case plainHeaderLength
  case lossEpisodes
  /// Retransmissions by kind, in the order of `SegmentKind`.
  case kindFast, kindRack, kindRecovery, kindTailLossProbe, kindTimeout, kindAfterTimeout, kindSyn, kindFin,
    kindUnknown
  /// Retransmissions that were needless, by how sure that is.
  case spuriousCertain, spuriousLikely, spuriousPossible
  /// Round-trip times of the flow's data in nanoseconds; the deviation plus one.
  case rttCount, rttMinimum, rttPercentile5, rttMedian, rttPercentile95, rttPercentile99, rttMaximum, rttMean
  case rttDeviation
}

extension FlowWord {
  /// Number of words.
  static var count: Int { FlowWord.rttDeviation.rawValue + 1 }

  /// Words that only serve to judge further packets; a connection that was closed for good can do without.
  static let ofOpenConnections: [FlowWord] = [
    .windowEdge, .newestWindowField, .twinCandidates, .twins, .lastIdentification, .identificationRises,
    .identificationSteps, .synTime, .synTimestamp, .synAckCount, .plainHeaderLength,
  ]
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
  /// The numbers.
  var words: InlineArray<104, Int64> = .init(repeating: 0)
  /// Payload sizes.
  var sizes = PayloadSizes()
  /// Rare, heavy state, owned by the classifier: a plain address, so that reaching it counts no references.
  var detail: UnsafeMutablePointer<FlowDetail>?

  subscript(word: FlowWord) -> Int64 {
    get { words[word.rawValue] }
    set { words[word.rawValue] = newValue }
  }

  var traits: FlowTraits {
    get { FlowTraits(rawValue: self[.traits]) }
    set { self[.traits] = newValue.rawValue }
  }

  var base: UInt32 { UInt32(truncatingIfNeeded: self[.base]) }
}

/// What is computed of a flow for each packet; on the address, since a method of the value would copy all of it.
extension UnsafeMutablePointer<FlowState> {
  /// The relative number of a sequence number of this flow.
  func relative(_ number: UInt32) -> Int64 {
    let near = pointee.traits.contains(.sent) ? pointee[.highestSent] : max(pointee[.highestAcknowledged], 0)
    let base = UInt32(truncatingIfNeeded: pointee[.base])
    return SequenceNumber.unwrap(number, base: base, near: near)
  }

  /// Bytes sent and not acknowledged, without SYN and FIN; -1 while no acknowledgment was seen.
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
