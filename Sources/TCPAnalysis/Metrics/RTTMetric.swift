import PacketCapture

/// Collects the round-trip times of one flow by one rule; 24 bytes a sample.
public final class RTTMetric: Metric {
  private let scope: SeriesScope
  private let choice: RTTSeries.Choice
  @exclusivity(unchecked) private var collected: RTTSeries
  @exclusivity(unchecked) private var sent = SentSegments()
  @exclusivity(unchecked) private var clock = TimestampClock()
  @exclusivity(unchecked) private var senderSide = SenderSideTimes()

  /// Makes the metric of a flow.
  ///
  /// - Parameters:
  ///   - scope: The flow, and what is kept of it.
  ///   - method: What makes a sample.
  ///   - choice: Which segment a sample of rule `ack` is of.
  public init(_ scope: SeriesScope, method: RTTSeries.Method = .ack, choice: RTTSeries.Choice = .newest) {
    self.scope = scope
    self.choice = choice
    collected = RTTSeries(flow: scope.flow, method: method)
  }

  /// What was collected.
  public var series: RTTSeries {
    var series = collected
    if series.method == .path { senderSide.complete(&series) }
    series.timestampHertz = clock.ticksPerMegasecond.map { Double($0) / 1e6 }
    return series
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) {
      if collected.method == .path { senderSide.observe(batch[index], isSent: scope.isSent(batch[index])) }
      if scope.isSent(batch[index]) {
        if batch[index].segment.options.present.contains(.timestamps) {
          clock.add(batch[index].segment.options.timestampValue, at: batch[index].segment.timestamp)
        }
        if batch[index].carriesData || batch[index].segment.flags.contains(.fin) { sent.append(batch[index]) }
      } else if batch[index].acknowledges {
        acknowledge(batch[index])
      }
    }
  }

  private func acknowledge(_ segment: borrowing ClassifiedSegment) {
    // A SACK block's segment waits still; that of a cumulative acknowledgment is about to be forgotten.
    let sacked = segment.sackRoundTripTime >= 0 ? sent.segment(endingAt: segment.sackRoundTripEnd) : nil
    var oldest: SentSegments.Entry?
    var newest: SentSegments.Entry?
    sent.acknowledge(segment.acknowledgment) { entry in
      if oldest == nil { oldest = entry }
      newest = entry
    }
    guard scope.keeps(segment) else { return }
    if segment.acknowledgesData { collected.newAcks += 1 }
    if segment.roundTripExclusion != .none {
      collected.exclusions[segment.roundTripExclusion, default: 0] += 1
    }
    switch collected.method {
    case .ack, .path:
      guard segment.roundTripTime >= 0 else { return }
      let isMet = newest?.end == segment.roundTripEnd
      if choice == .oldest, isMet, let oldest {
        append(max(1, segment.segment.timestamp &- oldest.place.time), segment, of: oldest)
      } else {
        append(segment.roundTripTime, segment, of: isMet ? newest : nil)
      }
    case .timestamps: append(segment.timestampRoundTripTime, segment, of: nil)
    case .sack: append(segment.sackRoundTripTime, segment, of: sacked)
    }
  }

  private func append(_ sample: Int64, _ segment: borrowing ClassifiedSegment, of data: SentSegments.Entry?) {
    guard sample >= 0 else { return }
    collected.times.append(segment.segment.timestamp)
    collected.ackFrames.append(segment.frameNumber)
    collected.dataFrames.append(data.map { Int32(clamping: $0.place.frame) } ?? -1)
    collected.samples.append(sample)
  }
}
