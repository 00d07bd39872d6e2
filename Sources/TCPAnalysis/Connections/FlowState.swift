/// The numbers of a flow, each a word of 64 bits.
///
/// Words whose zero could mean "unknown" hold their value plus one; times are nanoseconds from the first packet of the
/// connection, plus one. Words of like size stand together: a finished flow is written group by group, each at the
/// width of its greatest number (``FlowWordGroup``).
enum FlowWord: Int, CaseIterable {
  // What is touched at each packet stands together, eight words a cache line.
  // Counts, below 256 in a short flow.
  case packets, dataPackets, pureAckPackets, pshPackets
  case windowShift, synPackets, finPackets, rttCount

  // Sizes of a header or a segment. Least and greatest time to live, plus one.
  case timeToLiveMin, timeToLiveMax
  case maximumSegmentSize, payloadSizeMin, payloadSizeMax

  // What takes 32 bits in every flow.
  case traits
  /// The 32-bit sequence number that counts as 0.
  case base
  /// Round-trip times of the flow's data in nanoseconds.
  case rttMinimum

  // Bytes.
  /// One past the highest byte seen, relative.
  case highestSent
  /// Highest acknowledgment of this flow's data, relative.
  case highestAcknowledged
  case uniquePayloadBytes, payloadBytes, linkBytes, networkBytes, transportBytes, maxBytesInFlight
  case smallestWindow, greatestWindow, initialWindowBytes, retransmittedBytes

  // Times.
  case firstTime, lastTime, firstDataTime, lastDataTime, interArrivalMin, interArrivalMax

  // What only serves to judge further packets: a connection that was closed for good can do without.
  /// Right edge of the window granted to this flow's data, relative.
  case windowEdge
  /// Window field of the newest ACK that this flow sent, plus one.
  case newestWindowField
  /// Length of the shortest TCP header of the flow without SYN: a longer one on an ACK carries SACK blocks.
  case plainHeaderLength
  /// End of a zero-window probe that was not acknowledged yet.
  case pendingProbeEnd
  case synAckCount
  case lastIdentification, identificationRises, identificationSteps
  /// Frames that a captured twin could be told of, and those that had one.
  case twinCandidates, twins
  case synTime, synTimestamp

  // Counts of what happens to few short flows.
  case retransmittedPackets, rstPackets, ectPackets, duplicateAcks, sackPackets, windowUpdates
  case lossEpisodes, oversizePackets, outgoingPackets, truncatedPackets, windowFullEvents, zeroWindowAcks

  // The rest of the round-trip times where there are several; the deviation plus one.
  case rttPercentile5, rttMedian, rttPercentile95, rttPercentile99, rttMaximum, rttMean, rttDeviation

  // What most flows have nothing of.
  case captureDuplicates, networkDuplicates, reorderedPackets, unknownFills
  case urgPackets, ecePackets, cwrPackets, cePackets
  case gapBytes, acknowledgedUnseenBytes
  case dsackBlocks, zeroWindowProbes, keepAlives
  case truncatedOptions, fragments, implausibleAcks
  /// Retransmissions by kind, in the order of `SegmentKind`.
  case kindFast, kindRack, kindRecovery, kindTailLossProbe, kindTimeout, kindAfterTimeout, kindSyn, kindFin,
    kindUnknown
  /// Retransmissions that were needless, by how sure that is.
  case spuriousCertain, spuriousLikely, spuriousPossible
  /// Retransmissions that were not needless, by whether the transmission before had passed the capture point.
  case lostAfterCapturePoint, lostBeforeCapturePoint
  /// Gaps that were acknowledged.
  case acknowledgedUnseenRanges
  /// Segments without payload whose checksum is wrong: the sending card fills it in.
  case badChecksums
  /// Acknowledgments of data that the capture holds a moment later.
  case earlyAcks
  /// Ranges that the receiver reported by SACK and took back.
  case sackRenegings
  /// Retransmissions whose payload is another than before.
  case inconsistentRetransmissions
  /// Resets that do not fit their host.
  case middleboxResets
  /// Least time from the capture point to the sender of the flow and back, where the handshake was not captured, plus
  /// one.
  case tapToSender
  /// Round-trip times by SACK and by time stamps, each in the order of `RoundTripWords`.
  case sackRttCount, sackRttMinimum, sackRttPercentile5, sackRttMedian, sackRttPercentile95,
    sackRttPercentile99,
    sackRttMaximum, sackRttMean, sackRttDeviation
  case timestampRttCount, timestampRttMinimum, timestampRttPercentile5, timestampRttMedian,
    timestampRttPercentile95, timestampRttPercentile99, timestampRttMaximum, timestampRttMean,
    timestampRttDeviation
  /// SRTT and RTTVAR after the last sample, nanoseconds (RFC 6298, section 2).
  case smoothedRtt, rttVariation
  /// Timeouts, and their waits in thousandths of what the two models of the timer give: sum and greatest.
  case timeoutCount, waitSumLinux, waitMaximumLinux, waitSumStandard, waitMaximumStandard
  /// Ticks of the time stamp clock in a million seconds.
  case timestampClock
  /// Explicit congestion notification.
  case ect1Packets, echoEpisodes, lastCounter, counterPackets, counterDoubts
  /// Windows whose right edge moved to the left; the least scale that fits what was sent, plus one.
  case windowShrinks, leastWindowScale
  /// Bytes of the first flight where it ended by a pause and not by an acknowledgment.
  case pausedFlightBytes
  /// Mean of the bytes in flight over time, plus one; time of the last new acknowledgment; bytes that SACK reported
  /// above it.
  case meanBytesInFlight, lastAcknowledgedTime, sackedAtEnd
  /// The greatest of the least round-trip times of ten seconds each.
  case greatestBase
  /// Time of the first acknowledgment of a flow of which no packet had been seen.
  case hiddenSince
  /// Bytes that the option of accurate ECN has counted as marked, plus one.
  case counterBytes
  /// By how many segments (upper part) and microseconds a reordered segment was late at most (`FlowWordPair`).
  case lateness
  /// How often (upper part) the flight at the end of an echo of congestion was compared with that at its beginning, and
  /// the sum of its shares in thousandths (`FlowWordPair`).
  case echoResponses
}

extension FlowWord {
  /// Number of words.
  static var count: Int { FlowWord.echoResponses.rawValue + 1 }

  /// Number of words in front of those that most flows have nothing of.
  static var commonCount: Int { FlowWord.captureDuplicates.rawValue }
}

/// Two numbers in a word, for what few flows have: 23 bits above, 40 below; what is too large counts as the greatest.
struct FlowWordPair {
  var upper: Int64
  var lower: Int64

  private static let greatestUpper: Int64 = 1 << 23 - 1
  private static let greatestLower: Int64 = 1 << 40 - 1

  init(_ word: Int64) {
    upper = word >> 40
    lower = word & Self.greatestLower
  }

  /// The word.
  var word: Int64 {
    min(max(0, upper), Self.greatestUpper) << 40 | min(max(0, lower), Self.greatestLower)
  }
}

/// Words that stand in a record at one width.
enum FlowWordGroup {
  /// Counts that every flow has.
  static var counts: Range<Int> { 0..<FlowWord.timeToLiveMin.rawValue }
  /// Sizes of headers and segments.
  static var sizes: Range<Int> { FlowWord.timeToLiveMin.rawValue..<FlowWord.traits.rawValue }
  /// What takes 32 bits in every flow.
  static var numbers: Range<Int> { FlowWord.traits.rawValue..<FlowWord.highestSent.rawValue }
  /// Bytes and relative sequence numbers.
  static var bytes: Range<Int> { FlowWord.highestSent.rawValue..<FlowWord.smallestWindow.rawValue }
  /// Windows, which may be large in a small flow, and bytes sent again.
  static var windows: Range<Int> { FlowWord.smallestWindow.rawValue..<FlowWord.firstTime.rawValue }
  /// Times.
  static var times: Range<Int> { FlowWord.firstTime.rawValue..<FlowWord.windowEdge.rawValue }
  /// What only serves to judge further packets.
  static var open: Range<Int> { FlowWord.windowEdge.rawValue..<FlowWord.retransmittedPackets.rawValue }
  /// Counts of what happens to few short flows.
  static var events: Range<Int> { FlowWord.retransmittedPackets.rawValue..<FlowWord.rttPercentile5.rawValue }
  /// Round-trip times beyond the least.
  static var roundTrips: Range<Int> { FlowWord.rttPercentile5.rawValue..<FlowWord.commonCount }
  /// What most flows have nothing of; a record names those that are not zero one by one.
  static var rare: Range<Int> { FlowWord.commonCount..<FlowWord.count }
}

extension UnsafePointer<FlowState> {
  /// The address of the words, one after the other.
  var words: UnsafePointer<Int64> {
    (UnsafeRawPointer(self) + FlowState.wordsOffset).assumingMemoryBound(to: Int64.self)
  }

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
  /// The ECE, CWR and AE flags of its newest SYN or SYN/ACK.
  static let synECE = FlowTraits(rawValue: 1 << 19)
  static let synCWR = FlowTraits(rawValue: 1 << 20)
  static let synAE = FlowTraits(rawValue: 1 << 21)
  /// It sets ECE on its acknowledgments at present.
  static let echoesCongestion = FlowTraits(rawValue: 1 << 22)
  /// An option of accurate ECN was seen.
  static let accurateECNOption = FlowTraits(rawValue: 1 << 23)
  /// The Fast Open data of its SYN was not accepted.
  static let fastOpenRejected = FlowTraits(rawValue: 1 << 24)
  /// Its first flight ended with a pause.
  static let firstFlightPaused = FlowTraits(rawValue: 1 << 25)
  /// The right edge of the window that its receiver grants lies left of where it was.
  static let windowShrunk = FlowTraits(rawValue: 1 << 26)
  /// The ECN field of its newest SYN or SYN/ACK, two bits.
  static let synECTLow = FlowTraits(rawValue: 1 << 27)
  static let synECTHigh = FlowTraits(rawValue: 1 << 28)
  /// By accurate ECN its SYN or SYN/ACK arrived with another ECN field than it had at the capture point.
  static let synECTChanged = FlowTraits(rawValue: 1 << 29)
  /// The last byte that it had sent came again in front of new data, as that of a consumed probe does.
  static let probeByteAgain = FlowTraits(rawValue: 1 << 30)
}

/// The state of one flow of an open connection: a cache line of other things, then the words.
struct FlowState {
  /// Rare, heavy state, owned by the classifier: a plain address, so that reaching it counts no references.
  var detail: UnsafeMutablePointer<FlowDetail>?
  /// Whether one of the words behind the common ones was set.
  private(set) var hasRareWords = false
  /// Payload sizes.
  var sizes = PayloadSizes()
  /// Fills the cache line.
  private let padding: Int64 = 0
  /// The numbers; written through the subscript, which keeps `hasRareWords`.
  private(set) var words: InlineArray<144, Int64> = .init(repeating: 0)

  /// Bytes in front of the words.
  static var wordsOffset: Int {
    // They come last, and this is a constant, which the offset of a key path is not.
    MemoryLayout<FlowState>.size - MemoryLayout<InlineArray<144, Int64>>.size
  }

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

  /// Forgets what only serves to judge further packets.
  mutating func forgetOpenState() {
    for index in FlowWordGroup.open { words[index] = 0 }
  }

  /// Forgets what no further packet is judged by and no outline shows.
  mutating func forgetMeasurements() {
    for index in FlowWordGroup.windows { words[index] = 0 }
    for index in FlowWordGroup.roundTrips { words[index] = 0 }
    sizes.release()
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

  /// Gives back what it owns and forgets all that a record does not overwrite.
  mutating func clearForReuse() {
    sizes.release()
    if hasRareWords {
      for index in FlowWordGroup.rare { words[index] = 0 }
      hasRareWords = false
    }
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
  /// The address of the words, one after the other.
  var words: UnsafeMutablePointer<Int64> {
    (UnsafeMutableRawPointer(self) + FlowState.wordsOffset).assumingMemoryBound(to: Int64.self)
  }

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
