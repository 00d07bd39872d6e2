import PacketCapture

/// Collects the window that the receiver of one flow advertised; 25 bytes an ACK.
///
/// For a picture it keeps extremes of bins of time once there are very many.
public final class WindowMetric: Metric {
  private let scope: SeriesScope
  @exclusivity(unchecked) private var collected: WindowSeries
  @exclusivity(unchecked) private var tracker = WindowTracker()
  @exclusivity(unchecked) private var scale = WindowScaleBound()
  @exclusivity(unchecked) private var thinner: RowThinner

  /// Makes the metric of a flow.
  public convenience init(_ scope: SeriesScope) {
    self.init(scope, thinner: RowThinner(isWanted: scope.isForPicture))
  }

  init(_ scope: SeriesScope, thinner: RowThinner) {
    self.scope = scope
    self.thinner = thinner
    collected = WindowSeries(flow: scope.flow)
  }

  /// What was collected.
  public var series: WindowSeries {
    var series = collected
    series.zeroWindows = tracker.zero.all
    series.fullWindows = tracker.full.all
    series.leastShift = scale.bound
    return series
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) {
      let isKept = scope.keeps(batch[index])
      if scope.isSent(batch[index]) {
        tracker.send(batch[index], isKept: isKept)
        if batch[index].carriesData { scale.noteSent(batch[index].payloadEnd) }
      } else if batch[index].acknowledges {
        advertise(batch[index], isKept: isKept)
      }
      guard isKept else { continue }
      collected.lastTime = batch[index].segment.timestamp
      tracker.extend(to: SeriesPlace(batch[index]))
    }
  }

  private func advertise(_ segment: borrowing ClassifiedSegment, isKept: Bool) {
    let marks = tracker.advertise(segment, isKept: isKept)
    if segment.windowBytes < 0 {
      scale.noteWindow(segment.segment.window, acknowledgment: segment.acknowledgment)
    }
    guard isKept else { return }
    collected.times.append(segment.segment.timestamp)
    collected.frames.append(segment.frameNumber)
    collected.fields.append(UInt32(segment.segment.window))
    collected.windowBytes.append(Int32(clamping: segment.windowBytes))
    collected.roomBytes.append(Int32(clamping: tracker.roomBytes))
    collected.marks.append(marks)
    if collected.times.count >= thinner.limit { collected.thin(with: &thinner) }
  }
}
