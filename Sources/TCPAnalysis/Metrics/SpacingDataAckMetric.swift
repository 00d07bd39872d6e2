import PacketCapture

/// Measures from each segment with data to the first acknowledgment that covers it; 25 bytes a segment.
///
/// Segments wait in the order of their bytes, so that each is looked at once when it comes and once when it is
/// acknowledged: the time is linear, but for segments that are sent again or fill a gap, which are looked up.
public final class SpacingDataAckMetric: Metric {
  private struct Entry {
    var start: Int64
    var end: Int64
    var place: SeriesPlace
    /// Time at which its bytes passed last.
    var lastTime: Int64
    var isResent = false
    var isKept: Bool
  }

  private let scope: SeriesScope
  @exclusivity(unchecked) private var collected: SpacingDataAckSeries
  @exclusivity(unchecked) private var waiting: [Entry] = []
  /// Entries in front of it are acknowledged.
  @exclusivity(unchecked) private var head = 0
  @exclusivity(unchecked) private var acknowledged: Int64 = .min

  /// Makes the metric of a flow.
  public init(_ scope: SeriesScope) {
    self.scope = scope
    collected = SpacingDataAckSeries(flow: scope.flow)
  }

  /// What was collected.
  public var series: SpacingDataAckSeries {
    var series = collected
    series.unacknowledgedSegments = Int64(waiting[head...].count { $0.isKept })
    return series
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where scope.concerns(batch[index]) {
      if scope.isSent(batch[index]) {
        if batch[index].carriesData { send(batch[index]) }
      } else if batch[index].acknowledges {
        acknowledge(batch[index])
      }
    }
  }

  private func send(_ segment: borrowing ClassifiedSegment) {
    let start = max(segment.payloadStart, acknowledged)
    let end = segment.payloadEnd
    guard start < end else { return }
    let time = segment.segment.timestamp
    let entry = Entry(
      start: start, end: end, place: SeriesPlace(segment), lastTime: time, isKept: scope.keeps(segment))
    guard head < waiting.count, let last = waiting.last, last.end > start else {
      waiting.append(entry)
      return
    }
    var position = firstPosition(endingAbove: start)
    guard position < waiting.count, waiting[position].start < end else {
      waiting.insert(entry, at: position)
      return
    }
    while position < waiting.count, waiting[position].start < end {
      waiting[position].isResent = true
      waiting[position].lastTime = time
      position += 1
    }
    // New bytes behind what is sent again wait on their own.
    if position == waiting.count, let last = waiting.last, last.end < end {
      var rest = entry
      rest.start = last.end
      waiting.append(rest)
    }
  }

  private func firstPosition(endingAbove number: Int64) -> Int {
    var low = head
    var high = waiting.count
    while low < high {
      let middle = (low + high) / 2
      if waiting[middle].end <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func acknowledge(_ segment: borrowing ClassifiedSegment) {
    let edge = segment.acknowledgment
    guard edge > acknowledged else { return }
    let before = acknowledged
    acknowledged = edge
    var next = head
    var lastFill: Int64 = .min
    while next < waiting.count, waiting[next].end <= edge {
      let entry = waiting[next]
      // What came later than something behind it filled a gap, or was sent again.
      let isFill = next + 1 < waiting.count && waiting[next + 1].place.time < entry.lastTime
      if entry.isResent || isFill { lastFill = max(lastFill, entry.lastTime) }
      next += 1
    }
    guard next > head else { return }
    let newest = deliver(head..<next, to: segment, lastFill: lastFill)
    head = next
    if scope.keeps(segment) {
      collected.ackDelays.append(newest)
      collected.ackBytes.append(UInt32(clamping: before == .min ? edge &- 1 : edge &- max(before, 1)))
      collected.ackIsPure.append(segment.segment.payloadLength == 0)
    }
    if head > 1024, head * 2 > waiting.count {
      waiting.removeFirst(head)
      head = 0
    }
  }

  /// Keeps the delays of what an acknowledgment covers.
  ///
  /// - Returns: The least delay of a plain segment, -1 if there is none.
  private func deliver(
    _ covered: Range<Int>, to segment: borrowing ClassifiedSegment, lastFill: Int64
  ) -> Int64 {
    let now = segment.segment.timestamp
    var newest: Int64 = -1
    for position in covered {
      let entry = waiting[position]
      let meaning: SpacingDataAckSeries.Meaning =
        entry.isResent ? .resent : entry.place.time < lastFill ? .held : .plain
      let delay = max(0, now &- entry.place.time)
      if meaning == .plain { newest = newest < 0 ? delay : min(newest, delay) }
      guard entry.isKept else { continue }
      collected.times.append(entry.place.time)
      collected.frames.append(entry.place.frame)
      collected.ackFrames.append(segment.frameNumber)
      collected.delays.append(delay)
      collected.meanings.append(meaning)
    }
    return newest
  }
}
