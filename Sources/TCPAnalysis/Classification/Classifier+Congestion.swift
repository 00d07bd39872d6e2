import PacketCapture

/// Explicit congestion notification: RFC 3168, and accurate ECN of RFC 9768.
extension Classifier {
  /// Keeps the flags with which a SYN or SYN/ACK takes part in the setup of ECN.
  ///
  /// AE, CWR and ECE together on a SYN ask for accurate ECN (RFC 9768, section 3.1.1); what the answer makes of it is
  /// read by ``CongestionNotification``.
  mutating func observeCongestionSetup(_ segment: Segment, _ context: Context) {
    var traits = context.own.pointee.traits
    traits.remove([.synAE, .synCWR, .synECE, .accurateECN, .synECTLow, .synECTHigh])
    if segment.ecn & 1 != 0 { traits.insert(.synECTLow) }
    if segment.ecn & 2 != 0 { traits.insert(.synECTHigh) }
    if segment.flags.contains(.ae) { traits.insert(.synAE) }
    if segment.flags.contains(.cwr) { traits.insert(.synCWR) }
    if segment.flags.contains(.ece) { traits.insert(.synECE) }
    context.own.pointee.traits = traits
    guard segment.flags.contains(.ack) else { return }
    let setup = CongestionNotification.negotiation(syn: context.other.pointee.traits, synAck: traits)
    guard setup == .accurate else { return }
    context.own.pointee.traits.insert(.accurateECN)
    context.other.pointee.traits.insert(.accurateECN)
    checkArrival(segment, context)
  }

  /// Holds the ECN field with which a SYN or SYN/ACK left the capture point against that with which it arrived, as the
  /// AE, CWR and ECE flags of the answer tell it (RFC 9768, sections 3.1.2 and 3.2.2.1).
  private func checkArrival(_ answer: Segment, _ context: Context) {
    let arrived: Int64
    switch Self.counter(answer.flags) {
    case 2: arrived = 0
    case 3: arrived = 1
    case 4: arrived = 2
    case 6: arrived = 3
    default: return
    }
    let traits = context.other.pointee.traits
    let left: Int64 = (traits.contains(.synECTLow) ? 1 : 0) + (traits.contains(.synECTHigh) ? 2 : 0)
    // A codepoint that allows marks may arrive as CE: that is a mark, and nothing odd.
    if left != arrived, !(arrived == 3 && left != 0) { context.other.pointee.traits.insert(.synECTChanged) }
  }

  /// Counts the times at which a receiver began to echo congestion (RFC 3168, section 6.1.3).
  @inline(__always)
  mutating func observeCongestion(_ segment: Segment, _ context: Context) {
    let echoes = segment.flags.contains(.ece)
    if segment.options.present.contains(.accurateECN) {
      context.own.pointee.traits.insert(.accurateECNOption)
      countMarkedBytes(segment, context)
    }
    guard echoes != context.own.pointee.traits.contains(.echoesCongestion) else { return }
    noteEcho(echoes, segment, context)
  }

  @inline(never)
  private mutating func noteEcho(_ echoes: Bool, _ segment: Segment, _ context: Context) {
    let own = context.own
    // The flags of SYNs belong to the setup, those of accurate ECN to a counter.
    guard segment.flags.isDisjoint(with: [.syn, .rst]), !own.pointee.traits.contains(.accurateECN) else {
      return
    }
    if echoes {
      own.pointee.traits.insert(.echoesCongestion)
      own.pointee[.echoEpisodes] += 1
      series.provide(details.provide(context.other)).pointee.echoFlight = max(0, context.other.bytesInFlight)
    } else {
      own.pointee.traits.remove(.echoesCongestion)
      noteResponse(of: context.other)
    }
  }

  /// Compares the flight at the end of an echo with that at its beginning: the sender has said CWR a round trip before,
  /// and should have slowed down (RFC 3168, section 6.1.2).
  private func noteResponse(of flow: UnsafeMutablePointer<FlowState>) {
    guard let series = flow.pointee.detail?.pointee.series else { return }
    let before = series.pointee.echoFlight
    let after = flow.bytesInFlight
    series.pointee.echoFlight = 0
    guard before > 0, after > 0 else { return }
    var responses = FlowWordPair(flow.pointee[.echoResponses])
    responses.upper += 1
    responses.lower += Int64(min(1e9, 1000 * Double(after) / Double(before)).rounded())
    flow.pointee[.echoResponses] = responses.word
  }

  /// Unwraps the counter of marked packets in an acknowledgment (RFC 9768, section 3.2.2: it starts at 5, modulo 8).
  ///
  /// Where more than seven packets are newly acknowledged the counter may have gone round: the least number of marks is
  /// taken and the doubt counted.
  ///
  /// - Parameters:
  ///   - segment: The acknowledgment.
  ///   - context: Its connection.
  ///   - acknowledged: Bytes that it acknowledges newly; negative for an old one.
  @inline(never)
  mutating func countCongestionMarks(_ segment: Segment, _ context: Context, acknowledged: Int64) {
    let own = context.own
    guard segment.flags.isDisjoint(with: [.syn, .rst]), acknowledged >= 0 else { return }
    // The ACK of the SYN/ACK says how that arrived (section 3.2.2.1).
    let isThird =
      !own.pointee.traits.contains(.synAck) && own.pointee[.packets] - own.pointee[.synPackets] <= 1
    let first: Int64 = 5
    if isThird {
      own.pointee[.lastCounter] = first + 1
      checkArrival(segment, context)
      return
    }
    let last = own.pointee[.lastCounter] > 0 ? own.pointee[.lastCounter] - 1 : first
    let counter = Self.counter(segment.flags)
    let marks = (counter - last) & 7
    own.pointee[.lastCounter] = counter + 1
    guard marks > 0 || acknowledged > 0 else { return }
    own.pointee[.counterPackets] += marks
    let size = Self.effectiveSegmentSize(of: context.other, receiver: own)
    if acknowledged > 7 &* size { own.pointee[.counterDoubts] += 1 }
  }

  /// Unwraps the counter of marked bytes (RFC 9768, section 3.2.3: it starts at 0, modulo 2^24).
  @inline(never)
  private mutating func countMarkedBytes(_ segment: Segment, _ context: Context) {
    guard segment.marks.contains(.hasCongestionCounter), !segment.flags.contains(.rst) else { return }
    let own = context.own
    let kept = series.provide(details.provide(own))
    let counter = Int64(segment.options.congestionMarkedBytes)
    // In a capture that begins in the middle the first value is where it counts from.
    let first: Int64 = own.pointee.traits.contains(.synSeen) ? 0 : counter
    let last = kept.pointee.lastByteCounter >= 0 ? kept.pointee.lastByteCounter : first
    let marked = (counter &- last) & 0xFF_FFFF
    // A step of more than half the range is one back: an acknowledgment that was overtaken.
    guard marked < 1 << 23 else { return }
    kept.pointee.lastByteCounter = counter
    own.pointee[.counterBytes] = max(1, own.pointee[.counterBytes]) &+ marked
  }

  private static func counter(_ flags: TCPFlags) -> Int64 {
    (flags.contains(.ae) ? 4 : 0) + (flags.contains(.cwr) ? 2 : 0) + (flags.contains(.ece) ? 1 : 0)
  }
}
