import PacketCapture

extension Classifier {
  /// Finds what an acknowledgment says and moves the opposite flow's acknowledged edge, scoreboard and window.
  @inline(__always)
  mutating func classifyAcknowledgment(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    result.pointee.windowBytes = -1
    result.pointee.acknowledgment = 0
    guard segment.flags.contains(.ack), context.other.pointee.traits.contains(.hasBase) else { return }
    let other = context.other
    let acknowledgment = other.relative(segment.acknowledgmentNumber)
    result.pointee.acknowledgment = acknowledgment
    // A reset's number is not an acknowledgment of data, and its window means nothing.
    guard !segment.flags.contains(.rst) else { return }
    guard isPlausible(acknowledgment, other) else {
      result.pointee.marks.insert(.ackImplausible)
      context.own.pointee[.implausibleAcks] += 1
      return
    }
    let window = scaledWindow(segment, context)
    result.pointee.windowBytes = window
    let before = other.pointee[.highestAcknowledged]
    let wasAcknowledged = other.pointee.traits.contains(.acknowledged)
    if !newSack.isEmpty { newSack.removeAll(keepingCapacity: true) }
    if segment.options.sackBlockCount > 0 {
      unwrapSack(segment, context, result)
      updateScoreboard(segment, context, result, acknowledgment: max(acknowledgment, before))
    }
    result.pointee.ackClass = ackClass(
      segment, context, acknowledgment: acknowledgment, newSack: !newSack.isEmpty,
      wasAcknowledged: wasAcknowledged)
    countAck(segment, context, result)
    deliver(other, to: max(acknowledgment, before), segment, context, result)
    if !wasAcknowledged, segment.options.present.contains(.timestamps) {
      matchHandshake(segment, acknowledgment, context, result)
    }
    if result.pointee.marks.contains(.dsack), !reportsKeepAlive(result.pointee.sackRanges[0], other) {
      let echo = segment.options.present.contains(.timestamps) ? segment.options.timestampEcho : nil
      noteDSACK(result.pointee.sackRanges[0], echo: echo, other, context)
    }
    if result.pointee.ackClass == .duplicate {
      other.pointee.detail?.pointee.recovery.duplicateAcks += 1
      other.pointee.detail?.pointee.resends?.noteDuplicate()
      if hidesSack(segment, context.own) { other.pointee.detail?.pointee.recovery.hasHiddenSack = true }
      noteDuplicate(other, context)
    }
    if !wasAcknowledged || acknowledgment > before {
      if wasAcknowledged,
        acknowledgment &- before > 2 &* Self.effectiveSegmentSize(of: other, receiver: context.own)
      {
        result.pointee.marks.insert(.stretchAck)
      }
      advance(other, to: acknowledgment, segment, context)
    }
    if !wasAcknowledged || acknowledgment >= before {
      context.own.pointee[.newestWindowField] = Int64(segment.window) + 1
      if window >= 0 {
        let edge = acknowledgment &+ window
        if edge < other.pointee[.windowEdge] || other.pointee.traits.contains(.windowShrunk) {
          observeShrink(edge, segment, context)
        }
        if !other.pointee.traits.contains(.hasWindowEdge) || edge > other.pointee[.windowEdge] {
          other.pointee[.windowEdge] = edge
          other.pointee.traits.insert(.hasWindowEdge)
        }
      } else if other.pointee[.dataPackets] > 0 {
        series.provide(details.provide(other)).pointee.scales.noteWindow(
          segment.window, acknowledgment: acknowledgment)
      }
    }
    if context.own.pointee.traits.contains(.accurateECN) {
      countCongestionMarks(segment, context, acknowledged: acknowledgment &- before)
    }
  }

  /// Whether a D-SACK may report the old byte of a keep-alive: then no retransmission was needless.
  private func reportsKeepAlive(_ range: SequenceRange, _ flow: UnsafeMutablePointer<FlowState>) -> Bool {
    flow.pointee[.keepAlives] > 0 && range.end &- range.start == 1
  }

  /// Acknowledgments far outside of what was sent are forged or broken; believing them would ruin the flow.
  @inline(__always)
  private mutating func isPlausible(_ acknowledgment: Int64, _ other: UnsafeMutablePointer<FlowState>) -> Bool
  {
    guard other.pointee.traits.contains(.sent) else { return true }
    let sent = other.pointee[.highestSent]
    if acknowledgment > sent &+ (1 << 30) { return false }
    if other.pointee.traits.contains(.synSeen) {
      if acknowledgment < 0 { return false }
      // Only the SYN is known: nothing but its own byte (and Fast Open data) can be acknowledged.
      if other.pointee[.packets] == other.pointee[.synPackets], acknowledgment < 1 || acknowledgment > sent {
        return false
      }
    }
    return true
  }

  @inline(__always)
  private mutating func scaledWindow(_ segment: Segment, _ context: Context) -> Int64 {
    if segment.flags.contains(.syn) { return Int64(segment.window) }
    let shift = windowShift(of: context.own, context.other, context)
    return shift < 0 ? -1 : Int64(segment.window) << shift
  }

  @inline(__always)
  private mutating func ackClass(
    _ segment: Segment, _ context: Context, acknowledgment: Int64, newSack: Bool, wasAcknowledged: Bool
  ) -> AckClass {
    let other = context.other
    if other.pointee.traits.contains(.sent),
      acknowledgment > max(other.pointee[.highestSent], other.pointee[.pendingProbeEnd]),
      acknowledgment > other.pointee[.highestAcknowledged] || !wasAcknowledged
    {
      return .unseen
    }
    if !wasAcknowledged || acknowledgment > other.pointee[.highestAcknowledged] { return .new }
    if acknowledgment < other.pointee[.highestAcknowledged] { return .old }
    guard segment.payloadLength == 0, segment.flags.isDisjoint(with: [.syn, .fin, .rst]) else { return .none }
    if let detail = other.pointee.detail, !detail.pointee.sacked.isEmpty {
      noteNothingReported(detail, segment, context, acknowledgment: acknowledgment)
    }
    if segment.window == 0 { return .zeroWindow }
    let isOutstanding = other.pointee[.highestSent] > acknowledgment
    // Of a flow that was not captured the SACK blocks alone say that data is on its way.
    if newSack, isOutstanding || !other.pointee.traits.contains(.sent) { return .duplicate }
    if isOutstanding, hidesSack(segment, context.own) { return .duplicate }
    let isWindowEqual = context.own.pointee[.newestWindowField] == Int64(segment.window) + 1
    if !isWindowEqual { return .windowUpdate }
    let usesSack =
      context.own.pointee.traits.contains(.sackPermitted) && other.pointee.traits.contains(.sackPermitted)
    // What only carries signals of Multipath TCP says nothing of loss (RFC 8684, section 4).
    if segment.options.present.contains(.multipath) { return .none }
    // With SACK a duplicate ACK brings new SACK information (RFC 6675, section 2); without, RFC 5681, section 2.
    if isOutstanding, !usesSack, segment.options.sackBlockCount == 0 { return .duplicate }
    return .none
  }

  /// Whether options that the snap length cut off must hold SACK blocks: the header is longer than others.
  private mutating func hidesSack(_ segment: Segment, _ own: UnsafeMutablePointer<FlowState>) -> Bool {
    segment.marks.contains(.optionsTruncated) && own.pointee[.plainHeaderLength] > 0
      && Int64(segment.transportHeaderLength) > own.pointee[.plainHeaderLength]
  }

  @inline(__always)
  private mutating func countAck(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    switch result.pointee.ackClass {
    case .duplicate where result.pointee.segmentClass == .ack: own.pointee[.duplicateAcks] += 1
    case .windowUpdate where result.pointee.segmentClass == .ack: own.pointee[.windowUpdates] += 1
    default: break
    }
    if segment.flags.isDisjoint(with: [.syn, .fin]), segment.window == 0 {
      own.pointee[.zeroWindowAcks] += 1
      result.pointee.marks.insert(.zeroWindow)
      context.connection.pointee.note(.zeroWindow, direction: context.direction)
    }
    let window = result.pointee.windowBytes
    guard window >= 0, !segment.flags.contains(.syn) else { return }
    if own.pointee[.smallestWindow] == 0 || window < own.pointee[.smallestWindow] - 1 {
      own.pointee[.smallestWindow] = window + 1
    }
    own.pointee[.greatestWindow] = max(own.pointee[.greatestWindow], window + 1)
    guard window > 0, window * 2 < own.pointee[.greatestWindow] else { return }
    if window < Self.effectiveSegmentSize(of: context.other, receiver: own) {
      result.pointee.marks.insert(.silly)
    }
  }

  /// An acknowledgment of bytes that were not seen stands in front of them, as the next moment shows.
  mutating func noteEarlyAcknowledgment(_ result: UnsafeMutablePointer<ClassifiedSegment>) {
    result.pointee.ackClass = .new
    result.pointee.marks.insert(.captureReordered)
    let place = places[Int(result.pointee.connection)]
    guard place >= 0 else { return }
    let pair = live.pointer(place)
    if result.pointee.direction == 0 {
      pair.pointee.forward[.earlyAcks] += 1
    } else {
      pair.pointee.backward[.earlyAcks] += 1
    }
  }

  /// Moves the acknowledged edge of a flow and takes the RTT sample that ends there.
  @inline(__always)
  private mutating func advance(
    _ flow: UnsafeMutablePointer<FlowState>, to acknowledgment: Int64, _ segment: Segment, _ context: Context
  ) {
    if !flow.pointee.traits.contains(.firstFlightEnded) { endFirstFlight(flow, acknowledgment, context) }
    if let detail = flow.pointee.detail, detail.pointee.pipe.duplicateBytes > 0 {
      detail.pointee.pipe.noteAdvance(
        of: acknowledgment &- flow.pointee[.highestAcknowledged],
        segment: Self.effectiveSegmentSize(of: flow, receiver: context.own))
    }
    flow.pointee[.highestAcknowledged] = acknowledgment
    flow.pointee.traits.insert(.acknowledged)
    if flow.pointee[.pendingProbeEnd] > 0, acknowledgment >= flow.pointee[.pendingProbeEnd] {
      let consumed = flow.pointee[.pendingProbeEnd] - flow.pointee[.highestSent]
      if consumed > 0 { flow.pointee[.uniquePayloadBytes] += consumed }
      flow.pointee[.highestSent] = max(flow.pointee[.highestSent], flow.pointee[.pendingProbeEnd])
      flow.pointee[.pendingProbeEnd] = 0
    }
    if let detail = flow.pointee.detail, !detail.pointee.sacked.isEmpty {
      detail.pointee.sacked.removeBelow(acknowledgment)
      noteNothingReported(detail, segment, context, acknowledgment: acknowledgment)
    }
    if flow.pointee.traits.contains(.finSeen), acknowledgment >= flow.pointee[.highestSent] {
      flow.pointee.traits.insert(.finAcknowledged)
    }
  }

  /// The bytes that were sent before the first acknowledgment of data.
  ///
  /// Of a flow of which no packet was seen, the times at which acknowledgments tell of it.
  private mutating func endFirstFlight(
    _ flow: UnsafeMutablePointer<FlowState>, _ acknowledgment: Int64, _ context: Context
  ) {
    guard flow.pointee.traits.contains(.sent) else {
      if flow.pointee[.hiddenSince] == 0 {
        flow.pointee[.hiddenSince] = context.time
      } else {
        flow.pointee[.lastAcknowledgedTime] = context.time
      }
      return
    }
    guard acknowledgment > 1, flow.pointee.traits.contains(.synSeen), flow.pointee[.dataPackets] > 0 else {
      return
    }
    flow.pointee.traits.insert(.firstFlightEnded)
    flow.pointee[.initialWindowBytes] = flow.pointee[.highestSent]
  }

  /// Bytes in flight and room in the window after the segment.
  @inline(__always)
  mutating func finish(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    guard segment.payloadLength > 0, !segment.flags.contains(.rst) else {
      guard segment.flags.contains(.ack) else { return }
      result.pointee.bytesInFlight = context.other.bytesInFlight
      result.pointee.pipeBytes = pipe(of: context.other, receiver: own, result.pointee.bytesInFlight)
      result.pointee.windowRoom = Self.windowRoom(of: context.other)
      context.other.pointee.detail?.pointee.pipe.weigh(result.pointee.bytesInFlight, now: context.time)
      return
    }
    if Self.isOversize(Int64(segment.payloadLength), receiver: context.other) {
      result.pointee.marks.insert(.oversize)
    }
    let flight = own.bytesInFlight
    result.pointee.bytesInFlight = flight
    result.pointee.pipeBytes = pipe(of: own, receiver: context.other, flight)
    if segment.flags.contains(.ack) {
      result.pointee.peerBytesInFlight = context.other.bytesInFlight
      result.pointee.peerPipeBytes = pipe(of: context.other, receiver: own, result.pointee.peerBytesInFlight)
      context.other.pointee.detail?.pointee.pipe.weigh(result.pointee.peerBytesInFlight, now: context.time)
    }
    own.pointee.detail?.pointee.pipe.weigh(flight, now: context.time)
    own.pointee[.maxBytesInFlight] = max(own.pointee[.maxBytesInFlight], flight + 1)
    let room = Self.windowRoom(of: own)
    result.pointee.windowRoom = room
    if room == ClassifiedSegment.unknownRoom, let series = own.pointee.detail?.pointee.series {
      series.pointee.scales.noteSent(own.pointee[.highestSent])
    }
    guard room != ClassifiedSegment.unknownRoom, result.pointee.segmentClass != .zeroWindowProbe,
      result.pointee.end >= own.pointee[.highestSent]
    else { return }
    if room < effectiveSegmentSize(context) {
      result.pointee.marks.insert(.windowFull)
      own.pointee[.windowFullEvents] += 1
    }
  }

  /// Bytes from the highest byte that a flow sent to the right edge of its receiver's window.
  @inline(__always)
  private static func windowRoom(of flow: UnsafeMutablePointer<FlowState>) -> Int64 {
    guard flow.pointee.traits.contains(.hasWindowEdge) else { return ClassifiedSegment.unknownRoom }
    return flow.pointee[.windowEdge] &- flow.pointee[.highestSent]
  }

  /// The receiver's MSS option less the option bytes that ride on data.
  @inline(__always)
  mutating func effectiveSegmentSize(_ context: Context) -> Int64 {
    Self.effectiveSegmentSize(of: context.own, receiver: context.other)
  }

  /// The same for the data of a flow and its receiver's flow.
  @inline(__always)
  static func effectiveSegmentSize(
    of flow: UnsafeMutablePointer<FlowState>, receiver: UnsafeMutablePointer<FlowState>
  ) -> Int64 {
    let option = receiver.pointee[.maximumSegmentSize]
    let isTimed =
      flow.pointee.traits.contains(.timestamps) && receiver.pointee.traits.contains(.timestamps)
    return max(1, (option > 0 ? option - 1 : 536) - (isTimed ? 12 : 0))
  }
}
