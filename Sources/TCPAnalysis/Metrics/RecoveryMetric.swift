import PacketCapture

/// Collects the losses and recoveries of one flow; 8 to 24 bytes an event, nothing for ordinary segments.
public final class RecoveryMetric: Metric {
  private let scope: SeriesScope
  private var collected: RecoverySeries
  private var zeroWindow = PeriodTracker()
  private var acknowledged: Int64 = .min
  private var lastSent: Int64?

  /// Makes the metric of a flow.
  ///
  /// Frames of the scope choose events; what they belong to, such as the silence before a timeout, is seen anyway.
  public init(_ scope: SeriesScope) {
    self.scope = scope
    collected = RecoverySeries(flow: scope.flow)
  }

  /// What was collected.
  public var series: RecoverySeries {
    var series = collected
    series.zeroWindows = zeroWindow.all.map { $0.start.time...max($0.start.time, $0.stop.time) }
    return series
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) {
      let isKept = scope.keeps(batch[index])
      let time = batch[index].segment.timestamp
      if scope.isSent(batch[index]) {
        observeSent(batch[index], isKept: isKept)
      } else if batch[index].acknowledges {
        observeAcknowledgment(batch[index], isKept: isKept)
      }
      let first = collected.period?.lowerBound ?? time
      collected.period = first...max(first, time, collected.period?.upperBound ?? time)
      if isKept { zeroWindow.extend(to: SeriesPlace(batch[index])) }
    }
  }

  private func observeSent(_ item: borrowing ClassifiedSegment, isKept: Bool) {
    let time = item.segment.timestamp
    let lastSent = lastSent
    if item.segment.sequenceLength > 0, item.segmentClass != .rst { self.lastSent = time }
    guard isKept else { return }
    if item.segmentClass == .reordered { collected.outOfOrder.append(time) }
    guard item.isSentAgain else { return }
    // Each timeout ends a wait of its own, also one in a row of timeouts with growing waits.
    if item.kind == .rto, let lastSent { collected.timeoutWaits.append(lastSent...max(lastSent, time)) }
    let isAfterTimeout =
      switch item.kind {
      case .rto, .rtoRecovery: true
      default: item.marks.contains(.afterTimeout)
      }
    collected.resends.append(
      .init(
        time: time, frame: item.segment.frame, fileIndex: item.segment.fileIndex,
        isAfterTimeout: isAfterTimeout))
  }

  private func observeAcknowledgment(_ item: borrowing ClassifiedSegment, isKept: Bool) {
    let segment = item.segment
    if isKept {
      if item.ackClass == .duplicate, item.segmentClass == .ack {
        collected.duplicateAcks.append(segment.timestamp)
      }
      if segment.options.sackBlockCount > 0 { collected.sackAcks.append(segment.timestamp) }
    }
    // An acknowledgment that was overtaken tells of an older window.
    guard item.acknowledgment >= acknowledged else { return }
    acknowledged = item.acknowledgment
    if item.marks.contains(.zeroWindow) {
      if isKept { zeroWindow.begin(at: SeriesPlace(item)) }
    } else {
      zeroWindow.end(at: SeriesPlace(item), isKept: isKept)
    }
  }
}
