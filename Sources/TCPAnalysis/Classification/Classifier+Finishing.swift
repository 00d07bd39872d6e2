import CProcessor
import PacketCapture

/// Packing connections into records, and what is settled of them then.
extension Classifier {
  mutating func reopen(_ number: Int32) -> Int32 {
    let place = live.allocate()
    let pair = live.pointer(place)
    let (forward, backward) = flows(of: pair)
    records.load(number, &pair.pointee.connection, forward, backward)
    live.pointer(place).pointee.connection.traits.insert(.reopened)
    places[Int(number)] = place
    return place
  }

  /// Packs a connection into its record and frees its state.
  mutating func finish(_ place: Int32) {
    let pair = live.pointer(place)
    guard pair.pointee.connection.index >= 0 else { return }
    let (forward, backward) = flows(of: live.pointer(place))
    let isDetailed = Int(pair.pointee.connection.index) < options.detailedConnections
    Self.settle(&pair.pointee.forward, isDetailed: isDetailed)
    Self.settle(&pair.pointee.backward, isDetailed: isDetailed)
    settleResends(pair)
    if Self.isClosed(pair) {
      forward.pointee.forgetOpenState()
      backward.pointee.forgetOpenState()
    }
    addTotals(pair, forward, backward)
    pair.pointee.connection.traits.remove(.awaitsPacking)
    records.store(&pair.pointee.connection, forward, backward)
    places[Int(pair.pointee.connection.index)] = -1
    series.recycle(forward.pointee.detail)
    series.recycle(backward.pointee.detail)
    details.recycle(forward)
    details.recycle(backward)
    forward.pointee.sizes.release()
    backward.pointee.sizes.release()
    pair.pointee.connection = LiveConnection()
    forward.pointee.clear()
    backward.pointee.clear()
    live.release(place)
  }

  /// Packs all connections that are still open.
  mutating func finishAll() {
    for place in 0..<live.count { finish(place) }
  }

  /// Says of each retransmission how sure it is that it was needless, now that all evidence is in.
  private mutating func settleResends(_ pair: UnsafeMutablePointer<LivePair>) {
    guard
      pair.pointee.forward.detail?.pointee.resends != nil
        || pair.pointee.backward.detail?.pointee.resends != nil
    else { return }
    let connection = pair.pointee.connection
    let (first, second) = flows(of: pair)
    let place = CapturePointInference(
      connection, UnsafePointer(first), UnsafePointer(second), told: options.capturePoint
    ).verdict().0
    let isForwardFromInitiator = connection.traits.contains(.forwardFromInitiator)
    let sides: (CapturePoint, CapturePoint) =
      isForwardFromInitiator ? (.initiator, .responder) : (.responder, .initiator)
    let isBeside = (place == sides.0, place == sides.1)
    settleResends(
      &pair.pointee.forward, FlowID(connection: Int(connection.index) + 1, direction: 1),
      since: connection.firstTime, at: isBeside.0 ? .sender : isBeside.1 ? .receiver : .other)
    settleResends(
      &pair.pointee.backward, FlowID(connection: Int(connection.index) + 1, direction: 2),
      since: connection.firstTime, at: isBeside.1 ? .sender : isBeside.0 ? .receiver : .other)
  }

  private mutating func settleResends(
    _ flow: inout FlowState, _ id: FlowID, since start: Int64, at place: FlowPlace
  ) {
    guard let log = flow.detail?.pointee.resends else { return }
    for (verdict, count) in log.dropped {
      Self.add(count, verdict, log.certainty(of: verdict, at: place), to: &flow)
    }
    var needless = 0
    var others = 0
    for entry in log.entries {
      let certainty = log.certainty(of: entry.verdict, at: place)
      Self.add(1, entry.verdict, certainty, to: &flow)
      let isNeedless = certainty == .certain || certainty == .likely
      if isNeedless { needless += 1 } else { others += 1 }
      guard
        options.keepsRetransmissions
          || (isNeedless ? needless : others) <= options.sampledRetransmissions
      else { continue }
      // The classifier's times count from the first packet of the connection, plus one.
      retransmissions.append(
        Retransmission(
          flow: id, frame: entry.frame, fileIndex: entry.fileIndex, time: start &+ entry.time &- 1,
          range: entry.range, kind: entry.kind, evidence: entry.evidence, certainty: certainty,
          evidenceFrames: entry.evidenceFrames,
          cause: certainty == nil ? nil : ResendLog.cause(of: entry), backoff: entry.backoff))
    }
  }

  /// Counts retransmissions of one verdict: how sure it is that they were needless, else where they were lost.
  private static func add(
    _ count: Int64, _ verdict: ResendLog.Verdict, _ certainty: SpuriousCertainty?, to flow: inout FlowState
  ) {
    switch certainty {
    case .certain: flow[.spuriousCertain] += count
    case .likely: flow[.spuriousLikely] += count
    case .possible: flow[.spuriousPossible] += count
    case nil: break
    }
    guard certainty == nil || certainty == .possible else { return }
    flow[verdict.isFormerSeen ? .lostAfterCapturePoint : .lostBeforeCapturePoint] += count
  }

  /// Turns what lies in gaps into counts, since gaps are not kept in a record.
  ///
  /// - Parameters:
  ///   - flow: The flow.
  ///   - isDetailed: Whether more is kept than an outline shows.
  private static func settle(_ flow: inout FlowState, isDetailed: Bool) {
    if !isDetailed { flow.forgetMeasurements() }
    guard let detail = flow.detail else { return }
    if !detail.pointee.gaps.gaps.isEmpty {
      let acknowledged = flow.traits.contains(.acknowledged) ? flow[.highestAcknowledged] : Int64.min
      flow[.gapBytes] &+= detail.pointee.gaps.byteCount
      flow[.acknowledgedUnseenBytes] &+= detail.pointee.gaps.byteCount(below: acknowledged)
      flow[.acknowledgedUnseenRanges] &+= detail.pointee.gaps.count(below: acknowledged)
    }
    if detail.pointee.gaps.hasOverflowed { flow.traits.insert(.gapsOverflowed) }
    if let least = detail.pointee.tapTimes?.percentile5 { flow[.tapToSender] = least + 1 }
    if isDetailed { keepMeasurements(&flow) }
    // What was acknowledged above the last byte seen is settled by the summary: it may still come.
  }

  func flows(
    of pair: UnsafeMutablePointer<LivePair>
  ) -> (UnsafeMutablePointer<FlowState>, UnsafeMutablePointer<FlowState>) {
    let start = UnsafeMutableRawPointer(pair)
    return (
      (start + forwardOffset).assumingMemoryBound(to: FlowState.self),
      (start + backwardOffset).assumingMemoryBound(to: FlowState.self)
    )
  }

  private mutating func addTotals(
    _ pair: UnsafeMutablePointer<LivePair>, _ forward: UnsafeMutablePointer<FlowState>,
    _ backward: UnsafeMutablePointer<FlowState>
  ) {
    // A connection that was opened again is in the sums already; its few late packets change no warning.
    guard !pair.pointee.connection.traits.contains(.reopened) else { return }
    let isOneSided = forward.pointee[.packets] == 0 || backward.pointee[.packets] == 0
    addTotals(forward, isOneSided: isOneSided)
    addTotals(backward, isOneSided: isOneSided)
    let present = forward.pointee[.packets] > 0 ? forward : backward
    if isOneSided, present.pointee[.pureAckPackets] + present.pointee[.dataPackets] > 0 {
      totals.oneSidedConnections += 1
    }
  }

  private mutating func addTotals(_ flow: UnsafeMutablePointer<FlowState>, isOneSided: Bool) {
    totals.oversizePackets += flow.pointee[.oversizePackets]
    totals.truncatedOptions += flow.pointee[.truncatedOptions]
    totals.fragments += flow.pointee[.fragments]
    totals.acknowledgedUnseenBytes += flow.pointee[.acknowledgedUnseenBytes]
    if !isOneSided, flow.pointee.traits.contains(.acknowledged) {
      totals.acknowledgedUnseenBytes +=
        max(0, flow.pointee[.highestAcknowledged] &- flow.pointee[.highestSent])
    }
  }

  /// Puts a connection that was just closed into the queue of those that wait to be packed.
  @inline(__always)
  mutating func noteEnd(_ context: Context, now: Int64) {
    guard Self.isClosed(context.own.pointee.traits, context.other.pointee.traits),
      !context.connection.pointee.traits.contains(.awaitsPacking)
    else { return }
    context.connection.pointee.traits.insert(.awaitsPacking)
    closed.append(context.connection.pointee.index, now: now)
  }

  /// Packs closed connections every 64 segments, and every 65 536 those that have been quiet for a minute: their
  /// state is all in their words.
  @inline(__always)
  mutating func packIfDue(now: Int64) {
    sincePacking &+= 1
    if sincePacking & 63 == 0 { packClosed(now: now) }
  }

  @inline(never)
  private mutating func packClosed(now: Int64) {
    var due: InlineArray<16, Int32> = .init(repeating: -1)
    var count = 0
    while let entry = closed.due(now: now) {
      closed.dropFirst()
      let place = places[Int(entry.index)]
      guard place >= 0 else { continue }
      let idle = now &- live.pointer(place).pointee.connection.lastTime
      if idle <= ClosedConnections.linger, idle >= 0 {
        closed.append(entry.index, now: now)
        continue
      }
      due[count] = place
      count += 1
      if count == due.count {
        for position in 0..<count { prefetchDetails(due[position]) }
        for position in 0..<count { finish(due[position]) }
        count = 0
      }
    }
    for position in 0..<count { prefetchDetails(due[position]) }
    for position in 0..<count { finish(due[position]) }
    prefetchNext()
    if sincePacking & 65_535 == 0 { packQuiet(now: now) }
  }

  /// Calls for the state of those that will be packed next.
  private func prefetchNext() {
    for position in 0..<min(8, closed.count) {
      let place = places[Int(closed[position].index)]
      guard place >= 0 else { continue }
      let pair = UnsafeRawPointer(live.pointer(place))
      for offset in stride(from: 0, to: MemoryLayout<LivePair>.size, by: 64) {
        captcp_prefetch(pair + offset)
      }
    }
  }

  private func prefetchDetails(_ place: Int32) {
    let pair = live.pointer(place)
    if let detail = pair.pointee.forward.detail { Self.prefetchDetail(detail) }
    if let detail = pair.pointee.backward.detail { Self.prefetchDetail(detail) }
  }

  private mutating func packQuiet(now: Int64) {
    for place in 0..<live.count {
      let pair = live.pointer(place)
      guard pair.pointee.connection.index >= 0 else { continue }
      if now &- pair.pointee.connection.lastTime > 60_000_000_000 { finish(place) }
    }
  }

  private static func isClosed(_ pair: UnsafeMutablePointer<LivePair>) -> Bool {
    isClosed(pair.pointee.forward.traits, pair.pointee.backward.traits)
  }

  @inline(__always)
  private static func isClosed(_ forward: FlowTraits, _ backward: FlowTraits) -> Bool {
    let either = forward.union(backward)
    return either.contains(.rstSeen) || forward.intersection(backward).contains(.finAcknowledged)
  }
}
