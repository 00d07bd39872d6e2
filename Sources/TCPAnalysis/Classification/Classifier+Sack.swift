import PacketCapture

/// What a receiver reports beside its cumulative acknowledgment (RFC 2018, RFC 2883).
extension Classifier {
  /// Gives the SACK blocks their relative numbers.
  mutating func unwrapSack(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    for index in 0..<Int(min(segment.options.sackBlockCount, 4)) {
      let block = segment.options.sackBlocks[index]
      let start = context.other.relative(block.left)
      let length = SequenceNumber.distance(from: block.left, to: block.right)
      result.pointee.sackRanges[index] = SequenceRange(start: start, end: start &+ Int64(max(0, length)))
    }
  }

  /// Adds the SACK blocks above the acknowledgment to the scoreboard and recognises a D-SACK (RFC 2883, section 4).
  ///
  /// What had not been reported before is collected in `newSack`.
  mutating func updateScoreboard(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>,
    acknowledgment: Int64
  ) {
    let count = Int(min(segment.options.sackBlockCount, 4))
    guard count > 0 else { return }
    let first = result.pointee.sackRanges[0]
    let isBelow = first.end <= acknowledgment
    let isInside =
      count > 1 && result.pointee.sackRanges[1].start <= first.start
      && result.pointee.sackRanges[1].end >= first.end
    let isDSACK = first.start < first.end && (isBelow || isInside)
    if isDSACK {
      result.pointee.marks.insert(.dsack)
      context.own.pointee[.dsackBlocks] += 1
    }
    let sent = context.other.pointee[.highestSent]
    for index in (isDSACK ? 1 : 0)..<count {
      let range = result.pointee.sackRanges[index]
      guard range.start < range.end, range.start >= acknowledgment, range.end <= sent &+ (1 << 30) else {
        continue
      }
      _ = details.provide(context.other).pointee.sacked.insert(
        range.start, range.end, appendingNewTo: &newSack)
    }
    guard let detail = context.other.pointee.detail, !detail.pointee.sacked.isEmpty else { return }
    noteTakenBack(detail, segment, result, acknowledgment: acknowledgment)
  }

  /// Takes an acknowledgment without SACK blocks while some are on the scoreboard: a receiver that holds data behind a
  /// hole reports it with every ACK (RFC 2018, section 4), so that this one takes all of it back.
  @inline(never)
  mutating func noteNothingReported(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ segment: Segment, _ context: Context, acknowledgment: Int64
  ) {
    // Data may leave no room for blocks, and an option that was cut off may be just that.
    guard segment.options.sackBlockCount == 0, segment.payloadLength == 0,
      segment.flags.isDisjoint(with: [.syn, .fin, .rst]),
      segment.marks.isDisjoint(with: [.optionsTruncated, .optionsMalformed, .headerMalformed]),
      let highest = detail.pointee.sacked.ranges.last, highest.end > acknowledgment,
      highest.end <= context.other.pointee[.highestSent], detail.pointee.sacked.ranges.count <= 16
    else { return }
    var missing = IntervalSet()
    for range in detail.pointee.sacked.ranges where range.end > acknowledgment {
      missing.insert(max(range.start, acknowledgment), range.end)
    }
    detail.pointee.takenBack = missing
  }

  /// Takes a D-SACK: of a copy, else of a frame that the network doubled and the capture shows twice.
  ///
  /// The byte of a window probe may come again, alone or in front of new data, and is neither.
  mutating func noteDSACK(
    _ range: SequenceRange, echo: UInt32?, _ other: UnsafeMutablePointer<FlowState>, _ context: Context
  ) {
    let detail = details.provide(other)
    let resends = detail.pointee.resends ?? ResendLog()
    detail.pointee.resends = resends
    let hasProbes = other.pointee[.zeroWindowProbes] > 0 || other.pointee.traits.contains(.probeByteAgain)
    let mayBeProbe = hasProbes && range.end &- range.start == 1
    let wasResent = resends.noteDSACK(
      range, now: context.time, leastRTT: detail.pointee.recovery.leastRTT, echo: echo, mayBeProbe: mayBeProbe
    )
    guard !wasResent, !mayBeProbe, detail.pointee.duplicates?.contains(range.start, range.end) == true else {
      return
    }
    other.pointee[.networkDuplicates] += 1
  }

  /// Finds ranges that the receiver had reported and leaves out though it had room to report them (RFC 2018,
  /// section 8).
  private mutating func noteTakenBack(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ segment: Segment,
    _ result: UnsafeMutablePointer<ClassifiedSegment>, acknowledgment: Int64
  ) {
    let count = Int(min(segment.options.sackBlockCount, 4))
    let room = segment.options.present.contains(.timestamps) ? 3 : 4
    let ranges = detail.pointee.sacked.ranges
    guard count < room, result.pointee.acknowledgment >= acknowledgment, ranges.count <= 16 else {
      // What does not fit into the option is not taken back, whatever an ACK before had left out.
      if detail.pointee.takenBack != nil, count >= room { detail.pointee.takenBack = nil }
      return
    }
    var missing: IntervalSet?
    for range in ranges where range.start >= acknowledgment {
      var isReported = false
      for index in 0..<count {
        let block = result.pointee.sackRanges[index]
        if block.start <= range.start, block.end >= range.end { isReported = true }
      }
      guard !isReported else { continue }
      var set = missing ?? IntervalSet()
      set.insert(range.start, range.end)
      missing = set
    }
    if missing != nil || detail.pointee.takenBack != nil { detail.pointee.takenBack = missing }
  }
}
