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
    Self.settle(&pair.pointee.forward)
    Self.settle(&pair.pointee.backward)
    settleResends(pair)
    let (forward, backward) = flows(of: live.pointer(place))
    if Self.isClosed(pair) {
      forward.pointee.forgetOpenState()
      backward.pointee.forgetOpenState()
    }
    addTotals(pair, forward, backward)
    records.store(&pair.pointee.connection, forward, backward)
    places[Int(pair.pointee.connection.index)] = -1
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
    let forward = pair.pointee.forward.detail?.pointee.resends.entries.isEmpty ?? true
    let backward = pair.pointee.backward.detail?.pointee.resends.entries.isEmpty ?? true
    guard !forward || !backward else { return }
    let connection = pair.pointee.connection
    let (first, second) = flows(of: pair)
    let place = CapturePointInference(
      connection, UnsafePointer(first), UnsafePointer(second), told: options.capturePoint
    ).verdict().0
    let isForwardFromInitiator = connection.traits.contains(.forwardFromInitiator)
    settleResends(
      &pair.pointee.forward, FlowID(connection: Int(connection.index) + 1, direction: 1),
      isSenderSide: place == (isForwardFromInitiator ? .initiator : .responder))
    settleResends(
      &pair.pointee.backward, FlowID(connection: Int(connection.index) + 1, direction: 2),
      isSenderSide: place == (isForwardFromInitiator ? .responder : .initiator))
  }

  private mutating func settleResends(_ flow: inout FlowState, _ id: FlowID, isSenderSide: Bool) {
    guard let log = flow.detail?.pointee.resends else { return }
    for entry in log.entries {
      let certainty = log.certainty(of: entry, isSenderSide: isSenderSide)
      switch certainty {
      case .certain: flow[.spuriousCertain] += 1
      case .likely: flow[.spuriousLikely] += 1
      case .possible: flow[.spuriousPossible] += 1
      case nil: break
      }
      guard options.keepsRetransmissions else { continue }
      retransmissions.append(
        Retransmission(
          flow: id, frame: entry.frame, fileIndex: entry.fileIndex, range: entry.range, kind: entry.kind,
          evidence: entry.evidence, certainty: certainty))
    }
  }

  /// Turns what lies in gaps into counts, since gaps are not kept in a record.
  private static func settle(_ flow: inout FlowState) {
    guard let detail = flow.detail else { return }
    if !detail.pointee.gaps.gaps.isEmpty {
      let acknowledged = flow.traits.contains(.acknowledged) ? flow[.highestAcknowledged] : Int64.min
      flow[.gapBytes] &+= detail.pointee.gaps.byteCount
      flow[.acknowledgedUnseenBytes] &+= detail.pointee.gaps.byteCount(below: acknowledged)
    }
    if detail.pointee.gaps.hasOverflowed { flow.traits.insert(.gapsOverflowed) }
    keepRoundTrips(&flow)
    // What was acknowledged above the last byte seen is settled by the summary: it may still come.
  }

  private static func keepRoundTrips(_ flow: inout FlowState) {
    guard flow[.rttCount] == 0, let summary = flow.detail?.pointee.roundTrips.summary() else { return }
    flow[.rttCount] = summary.count
    flow[.rttMinimum] = summary.minimum
    // A single sample says everything: the other words are left out of the record.
    guard summary.count > 1 else { return }
    flow[.rttPercentile5] = summary.percentile5
    flow[.rttMedian] = summary.median
    flow[.rttPercentile95] = summary.percentile95
    flow[.rttPercentile99] = summary.percentile99
    flow[.rttMaximum] = summary.maximum
    flow[.rttMean] = summary.mean
    flow[.rttDeviation] = summary.deviation.map { $0 + 1 } ?? 0
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

  /// Every 16 384 segments packs what has been quiet for a minute: its state is all in its words.
  @inline(__always)
  mutating func sweepIfDue(now: Int64) {
    sinceSweep += 1
    if sinceSweep >= 16_384 { sweep(now: now) }
  }

  @inline(never)
  private mutating func sweep(now: Int64) {
    sinceSweep = 0
    for place in 0..<live.count {
      let pair = live.pointer(place)
      guard pair.pointee.connection.index >= 0 else { continue }
      let idle = now &- pair.pointee.connection.lastTime
      if idle > 60_000_000_000 || (idle > 2_000_000_000 && Self.isClosed(pair)) { finish(place) }
    }
  }

  private static func isClosed(_ pair: UnsafeMutablePointer<LivePair>) -> Bool {
    let forward = pair.pointee.forward.traits
    let backward = pair.pointee.backward.traits
    return forward.contains(.rstSeen) || backward.contains(.rstSeen)
      || (forward.contains(.finAcknowledged) && backward.contains(.finAcknowledged))
  }
}
