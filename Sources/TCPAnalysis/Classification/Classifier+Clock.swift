import PacketCapture

/// What becomes of a connection when the clock is set back (DEFINITIONS.md 2.2).
extension Classifier {
  /// Moves a connection to the clock as it goes after a step back: its time goes on where it was.
  ///
  /// How long the step took nobody knows: nothing that was measured may reach across it.
  ///
  /// - Parameters:
  ///   - segment: The first segment of the connection behind the step.
  ///   - context: Its connection.
  /// - Returns: The connection with the time of the segment on the new clock.
  @inline(never)
  mutating func followClock(_ segment: Segment, _ context: Context) -> Context {
    let connection = context.connection
    let (step, isStepOverflowing) = segment.timestamp.subtractingReportingOverflow(
      connection.pointee.lastTime)
    let (first, isOverflowing) = connection.pointee.firstTime.addingReportingOverflow(step)
    guard !isStepOverflowing, !isOverflowing else { return context }
    connection.pointee.firstTime = first
    connection.pointee.lastTime = segment.timestamp
    connection.pointee.traits.insert(.clockSetBack)
    connection.pointee.synAckTime = 0
    let time = Self.clampedTime(segment.timestamp, since: first)
    for flow in [context.own, context.other] { forgetPending(flow, now: time) }
    return Context(
      connection: connection, own: context.own, other: context.other, direction: context.direction,
      time: time, frameHash: context.frameHash)
  }

  /// Lets no round-trip time end that has begun.
  private func forgetPending(_ flow: UnsafeMutablePointer<FlowState>, now: Int64) {
    flow.pointee[.synTime] = 0
    guard let detail = flow.pointee.detail else { return }
    detail.pointee.timestamps = TimestampMatch()
    // From the newest on to where this was done before: a clock that is set back at each packet costs no more.
    for position in (0..<detail.pointee.sent.count).reversed() {
      guard detail.pointee.sent[position].timestamp != 0 else { break }
      detail.pointee.sent[position].timestamp = 0
    }
    detail.pointee.tapTimes = nil
    // As if all that is on its way, sent until now, had waited for a gap to be filled.
    detail.pointee.holdUp.note(.min, below: flow.pointee[.highestSent], now: now &+ 1)
  }
}
