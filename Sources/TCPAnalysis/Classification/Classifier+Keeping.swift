/// Puts what was measured of a flow into its words, which go into its record.
extension Classifier {
  /// Data segments from which on a flow is long enough for means over time to be kept.
  static let longFlow: Int64 = 16

  /// Keeps round-trip times, the timer, the clock and the flight of a flow.
  static func keepMeasurements(_ flow: inout FlowState) {
    guard let detail = flow.detail else { return }
    keepRoundTrips(&flow, detail)
    if detail.pointee.timestampRoundTrips.count > 0, flow[.timestampRttCount] == 0,
      let summary = detail.pointee.timestampRoundTrips.summary()
    {
      keep(summary, in: &flow, from: .timestampRttCount)
    }
    if let series = detail.pointee.series { keep(series, in: &flow) }
    let timer = detail.pointee.recovery.timer
    if timer.smoothedRTT > 0, flow[.dataPackets] >= longFlow || flow[.timeoutCount] > 0 {
      flow[.smoothedRtt] = timer.smoothedRTT
      flow[.rttVariation] = timer.variation
    }
    guard flow[.dataPackets] >= longFlow else { return }
    // What comes long after a connection was closed says nothing of its mean.
    if flow[.meanBytesInFlight] == 0, let mean = detail.pointee.pipe.meanBytesInFlight {
      flow[.meanBytesInFlight] = Int64(mean.rounded()) + 1
    }
    flow[.lastAcknowledgedTime] = max(flow[.lastAcknowledgedTime], detail.pointee.recovery.lastProgressAt)
    flow[.sackedAtEnd] = detail.pointee.sacked.byteCount
  }

  private static func keep(_ series: UnsafeMutablePointer<FlowSeries>, in flow: inout FlowState) {
    if flow[.sackRttCount] == 0, let summary = series.pointee.sackRoundTrips.summary() {
      keep(summary, in: &flow, from: .sackRttCount)
    }
    if series.pointee.bases.greatest > 0 { flow[.greatestBase] = series.pointee.bases.greatest }
    if let ticks = series.pointee.clock.ticksPerMegasecond { flow[.timestampClock] = ticks }
    if let bound = series.pointee.scales.bound { flow[.leastWindowScale] = Int64(bound) + 1 }
  }

  private static func keepRoundTrips(_ flow: inout FlowState, _ detail: UnsafeMutablePointer<FlowDetail>) {
    guard flow[.rttCount] == 0, let summary = detail.pointee.roundTrips.summary() else { return }
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

  /// Keeps a summary in nine words in a row, the first its count.
  private static func keep(_ summary: RoundTripSummary, in flow: inout FlowState, from first: FlowWord) {
    var place = first.rawValue
    func put(_ value: Int64) {
      if let word = FlowWord(rawValue: place) { flow[word] = value }
      place += 1
    }
    put(summary.count)
    put(summary.minimum)
    guard summary.count > 1 else { return }
    put(summary.percentile5)
    put(summary.median)
    put(summary.percentile95)
    put(summary.percentile99)
    put(summary.maximum)
    put(summary.mean)
    put(summary.deviation.map { $0 + 1 } ?? 0)
  }
}

extension UnsafePointer<FlowState> {
  /// The summary that stands in nine words in a row; `nil` without samples.
  func roundTrips(from first: FlowWord) -> RoundTripSummary? {
    func value(_ offset: Int) -> Int64 { pointee.words[first.rawValue + offset] }
    guard value(0) > 0 else { return nil }
    guard value(0) > 1 else { return RoundTripSummary(only: value(1)) }
    var summary = RoundTripSummary()
    summary.count = value(0)
    summary.minimum = value(1)
    summary.percentile5 = value(2)
    summary.median = value(3)
    summary.percentile95 = value(4)
    summary.percentile99 = value(5)
    summary.maximum = value(6)
    summary.mean = value(7)
    summary.deviation = value(8) > 0 ? value(8) - 1 : nil
    summary.isApproximate = value(0) > Int64(RoundTripSamples.exactCount)
    return summary
  }
}
