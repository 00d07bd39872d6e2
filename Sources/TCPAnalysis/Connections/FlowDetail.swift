/// The rare, heavy state of a flow, made when it is first needed and given back with the connection.
struct FlowDetail {
  // What every acknowledgment touches comes first.
  /// Data sent and not acknowledged.
  var sent = SentQueue()
  /// Episodes of loss recovery and the sender's timers.
  var recovery = RecoveryState()
  /// What answers to time stamps are matched with.
  var timestamps = TimestampMatch()
  /// Round-trip times of cumulative acknowledgments.
  var roundTrips = RoundTripSamples()
  /// What was sent again; `nil` if nothing was.
  var resends: ResendLog?
  /// Bytes above the cumulative acknowledgment that the receiver reported by SACK.
  var sacked = IntervalSet()
  /// What the bytes on their way depend on beside the scoreboard.
  var pipe = PipeState()
  /// Data behind a gap that was filled late.
  var holdUp = HoldUp()
  /// The way to the sender and back, where the handshake was not captured.
  var tapTimes: TapTimes?
  /// What only long flows and those with trouble keep, owned by the classifier.
  var series: UnsafeMutablePointer<FlowSeries>?
  /// Round-trip times of time stamps and their echoes.
  var timestampRoundTrips = RoundTripSamples()
  /// Bytes never seen below the highest byte seen.
  var gaps = GapList()
  /// Ranges that the receiver had reported by SACK and does not report any more; `nil` if there are none.
  var takenBack: IntervalSet?
  /// The newest frames with data that were left out as captured twice; `nil` if there are none.
  var duplicates: IntervalSet?

  /// Makes it as new but keeps the room of what every flow uses, for the next flow.
  mutating func reset() {
    if !gaps.gaps.isEmpty || gaps.hasOverflowed { gaps = GapList() }
    if !sacked.isEmpty { sacked = IntervalSet() }
    resends = nil
    sent.removeAll()
    recovery = RecoveryState()
    pipe = PipeState()
    timestamps = TimestampMatch()
    holdUp = HoldUp()
    roundTrips.removeAll()
    takenBack = nil
    duplicates = nil
    tapTimes = nil
    timestampRoundTrips.removeAll()
  }
}

/// Gives out and takes back the heavy state of flows, so that a short connection allocates nothing.
struct FlowDetailPool: ~Copyable {
  /// A heavy state with room for the few segments that a short flow has on their way.
  private struct Slab {
    var detail: FlowDetail
    var room: InlineArray<4, SentQueue.Entry>
  }

  /// Slabs that are made at a time.
  private static let chunkCount = 1024

  private var chunks: [UnsafeMutablePointer<Slab>] = []
  /// Slabs of the last chunk that were given out at least once.
  private var used = chunkCount
  private var free: [UnsafeMutablePointer<FlowDetail>] = []

  deinit {
    for (index, chunk) in chunks.enumerated() {
      let count = index == chunks.count - 1 ? used : Self.chunkCount
      for slab in 0..<count { (chunk + slab).pointee.detail.sent.release() }
      chunk.deinitialize(count: count)
      chunk.deallocate()
    }
  }

  /// Gives a flow its heavy state if it has none.
  @inline(__always)
  mutating func provide(_ flow: UnsafeMutablePointer<FlowState>) -> UnsafeMutablePointer<FlowDetail> {
    flow.pointee.detail ?? make(for: flow)
  }

  @inline(never)
  private mutating func make(for flow: UnsafeMutablePointer<FlowState>) -> UnsafeMutablePointer<FlowDetail> {
    let detail = free.popLast() ?? makeSlab()
    flow.pointee.detail = detail
    return detail
  }

  /// Takes the heavy state of a flow back.
  mutating func recycle(_ flow: UnsafeMutablePointer<FlowState>) {
    guard let detail = flow.pointee.detail else { return }
    flow.pointee.detail = nil
    detail.pointee.reset()
    free.append(detail)
  }

  private mutating func makeSlab() -> UnsafeMutablePointer<FlowDetail> {
    if used == Self.chunkCount {
      let memory = LargeMemory.allocate(byteCount: Self.chunkCount * MemoryLayout<Slab>.stride)
      chunks.append(memory.bindMemory(to: Slab.self, capacity: Self.chunkCount))
      used = 0
    }
    let slab = chunks[chunks.count - 1] + used
    used += 1
    slab.initialize(
      to: Slab(
        detail: FlowDetail(), room: .init(repeating: SentQueue.Entry(start: 0, end: 0, sentAt: 0))))
    // The detail is the first part of its slab, and a slab never moves.
    let start = UnsafeMutableRawPointer(slab)
    let room = start + (MemoryLayout<Slab>.offset(of: \Slab.room) ?? 0)
    let detail = start.assumingMemoryBound(to: FlowDetail.self)
    detail.pointee.sent = SentQueue(lent: room.assumingMemoryBound(to: SentQueue.Entry.self), room: 4)
    return detail
  }
}
