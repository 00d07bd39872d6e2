import PacketCapture

/// Signs that a reset was not sent by the host whose address it bears.
struct ResetSigns: OptionSet {
  let rawValue: UInt8
  /// Its time to live is more than two off that host's other packets, and so is the way that it tells of.
  static let timeToLive = ResetSigns(rawValue: 1 << 0)
  /// Its IP identification breaks a sequence that counts up.
  ///
  /// Alone it says nothing: Linux sends the resets of sockets that
  /// it has closed from one of its own, which counts for itself.
  static let identification = ResetSigns(rawValue: 1 << 1)
  /// It acknowledges data sooner than the path allows.
  static let tooFast = ResetSigns(rawValue: 1 << 2)

  /// Whether they tell of another sender.
  var areTelling: Bool { contains(.timeToLive) || contains(.tooFast) }
}

extension Classifier {
  /// Whether a reset's receiver will believe it (RFC 5961, section 3.2), and whether it fits its sender.
  @inline(never)
  mutating func judgeReset(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let own = context.own
    if own.pointee.traits.isSuperset(of: [.sent, .acknowledged]) {
      let start = result.pointee.start
      let sent = own.pointee[.highestSent]
      // What its receiver expects next lies between what was seen acknowledged and what was seen sent.
      if start < own.pointee[.highestAcknowledged] || start > max(sent, own.pointee[.windowEdge]) {
        result.pointee.marks.insert(.rstOutOfWindow)
      } else if start > sent {
        result.pointee.marks.insert(.rstInWindow)
      }
    }
    let signs = resetSigns(segment, context, result.pointee)
    if let recorder { recorder.record(signs) }
    guard signs.areTelling else { return }
    result.pointee.marks.insert(.likelyMiddlebox)
    own.pointee[.middleboxResets] += 1
  }

  private func resetSigns(_ segment: Segment, _ context: Context, _ result: ClassifiedSegment) -> ResetSigns {
    var signs: ResetSigns = []
    let own = context.own
    let others = own.pointee[.packets] - own.pointee[.rstPackets]
    if others > 0, own.pointee[.timeToLiveMin] > 0 {
      let least = own.pointee[.timeToLiveMin] - 1
      let greatest = own.pointee[.timeToLiveMax] - 1
      if !Self.comesFromAsFar(Int64(segment.timeToLive), least, greatest) { signs.insert(.timeToLive) }
    }
    if !segment.marks.contains(.isIPv6), segment.identification != 0, countsUp(own) {
      let step = segment.identification &- UInt16(truncatingIfNeeded: own.pointee[.lastIdentification])
      if !(0...64).contains(step) { signs.insert(.identification) }
    }
    if isTooFast(segment, context) { signs.insert(.tooFast) }
    return signs
  }

  /// Whether a time to live fits that of a host's other packets: by itself, or by the routers passed since it was 64, 128
  /// or 255, for a host may send its resets with another of these.
  private static func comesFromAsFar(_ value: Int64, _ least: Int64, _ greatest: Int64) -> Bool {
    func hops(_ value: Int64) -> Int64 { (value <= 64 ? 64 : value <= 128 ? 128 : 255) - value }
    return (least - 2...greatest + 2).contains(value)
      || (hops(value) - hops(least)).magnitude <= 2 || (hops(value) - hops(greatest)).magnitude <= 2
  }

  /// Whether a reset acknowledges a segment that cannot have reached the other end yet.
  private func isTooFast(_ segment: Segment, _ context: Context) -> Bool {
    guard segment.flags.contains(.ack), let detail = context.other.pointee.detail else { return false }
    let least = detail.pointee.recovery.leastRTT
    let acknowledgment = context.other.relative(segment.acknowledgmentNumber)
    let position = detail.pointee.sent.firstPosition(endingAbove: acknowledgment &- 1)
    guard least > 0, position < detail.pointee.sent.count else { return false }
    let entry = detail.pointee.sent[position]
    guard entry.end == acknowledgment, entry.copies == 1 else { return false }
    return (context.time - entry.sentAt) * 10 < least * 6
  }
}
