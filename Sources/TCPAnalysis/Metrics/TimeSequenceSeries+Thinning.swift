extension TimeSequenceSeries {
  /// SACK blocks that stay beside thinned segments until there are more of them.
  private static let fewSackBlocks = 4096

  /// Whether segments were left out: so many share a column of any picture that only their reduction is drawn.
  private var isReduced: Bool { omitted.segments > 0 }

  /// Leaves the segments that a picture needs: all that are no new data, and the extremes of the others.
  mutating func thinSegments(with thinner: inout RowThinner) {
    let stays = thinner.rows(segmentTimes) {
      segmentClasses[$0] != .newData
    } values: { row in
      SIMD4(segmentStarts[row], segmentEnds[row], 0, 0)
    }
    let count = segmentTimes.count
    segmentTimes.keep(stays)
    segmentFrames.keep(stays)
    segmentStarts.keep(stays)
    segmentEnds.keep(stays)
    segmentClasses.keep(stays)
    segmentKinds.keep(stays)
    segmentMarks.keep(stays)
    omitted.segments += Int64(count - segmentTimes.count)
  }

  /// Leaves the ACKs that a picture needs: the extremes of number, window and its edge.
  ///
  /// Duplicate ACKs stay, too, until segments were left out: they have a mark where segments are drawn one by one.
  mutating func thinAcks(with thinner: inout RowThinner) {
    let stays = thinner.rows(ackTimes) {
      ackHasDSACK[$0] || (!isReduced && ackClasses[$0] == .duplicate)
    } values: { row in
      SIMD4(ackValues[row], ackValues[row] &+ max(0, ackWindows[row]), ackWindows[row], 0)
    }
    for row in stays.indices where !stays[row] && ackClasses[row] == .duplicate { omitted.duplicateAcks += 1 }
    ackTimes.keep(stays)
    ackFrames.keep(stays)
    ackValues.keep(stays)
    ackClasses.keep(stays)
    ackHasDSACK.keep(stays)
    ackWindows.keep(stays)
  }

  /// Forgets SACK blocks but for their number where none is drawn.
  mutating func thinSackBlocks() {
    guard isReduced, sackTimes.count >= Self.fewSackBlocks else { return }
    omitted.sackBlocks += Int64(sackTimes.count)
    sackTimes.removeAll(keepingCapacity: true)
    sackRanges.removeAll(keepingCapacity: true)
  }

  /// Leaves the events that a picture needs: of PSH, ECE and CWR a few of each bin.
  mutating func thinEvents(with thinner: inout RowThinner) {
    let stays = thinner.rows(eventTimes) {
      ![.push, .ece, .cwr].contains(events[$0])
    } values: { row in
      func value(_ event: Event) -> Int64 { events[row] == event ? eventValues[row] : 0 }
      return SIMD4(value(.push), value(.ece), value(.cwr), 0)
    }
    eventTimes.keep(stays)
    eventFrames.keep(stays)
    events.keep(stays)
    eventValues.keep(stays)
  }
}
