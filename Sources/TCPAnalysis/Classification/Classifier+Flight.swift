import PacketCapture

/// What the first flight, the window's edge and the sender's timer tell of a flow.
extension Classifier {
  /// Ends the first flight of a flow at a pause of more than half a round trip.
  ///
  /// That tells the initial window of a sender whose acknowledgments are seen too early: at a capture point beside the
  /// receiver (RFC 6928).
  @inline(never)
  mutating func endFirstFlightByPause(_ context: Context) {
    let own = context.own
    let last = own.pointee[.lastDataTime]
    guard last > 0 else { return }
    let roundTrip = context.handshakeRTT
    guard roundTrip > 0, own.pointee.traits.contains(.synSeen) else {
      own.pointee.traits.insert(.firstFlightPaused)
      return
    }
    guard (context.time - last) * 2 > roundTrip else { return }
    own.pointee.traits.insert(.firstFlightPaused)
    if own.pointee[.highestSent] != own.pointee[.initialWindowBytes] {
      own.pointee[.pausedFlightBytes] = own.pointee[.highestSent]
    }
  }

  /// Counts a right edge of the window that moves to the left by more than the scale's rounding (RFC 9293, section
  /// 3.8.6: a receiver should not do that).
  mutating func observeShrink(_ edge: Int64, _ segment: Segment, _ context: Context) {
    let other = context.other
    let isBelow = edge < other.pointee[.windowEdge]
    guard isBelow != other.pointee.traits.contains(.windowShrunk) else { return }
    guard isBelow else {
      other.pointee.traits.remove(.windowShrunk)
      return
    }
    // The window of a SYN has another unit than those that follow.
    let shift = windowShift(of: context.own, other, context)
    guard shift >= 0, !segment.flags.contains(.syn), context.own.pointee[.greatestWindow] > 0,
      other.pointee[.windowEdge] &- edge > 1 << shift
    else { return }
    other.pointee.traits.insert(.windowShrunk)
    context.own.pointee[.windowShrinks] += 1
  }

  /// Compares the wait before a timeout with what the two models of the timer give.
  mutating func noteTimeout(
    _ resend: Resend, _ detail: UnsafeMutablePointer<FlowDetail>, _ context: Context
  ) {
    let own = context.own
    let recovery = detail.pointee.recovery
    let linux = Self.thousandths(resend.quiet, of: recovery.timer.timeout(.linux, backoff: recovery.backoff))
    let standard = Self.thousandths(
      resend.quiet, of: recovery.timer.timeout(.rfc6298, backoff: recovery.backoff))
    own.pointee[.timeoutCount] += 1
    own.pointee[.waitSumLinux] &+= linux
    own.pointee[.waitSumStandard] &+= standard
    own.pointee[.waitMaximumLinux] = max(own.pointee[.waitMaximumLinux], linux)
    own.pointee[.waitMaximumStandard] = max(own.pointee[.waitMaximumStandard], standard)
    detail.pointee.recovery.backoff += 1
  }

  private static func thousandths(_ wait: Int64, of timeout: Int64) -> Int64 {
    Int64((1000 * Double(max(0, wait)) / Double(max(1, timeout))).rounded())
  }

  /// Takes a point of the clock behind a flow's time stamps, and looks at the base of the round-trip times that its
  /// acknowledgments end.
  @inline(never)
  mutating func observeClock(_ segment: Segment, _ context: Context) {
    if let other = context.other.pointee.detail, other.pointee.roundTrips.count > 0 {
      series.provide(other).pointee.bases.look(at: &other.pointee.roundTrips, now: context.time)
    }
    guard segment.options.present.contains(.timestamps) else { return }
    let detail = details.provide(context.own)
    series.provide(detail).pointee.clock.add(segment.options.timestampValue, at: context.time)
  }

  /// Takes back the Fast Open data of a SYN whose SYN/ACK acknowledges the SYN alone: it was not accepted, and what is
  /// sent again then was not lost (RFC 7413, section 3).
  mutating func rejectFastOpenData(_ segment: Segment, _ context: Context) {
    let other = context.other
    guard other.pointee[.highestSent] > 1, other.pointee[.dataPackets] > 0,
      other.pointee[.dataPackets] == other.pointee[.synPackets],
      other.relative(segment.acknowledgmentNumber) == 1
    else { return }
    other.pointee[.uniquePayloadBytes] = 0
    other.pointee[.highestSent] = 1
    other.pointee.traits.insert(.fastOpenRejected)
  }
}
