import PacketCapture

/// One segment on its way through Wireshark's rules, with the state that it meets.
struct WiresharkStep {
  let stream: UnsafeMutablePointer<WiresharkStream>
  /// The sender's direction.
  let own: UnsafeMutablePointer<WiresharkFlow>
  /// The other direction.
  let other: UnsafeMutablePointer<WiresharkFlow>
  let flags: TCPFlags
  let sequence: UInt32
  let acknowledgment: UInt32
  let window: Int32
  let time: Int64
  /// Bytes of data; 0 if unknown.
  let length: UInt32
  /// Whether the length of the data is known: not in a first fragment, not if the header is longer than the datagram.
  let isLengthKnown: Bool
  /// Whether the header claims to be shorter than a TCP header: tshark then looks at nothing behind its numbers.
  let isHeaderBogus: Bool
  /// Whether tshark gives up before it prints the analysis.
  let isUnprinted: Bool
  /// Bytes that the unacknowledged list counts: data, and one for SYN or FIN.
  let end: UInt32

  init(
    _ segment: borrowing Segment, stream: UnsafeMutablePointer<WiresharkStream>,
    own: UnsafeMutablePointer<WiresharkFlow>, other: UnsafeMutablePointer<WiresharkFlow>
  ) {
    self.stream = stream
    self.own = own
    self.other = other
    flags = segment.flags
    sequence = segment.sequenceNumber
    acknowledgment = segment.acknowledgmentNumber
    window = Int32(segment.window)
    time = segment.timestamp
    // tshark believes the record where the capture says that the packet was shorter than its IP header does.
    let headers = Int64(segment.linkHeaderLength) + Int64(segment.networkHeaderLength)
    let datagram = min(
      Int64(segment.networkLength) - Int64(segment.networkHeaderLength),
      Int64(segment.originalLength) - headers)
    let data = datagram - Int64(segment.transportHeaderLength)
    let marks = segment.marks
    isLengthKnown = data >= 0 && !marks.contains(.firstFragment)
    length = isLengthKnown ? UInt32(clamping: data) : 0
    let headerLength = segment.transportHeaderLength
    isHeaderBogus = headerLength < 20
    isUnprinted = marks.contains(.optionsTruncated) || headerLength < 20 || data < 0
    let extra: UInt32 = flags.isDisjoint(with: [.syn, .fin]) ? 0 : 1
    end = segment.sequenceNumber &+ length &+ extra
  }

  private var isSynOrFin: Bool { flags.rawValue & (TCPFlags.syn.rawValue | TCPFlags.fin.rawValue) != 0 }
  /// Neither SYN nor FIN nor RST.
  private var isPlain: Bool { flags.rawValue & 0x7 == 0 }

  private static func isBelow(_ left: UInt32, _ right: UInt32) -> Bool {
    Int32(bitPattern: left &- right) < 0
  }

  /// The end of rules A: what the numbers are counted from.
  func begin(_ verdict: inout WiresharkVerdict) {
    own.pointee.sackedBytes = 0
    guard isLengthKnown else { return }
    if !own.pointee.traits.contains(.baseIsKnown) {
      own.pointee.base = flags.contains(.syn) ? sequence : sequence &- 1
      own.pointee.traits.insert(.baseIsKnown)
    }
    if flags.contains(.ack), !other.pointee.traits.contains(.baseIsKnown) {
      other.pointee.base = acknowledgment &- 1
      other.pointee.traits.insert(.baseIsKnown)
    }
  }

  /// Rules B: the flags, in the order in which Wireshark tests for them.
  func test(_ verdict: inout WiresharkVerdict) {
    if flags.contains(.ack) { other.pointee.traits.remove(.flightIsUnknown) }
    testWindow(&verdict)
    if acknowledgment != own.pointee.lastAcknowledgment { own.pointee.duplicateCount = 0 }
    testUnseen(&verdict)
    if length > 0 || isSynOrFin, !verdict.flags.contains(.keepAlive) { testRepeat(&verdict) }
  }

  /// Tests 1 to 9.
  private func testWindow(_ verdict: inout WiresharkVerdict) {
    let next = own.pointee.nextSequence
    if length == 1, sequence == next, other.pointee.window == 0 {
      verdict.flags.insert(.zeroWindowProbe)
      return
    }
    if window == 0, isPlain { verdict.flags.insert(.zeroWindow) }
    if next != 0, Self.isBelow(next, sequence), !flags.contains(.rst) {
      verdict.flags.insert(.lostSegment)
      own.pointee.traits.insert(.flightIsUnknown)
    }
    if length <= 1, sequence == next &- 1, isPlain { verdict.flags.insert(.keepAlive) }
    testWindowFull(&verdict)
    guard length == 0, sequence == next, acknowledgment == own.pointee.lastAcknowledgment, isPlain else {
      return
    }
    testRepeatedAck(&verdict)
  }

  /// Test 6.
  private func testWindowFull(_ verdict: inout WiresharkVerdict) {
    guard length > 0, isPlain, let shift = other.pointee.windowShift else { return }
    // An unknown window is 2^32 - 1 in Wireshark as well, and is compared like any other.
    let window = UInt32(bitPattern: other.pointee.window)
    let edge = other.pointee.lastAcknowledgment &+ window << UInt32(shift)
    if sequence &+ length == edge { verdict.flags.insert(.windowFull) }
  }

  /// Tests 5 and 7 to 9: an ACK that acknowledges what the last one did.
  private func testRepeatedAck(_ verdict: inout WiresharkVerdict) {
    if window != own.pointee.window {
      if window != 0 { verdict.flags.insert(.windowUpdate) }
      return
    }
    if window == 0 {
      if other.pointee.traits.contains(.wasProbe) { verdict.flags.insert(.zeroWindowProbeAck) }
      return
    }
    if other.pointee.traits.contains(.wasKeepAlive) {
      verdict.flags.insert(.keepAliveAck)
      return
    }
    if stream.pointee.multipath >= 0, stream.pointee.multipath != Int32(own.pointee.multipath) { return }
    verdict.flags.insert(.duplicateAck)
    let count = own.pointee.duplicateCount
    own.pointee.duplicateCount = count == -1 ? 1 : count &+ 1
    verdict.duplicateAckNumber = own.pointee.duplicateCount
  }

  /// Test 11: an ACK above all that was seen; above even that, only once.
  private func testUnseen(_ verdict: inout WiresharkVerdict) {
    let highest = other.pointee.highestToBeAcknowledged
    guard flags.contains(.ack), highest != 0, Self.isBelow(highest, acknowledgment) else { return }
    if Self.isBelow(highest, other.pointee.nextSequence) {
      verdict.flags.insert(.ackLostSegment)
      other.pointee.highestToBeAcknowledged = other.pointee.nextSequence
      return
    }
    if other.pointee.duplicateCount == 0 { verdict.flags.insert(.ackLostSegment) }
    other.pointee.duplicateCount = -1
  }

  /// Test 12: whether it was sent before, and why.
  private func testRepeat(_ verdict: inout WiresharkVerdict) {
    let next = own.pointee.nextSequence
    let isBehind =
      next != 0 && Self.isBelow(sequence, next) && !(length > 1 && sequence == next &- 1)
    let acknowledged = other.pointee.lastAcknowledgment
    if length > 0, acknowledged != 0, Int32(bitPattern: sequence &+ length &- acknowledged) <= 0 {
      verdict.flags.formUnion([.spuriousRetransmission, .retransmission])
      return
    }
    guard isBehind else { return }
    let sinceAck = time.subtractingReportingOverflow(other.pointee.lastTime).partialValue
    let duplicates = other.pointee.duplicateCount
    if duplicates >= 2 || duplicates == -1, acknowledged == sequence, 0..<20_000_000 ~= sinceAck {
      verdict.flags.formUnion([.fastRetransmission, .retransmission])
      return
    }
    let known = stream.pointee.initialRoundTripTime
    let limit = known == 0 ? 3_000_000 : UInt64(bitPattern: known)
    if UInt64(bitPattern: time &- own.pointee.nextTime) < limit, end != next {
      verdict.flags.insert(.outOfOrder)
      return
    }
    verdict.flags.insert(.retransmission)
    verdict.retransmissionTimeout = time &- (own.pointee.unacked.firstTime ?? own.pointee.nextTime)
  }

  /// Rules C: what the segment changes.
  func update(_ verdict: inout WiresharkVerdict) {
    if length > 0 || isSynOrFin {
      own.pointee.unacked.append(sequence: sequence, end: end, time: time)
    }
    if !verdict.flags.contains(.zeroWindowProbe) {
      let next = own.pointee.nextSequence
      if next == 0 || Self.isBelow(next, end) {
        own.pointee.nextSequence = end
        own.pointee.nextTime = time
      }
      let highest = own.pointee.highestToBeAcknowledged
      if highest == 0 || sequence == highest {
        own.pointee.highestToBeAcknowledged = own.pointee.nextSequence
      }
    }
    own.pointee.window = window
    own.pointee.lastAcknowledgment = acknowledgment
    own.pointee.lastTime = time
    own.pointee.traits.subtract([.wasKeepAlive, .wasProbe])
    if verdict.flags.contains(.keepAlive) { own.pointee.traits.insert(.wasKeepAlive) }
    if verdict.flags.contains(.zeroWindowProbe) { own.pointee.traits.insert(.wasProbe) }
    if stream.pointee.multipath >= 0 {
      own.pointee.multipath = UInt16(truncatingIfNeeded: stream.pointee.multipath)
    }
    if let sent = other.pointee.unacked.acknowledge(acknowledgment) {
      verdict.ackRoundTripTime = time &- sent
    }
  }

  /// Rules D: bytes in flight behind a segment with data.
  func measureFlight(_ verdict: inout WiresharkVerdict) {
    guard length > 0, !own.pointee.unacked.isEmpty, !own.pointee.traits.contains(.flightIsUnknown) else {
      return
    }
    let bytes = own.pointee.unacked.span(from: own.pointee.base) &- other.pointee.sackedBytes
    guard bytes > 0, bytes < 2_000_000_000 else { return }
    verdict.bytesInFlight = isSynOrFin ? bytes - 1 : bytes
  }

  /// Rules E: what the options and the handshake tell to the segments behind this one.
  func finish(_ segment: borrowing Segment) {
    guard !isHeaderBogus else { return }
    if flags.contains(.syn) {
      if !flags.contains(.ack) {
        stream.pointee.synTime = time
        stream.pointee.hasSyn = true
      }
      own.pointee.traits.insert(.windowOfSyn)
    } else if flags.contains(.ack) {
      if stream.pointee.hasSyn, stream.pointee.initialRoundTripTime == 0 {
        stream.pointee.initialRoundTripTime = time &- stream.pointee.synTime
      }
      own.pointee.traits.remove(.windowOfSyn)
    }
    // Of cut options those in front of the cut count, and of a cut SACK option the blocks that are whole.
    let options = segment.options.present
    if options.contains(.windowScale) { own.pointee.shift = Int8(min(segment.options.windowScale, 14)) }
    if flags.contains(.syn), !isUnprinted { settleShift() }
    var sum: UInt32 = 0
    for index in 0..<Int(min(max(segment.options.sackBlockCount, segment.options.cutSackBlockCount), 3)) {
      let block = segment.options.sackBlocks[index]
      sum &+= block.right &- block.left
    }
    own.pointee.sackedBytes = sum
    if options.contains(.multipath) {
      stream.pointee.multipath = max(0, stream.pointee.multipath) | Int32(segment.options.multipathSubtypes)
    }
  }

  /// Windows are scaled only if both SYNs say so.
  private func settleShift() {
    if own.pointee.shift == WiresharkFlow.unknownShift {
      own.pointee.shift = WiresharkFlow.noShift
      other.pointee.shift = WiresharkFlow.noShift
    } else if flags.contains(.ack), other.pointee.shift == WiresharkFlow.noShift {
      own.pointee.shift = WiresharkFlow.noShift
    }
  }
}
