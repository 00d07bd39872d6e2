import PacketCapture

extension Classifier {
  /// Gives both flows their zero of sequence numbers as soon as something tells it.
  @inline(__always)
  mutating func establishBases(_ segment: Segment, _ context: Context) {
    if !context.own.pointee.traits.contains(.hasBase) {
      let isSyn = segment.flags.contains(.syn)
      context.own.pointee[.base] = Int64(isSyn ? segment.sequenceNumber : segment.sequenceNumber &- 1)
      context.own.pointee.traits.insert(.hasBase)
    }
    if segment.flags.contains(.ack), !context.other.pointee.traits.contains(.hasBase),
      segment.acknowledgmentNumber != 0 || !segment.flags.contains(.rst)
    {
      context.other.pointee[.base] = Int64(segment.acknowledgmentNumber &- 1)
      context.other.pointee.traits.insert(.hasBase)
    }
  }

  /// Whether the segment is another copy of a frame that was captured a moment ago.
  @inline(__always)
  mutating func isCaptureDuplicate(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) -> Bool {
    let own = context.own
    let isIPv6 = segment.marks.contains(.isIPv6)
    // Only where each transmission has a number of its own does an equal number mean the same frame.
    let isTelling = isIPv6 ? segment.payloadLength > 0 : segment.identification != 0
    let twin = recent.observe(segment, hash: context.frameHash)
    if isTelling {
      own.pointee[.twinCandidates] += 1
      twinCandidates += 1
    }
    guard case .seen(let ago, let isChecked) = twin, own.pointee[.packets] > 0 else { return false }
    return judgeTwin(segment, context, result, ago: ago, isChecked: isChecked, isTelling: isTelling)
  }

  /// Whether a frame that equals an earlier one is a copy made by the capture; else whether the network made it.
  @inline(never)
  private mutating func judgeTwin(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>, ago: Int64,
    isChecked: Bool, isTelling: Bool
  ) -> Bool {
    let own = context.own
    let isIPv6 = segment.marks.contains(.isIPv6)
    let roundTrip = fullRoundTrip(context)
    if isTelling, ago <= 10_000_000 {
      own.pointee[.twins] += 1
      twins += 1
    }
    let window: Int64 = isIPv6 && roundTrip > 0 ? min(1_000_000, roundTrip / 4) : 1_000_000
    guard ago <= window else {
      let isByNetwork =
        isIPv6
        ? segment.payloadLength > 0 && segment.options.present.contains(.timestamps) && ago < roundTrip / 2
        : segment.identification != 0
          && (own.pointee[.identificationSteps] > 0
            || segment.flags.contains(.syn) && ago < Self.leastSynTimeout)
      if isByNetwork { result.pointee.marks.insert(.exactCopy) }
      return false
    }
    guard isTelling || segment.payloadLength > 0 || twinsAreUsual(context) else { return false }
    if isIPv6 || segment.identification == 0 || !isChecked { assumedDuplicates += 1 }
    if segment.payloadLength > 0 { noteDuplicateFrame(result.pointee.start, result.pointee.end, context) }
    return true
  }

  /// No stack sends a SYN again sooner, in nanoseconds (RFC 6298, section 2.1: a second at first).
  private static var leastSynTimeout: Int64 { 200_000_000 }

  /// Remembers the range of a frame that is left out: the receiver may report that the network doubled it.
  private mutating func noteDuplicateFrame(_ start: Int64, _ end: Int64, _ context: Context) {
    let detail = details.provide(context.own)
    var ranges = detail.pointee.duplicates ?? IntervalSet()
    detail.pointee.duplicates = nil
    ranges.removeBelow(end &- 1 << 20)
    ranges.insert(start, end)
    detail.pointee.duplicates = ranges
  }

  /// Whether a fifth of the frames that can tell have a twin: in this direction, else in both, else in the capture.
  private mutating func twinsAreUsual(_ context: Context) -> Bool {
    var candidates = context.own.pointee[.twinCandidates]
    var found = context.own.pointee[.twins]
    if candidates < 4 {
      candidates += context.other.pointee[.twinCandidates]
      found += context.other.pointee[.twins]
    }
    if candidates < 2 {
      candidates = twinCandidates
      found = twins
    }
    return candidates > 0 && 5 * found >= candidates
  }

  /// Counts packets, bytes, flags, sizes and times.
  @inline(__always)
  mutating func count(_ segment: Segment, _ context: Context) {
    let own = context.own
    let flags = segment.flags
    own.pointee[.packets] += 1
    own.pointee[.linkBytes] += Int64(segment.linkLength)
    own.pointee[.networkBytes] += Int64(segment.networkLength)
    own.pointee[.transportBytes] += Int64(segment.transportLength)
    own.pointee[.payloadBytes] += Int64(segment.payloadLength)
    if segment.payloadLength > 0 { countData(segment, context) }
    if flags.rawValue & 0x17 == TCPFlags.ack.rawValue, segment.payloadLength == 0 {
      own.pointee[.pureAckPackets] += 1
    }
    if flags.contains(.psh) { own.pointee[.pshPackets] += 1 }
    if flags.rawValue & 0xE7 != 0 { countRareFlags(flags, own) }
    if segment.ecn != 0 {
      if segment.ecn == 1 { own.pointee[.ect1Packets] += 1 }
      own.pointee[.ectPackets] += segment.ecn == 3 ? 0 : 1
      own.pointee[.cePackets] += segment.ecn == 3 ? 1 : 0
    }
    if segment.options.sackBlockCount > 0 { own.pointee[.sackPackets] += 1 }
    if segment.options.present.contains(.multipath) { own.pointee.traits.insert(.multipath) }
    countMarks(segment.marks, own)
    countTimes(context)
    observeNetworkHeader(segment, own)
    guard !flags.contains(.syn), segment.transportHeaderLength >= 20 else { return }
    let header = Int64(segment.transportHeaderLength)
    if own.pointee[.plainHeaderLength] == 0 || header < own.pointee[.plainHeaderLength] {
      own.pointee[.plainHeaderLength] = header
    }
  }

  @inline(__always)
  private mutating func countData(_ segment: Segment, _ context: Context) {
    let own = context.own
    let size = Int64(segment.payloadLength)
    own.pointee[.dataPackets] += 1
    own.pointee.sizes.record(segment.payloadLength)
    if own.pointee[.payloadSizeMin] == 0 || size < own.pointee[.payloadSizeMin] {
      own.pointee[.payloadSizeMin] = size
    }
    own.pointee[.payloadSizeMax] = max(own.pointee[.payloadSizeMax], size)
    if own.pointee[.firstDataTime] == 0 { own.pointee[.firstDataTime] = context.time }
    if Self.isOversize(size, receiver: context.other) { own.pointee[.oversizePackets] += 1 }
    context.connection.pointee.note(.data, direction: context.direction)
  }

  /// Whether a payload is larger than the receiver's MSS option; without one, than an Ethernet frame can carry.
  @inline(__always)
  static func isOversize(_ size: Int64, receiver: UnsafeMutablePointer<FlowState>) -> Bool {
    let limit = receiver.pointee[.maximumSegmentSize]
    return limit > 0 ? size > limit - 1 : size > 1500
  }

  private mutating func countRareFlags(_ flags: TCPFlags, _ own: UnsafeMutablePointer<FlowState>) {
    if flags.contains(.syn) { own.pointee[.synPackets] += 1 }
    if flags.contains(.fin) { own.pointee[.finPackets] += 1 }
    if flags.contains(.rst) { own.pointee[.rstPackets] += 1 }
    if flags.contains(.urg) { own.pointee[.urgPackets] += 1 }
    if flags.contains(.ece) { own.pointee[.ecePackets] += 1 }
    if flags.contains(.cwr) { own.pointee[.cwrPackets] += 1 }
  }

  @inline(__always)
  private mutating func countMarks(_ marks: SegmentMarks, _ own: UnsafeMutablePointer<FlowState>) {
    let rare: SegmentMarks = [.truncated, .optionsTruncated, .firstFragment, .outgoing, .badChecksum]
    guard !marks.isDisjoint(with: rare) else { return }
    if marks.contains(.truncated) { own.pointee[.truncatedPackets] += 1 }
    if marks.contains(.optionsTruncated) { own.pointee[.truncatedOptions] += 1 }
    if marks.contains(.firstFragment) { own.pointee[.fragments] += 1 }
    if marks.contains(.badChecksum) { own.pointee[.badChecksums] += 1 }
    if marks.contains(.outgoing) { own.pointee[.outgoingPackets] += 1 }
  }

  @inline(__always)
  private mutating func countTimes(_ context: Context) {
    let own = context.own
    if own.pointee[.firstTime] == 0 {
      own.pointee[.firstTime] = context.time
    } else {
      let gap = max(0, context.time - own.pointee[.lastTime]) + 1
      if own.pointee[.interArrivalMin] == 0 || gap < own.pointee[.interArrivalMin] {
        own.pointee[.interArrivalMin] = gap
      }
      own.pointee[.interArrivalMax] = max(own.pointee[.interArrivalMax], gap)
    }
    own.pointee[.lastTime] = max(own.pointee[.lastTime], context.time)
  }

  @inline(__always)
  private mutating func observeNetworkHeader(_ segment: Segment, _ own: UnsafeMutablePointer<FlowState>) {
    // A reset may be somebody else's: it is held against what the flow's own packets have.
    if segment.flags.contains(.rst), own.pointee[.packets] > 1 { return }
    let timeToLive = Int64(segment.timeToLive) + 1
    if own.pointee[.timeToLiveMin] == 0 || timeToLive < own.pointee[.timeToLiveMin] {
      own.pointee[.timeToLiveMin] = timeToLive
    }
    if timeToLive > own.pointee[.timeToLiveMax] { own.pointee[.timeToLiveMax] = timeToLive }
    guard segment.identification != 0, !segment.marks.contains(.isIPv6) else { return }
    let last = UInt16(truncatingIfNeeded: own.pointee[.lastIdentification])
    if own.pointee[.lastIdentification] != 0, last != segment.identification {
      // A small step back is a late packet of a sender that counts up, and says nothing against it.
      if (1...64).contains(last &- segment.identification) { return }
      own.pointee[.identificationSteps] += 1
      if (1...64).contains(segment.identification &- last) { own.pointee[.identificationRises] += 1 }
    }
    own.pointee[.lastIdentification] = Int64(segment.identification)
  }
}
