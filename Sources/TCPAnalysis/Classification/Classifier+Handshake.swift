import PacketCapture

extension Classifier {
  /// Follows SYN, SYN/ACK and its ACK: options, handshake times, roles, FIN and RST.
  @inline(__always)
  mutating func observeHandshake(_ segment: Segment, _ context: Context) {
    let flags = segment.flags
    if flags.contains(.syn) {
      observeSyn(segment, context)
    } else if flags.contains(.ack), !flags.contains(.rst) {
      observeAcknowledgmentOfSynAck(segment, context)
    }
    if flags.contains(.rst) { observeReset(context) }
    if flags.contains(.fin) { context.connection.pointee.note(.fin, direction: context.direction) }
    if flags.rawValue & 0x17 == TCPFlags.ack.rawValue, segment.payloadLength == 0 {
      context.own.pointee.traits.insert(.plainAckSeen)
      context.connection.pointee.note(.ack, direction: context.direction)
    }
    if context.direction == 1 { context.connection.pointee.traits.insert(.backwardSent) }
  }

  @inline(never)
  private mutating func observeSyn(_ segment: Segment, _ context: Context) {
    let isAnswer = segment.flags.contains(.ack)
    let connection = context.connection
    connection.pointee.note(isAnswer ? .synAck : .syn, direction: context.direction)
    if connection.pointee.traits.contains(.roleGuessed) {
      let ownIsInitiator = !isAnswer
      let forwardIsInitiator = ownIsInitiator == (context.direction == 0)
      connection.pointee.traits.remove([.roleGuessed, .forwardFromInitiator])
      if forwardIsInitiator { connection.pointee.traits.insert(.forwardFromInitiator) }
    }
    keepSynOptions(segment, context)
    if isAnswer {
      observeSynAck(segment, context)
    } else {
      context.own.pointee[.synTime] = context.time
      context.own.pointee[.synTimestamp] = Int64(segment.options.timestampValue)
    }
  }

  private mutating func keepSynOptions(_ segment: Segment, _ context: Context) {
    let own = context.own
    let present = segment.options.present
    if present.contains(.maximumSegmentSize) {
      own.pointee[.maximumSegmentSize] = Int64(segment.options.maximumSegmentSize) + 1
    }
    if present.contains(.windowScale) { own.pointee[.windowShift] = Int64(segment.options.windowScale) + 1 }
    var traits = own.pointee.traits
    traits.insert(.synSeen)
    if segment.flags.contains(.ack) { traits.insert(.synAck) }
    if present.contains(.sackPermitted) { traits.insert(.sackPermitted) }
    if present.contains(.timestamps) { traits.insert(.timestamps) }
    if present.contains(.fastOpen) { traits.insert(.fastOpen) }
    if segment.marks.contains(.optionsTruncated) || segment.marks.contains(.headerMalformed) {
      traits.insert(.synOptionsCut)
    }
    own.pointee.traits = traits
    observeCongestionSetup(segment, context)
  }

  private mutating func observeSynAck(_ segment: Segment, _ context: Context) {
    let connection = context.connection
    let other = context.other
    connection.pointee.synAckTime = context.time
    context.own.pointee[.synAckCount] += 1
    if context.own.pointee[.synTime] == 0 {
      context.own.pointee[.synTimestamp] = Int64(segment.options.timestampValue)
    }
    rejectFastOpenData(segment, context)
    guard context.own.pointee[.synAckCount] == 1, other.pointee[.synTime] > 0 else { return }
    let isEchoed =
      segment.options.present.contains(.timestamps) && other.pointee.traits.contains(.timestamps)
    if other.pointee[.synPackets] > 1 {
      // Several SYNs: the echo tells which one is answered; without it nobody can.
      guard isEchoed, Int64(segment.options.timestampEcho) == other.pointee[.synTimestamp] else {
        connection.pointee.traits.insert(.handshakeAmbiguous)
        return
      }
    }
    connection.pointee.handshakeFar = max(0, context.time - other.pointee[.synTime]) + 1
  }

  @inline(__always)
  private mutating func observeAcknowledgmentOfSynAck(_ segment: Segment, _ context: Context) {
    let connection = context.connection
    guard context.other.pointee.traits.contains(.synAck),
      !connection.pointee.traits.contains(.handshakeAcknowledged),
      context.other.relative(segment.acknowledgmentNumber) >= 1
    else { return }
    connection.pointee.traits.insert([.handshakeAcknowledged, .established])
    // With a repeated SYN/ACK nothing tells which one is acknowledged.
    guard context.other.pointee[.synAckCount] == 1, connection.pointee.synAckTime > 0 else { return }
    connection.pointee.handshakeNear = max(0, context.time - connection.pointee.synAckTime) + 1
  }

  /// Follows time stamps and their echoes where the handshake was not captured, to find the capture point.
  @inline(__always)
  mutating func observeTapTimes(_ segment: Segment, _ context: Context) {
    guard !context.own.pointee.traits.union(context.other.pointee.traits).contains(.synSeen),
      segment.options.present.contains(.timestamps)
    else { return }
    matchTapTimes(segment, context)
  }

  @inline(never)
  private mutating func matchTapTimes(_ segment: Segment, _ context: Context) {
    if context.other.pointee[.dataPackets] > 0 {
      let detail = details.provide(context.other)
      let times = detail.pointee.tapTimes ?? TapTimes()
      detail.pointee.tapTimes = times
      times.note(segment.options.timestampValue, time: context.time)
    }
    guard segment.payloadLength > 0 else { return }
    context.own.pointee.detail?.pointee.tapTimes?.match(segment.options.timestampEcho, time: context.time)
  }

  @inline(never)
  private mutating func observeReset(_ context: Context) {
    let connection = context.connection
    connection.pointee.note(.rst, direction: context.direction)
    let wasReset =
      context.own.pointee.traits.contains(.rstSeen) || context.other.pointee.traits.contains(.rstSeen)
    context.own.pointee.traits.insert(.rstSeen)
    guard !wasReset else { return }
    if context.direction == 0 { connection.pointee.traits.insert(.resetByForward) }
    if context.own.pointee.traits.contains(.finSeen), context.other.pointee.traits.contains(.finSeen) {
      connection.pointee.traits.insert(.finishedBeforeReset)
    }
  }

  /// The shift of windows that a flow advertises: -1 unknown.
  ///
  /// Scaling is on only if both SYNs carried the option (RFC 7323, section 2.2); more than 14 counts as 14.
  @inline(__always)
  mutating func windowShift(
    of own: UnsafeMutablePointer<FlowState>, _ other: UnsafeMutablePointer<FlowState>, _ context: Context
  ) -> Int64 {
    if hasToldScales, let told = toldShift(of: own, context) { return told }
    let ownTraits = own.pointee.traits
    let otherTraits = other.pointee.traits
    guard ownTraits.contains(.synSeen), otherTraits.contains(.synSeen),
      !ownTraits.contains(.synOptionsCut), !otherTraits.contains(.synOptionsCut)
    else { return -1 }
    guard own.pointee[.windowShift] > 0, other.pointee[.windowShift] > 0 else { return 0 }
    return min(own.pointee[.windowShift] - 1, 14)
  }

  @inline(never)
  private func toldShift(of own: UnsafeMutablePointer<FlowState>, _ context: Context) -> Int64? {
    let id = FlowID(
      connection: Int(context.connection.pointee.index) + 1,
      direction: (own == context.own ? context.direction : 1 - context.direction) + 1)
    return options.windowScales[id].map { Int64(min($0, 14)) }
  }
}
