/// Round-trip times, timer, flight and windows of a flow.
extension Summarizer {
  /// Fills the series of round-trip times, what a sender makes of them, and its clock.
  func fillSeries(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    flow.roundTripTime = roundTripTime(state)
    flow.roundTripTimeByTimestamps = state.roundTrips(from: .timestampRttCount)
    flow.roundTripTimeBySack = state.roundTrips(from: .sackRttCount)
    let handshake =
      connection.handshakeFar > 0 && connection.handshakeNear > 0
      ? connection.handshakeFar &+ connection.handshakeNear &- 2 : nil
    flow.baseRoundTripTime = [handshake, flow.roundTripTime?.minimum].compactMap(\.self).min()
    flow.greatestBaseRoundTripTime =
      state[.greatestBase] > 0 ? state[.greatestBase] : flow.roundTripTime?.minimum
    flow.timeouts = timeouts(state)
    if state[.timestampClock] > 0 { flow.timestampClockHertz = Double(state[.timestampClock]) / 1e6 }
  }

  private func roundTripTime(_ state: UnsafePointer<FlowState>) -> RoundTripSummary? {
    guard state[.rttCount] > 0 else { return nil }
    var summary = RoundTripSummary()
    if state[.rttCount] == 1 { return RoundTripSummary(only: state[.rttMinimum]) }
    summary.count = state[.rttCount]
    summary.minimum = state[.rttMinimum]
    summary.percentile5 = state[.rttPercentile5]
    summary.median = state[.rttMedian]
    summary.percentile95 = state[.rttPercentile95]
    summary.percentile99 = state[.rttPercentile99]
    summary.maximum = state[.rttMaximum]
    summary.mean = state[.rttMean]
    summary.deviation = state[.rttDeviation] > 0 ? state[.rttDeviation] - 1 : nil
    summary.isApproximate = summary.count > Int64(RoundTripSamples.exactCount)
    return summary
  }

  private func timeouts(_ state: UnsafePointer<FlowState>) -> TimeoutSummary? {
    let count = state[.timeoutCount]
    guard state[.smoothedRtt] > 0 || count > 0 else { return nil }
    var summary = TimeoutSummary()
    summary.timer = RetransmissionTimer(
      smoothedRTT: state[.smoothedRtt], variation: state[.rttVariation])
    summary.count = count
    guard count > 0 else { return summary }
    func ratio(_ sum: FlowWord, _ greatest: FlowWord) -> TimeoutSummary.Ratio {
      TimeoutSummary.Ratio(
        mean: Double(state[sum]) / 1000 / Double(count), maximum: Double(state[greatest]) / 1000)
    }
    summary.linux = ratio(.waitSumLinux, .waitMaximumLinux)
    summary.rfc6298 = ratio(.waitSumStandard, .waitMaximumStandard)
    return summary
  }

  /// Fills what a flow had on its way and what was acknowledged of it.
  func fillFlight(
    _ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>,
    isReceiverSide: Bool
  ) {
    // Beside the receiver acknowledgments come too early: there a pause ends the first flight (RFC 6928).
    if isReceiverSide, state[.pausedFlightBytes] > 1 {
      flow.initialWindowBytes = state[.pausedFlightBytes] - 1
    } else if isReceiverSide, state.traits.contains(.firstFlightPaused), state[.initialWindowBytes] > 1 {
      flow.initialWindowBytes = state[.initialWindowBytes] - 1
    }
    flow.initialWindowSegments = flow.initialWindowBytes.map {
      Double($0) / Double(effectiveSegmentSize(state, opposite))
    }
    flow.meanBytesInFlight = state[.meanBytesInFlight] > 0 ? Double(state[.meanBytesInFlight] - 1) : nil
    flow.windowShrinks = state[.greatestWindow] > 0 ? state[.windowShrinks] : nil
    // What the opposite flow sent tells of the windows that this flow advertised.
    flow.windowScaleLowerBound = opposite[.leastWindowScale] > 0 ? opposite[.leastWindowScale] - 1 : nil
    fillAcknowledged(&flow, state)
  }

  private func fillAcknowledged(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    guard state[.lastAcknowledgedTime] > 0, state.traits.contains(.acknowledged) else { return }
    let finByte: Int64 = state.traits.contains(.finAcknowledged) ? 1 : 0
    let acknowledged = max(0, state[.highestAcknowledged] &- 1 &- finByte)
    flow.acknowledgedBytes = acknowledged
    flow.deliveredBytes = acknowledged &+ state[.sackedAtEnd]
    flow.lastAcknowledgedTime = connection.firstTime &+ state[.lastAcknowledgedTime] &- 1
  }

  /// The receiver's MSS option less the option bytes that ride on data.
  func effectiveSegmentSize(_ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>)
    -> Int64
  {
    let isTimed = state.traits.contains(.timestamps) && opposite.traits.contains(.timestamps)
    let option = opposite[.maximumSegmentSize]
    return max(1, (option > 0 ? option - 1 : 536) - (isTimed ? 12 : 0))
  }

  /// Why some of these numbers are missing.
  func seriesNotes(_ flow: FlowSummary) -> [AnalysisNote] {
    var notes: [AnalysisNote] = []
    let series = [flow.roundTripTime, flow.roundTripTimeByTimestamps, flow.roundTripTimeBySack]
    if let least = series.compactMap({ $0?.count }).min(), least < RoundTripSummary.farTailCount {
      notes.append(AnalysisNote(.fewRoundTripTimes, count: least))
    }
    if flow.dataPackets > 0, flow.dataPackets < Classifier.longFlow { notes.append(AnalysisNote(.shortFlow)) }
    if let shrinks = flow.windowShrinks, shrinks > 0 {
      notes.append(AnalysisNote(.windowShrunk, count: shrinks))
    }
    if flow.fastOpenRejected { notes.append(AnalysisNote(.fastOpenRejected)) }
    return notes
  }
}
