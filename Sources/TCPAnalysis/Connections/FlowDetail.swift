/// The rare, heavy state of a flow, made when it is first needed and given back with the connection.
struct FlowDetail {
  /// Bytes never seen below the highest byte seen.
  var gaps = GapList()
  /// Bytes above the cumulative acknowledgment that the receiver reported by SACK.
  var sacked = IntervalSet()
  /// Data sent and not acknowledged.
  var sent = SentQueue()
  /// Episodes of loss recovery and the sender's timers.
  var recovery = RecoveryState()
  /// What was sent again.
  var resends = ResendLog()
  /// Round-trip times of cumulative acknowledgments.
  var roundTrips = RoundTripSamples()

  /// Makes it as new but keeps the room of what every flow uses, for the next flow.
  mutating func reset() {
    if !gaps.gaps.isEmpty || gaps.hasOverflowed { gaps = GapList() }
    if !sacked.isEmpty { sacked = IntervalSet() }
    if !resends.entries.isEmpty || resends.hasDSACKOfOnceSent { resends = ResendLog() }
    sent.removeAll()
    recovery = RecoveryState()
    roundTrips.removeAll()
  }
}

/// Gives out and takes back the heavy state of flows, so that a short connection allocates nothing.
struct FlowDetailPool: ~Copyable {
  /// Places kept for later at most.
  private static let capacity = 8192
  private var free: [UnsafeMutablePointer<FlowDetail>] = []

  deinit {
    for place in free { Self.destroy(place) }
  }

  /// Gives a flow its heavy state if it has none.
  mutating func provide(_ flow: UnsafeMutablePointer<FlowState>) -> UnsafeMutablePointer<FlowDetail> {
    if let detail = flow.pointee.detail { return detail }
    let detail = free.popLast() ?? Self.make()
    flow.pointee.detail = detail
    return detail
  }

  /// Takes the heavy state of a flow back.
  mutating func recycle(_ flow: UnsafeMutablePointer<FlowState>) {
    guard let detail = flow.pointee.detail else { return }
    flow.pointee.detail = nil
    if free.count < Self.capacity {
      detail.pointee.reset()
      free.append(detail)
    } else {
      Self.destroy(detail)
    }
  }

  /// Gives all memory of a heavy state back.
  static func destroy(_ detail: UnsafeMutablePointer<FlowDetail>) {
    detail.pointee.sent.release()
    detail.deinitialize(count: 1)
    detail.deallocate()
  }

  private static func make() -> UnsafeMutablePointer<FlowDetail> {
    let made = UnsafeMutablePointer<FlowDetail>.allocate(capacity: 1)
    made.initialize(to: FlowDetail())
    return made
  }
}
