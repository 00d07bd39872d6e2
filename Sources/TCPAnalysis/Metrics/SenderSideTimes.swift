import PacketCapture

/// Times from the capture point to the sender of a flow and back, and what they make of the times to its receiver.
///
/// The sum of both is the round trip of the whole path, wherever it was captured (DEFINITIONS.md 7, series 4). The times
/// come from the opposite flow: its data and the acknowledgments of it, and its SYN or SYN/ACK, sent once, with the
/// answer to it.
struct SenderSideTimes {
  private var times: [Int64] = []
  private var samples: [Int64] = []
  /// When the SYN or SYN/ACK of the opposite flow passed; `nil` before, and once it was repeated.
  private var synTime: Int64?
  private var synCount = 0

  /// Takes the next segment of the connection.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - isSent: Whether the flow sent it, and not the opposite one.
  mutating func observe(_ segment: borrowing ClassifiedSegment, isSent: Bool) {
    guard isSent else {
      guard segment.segment.flags.contains(.syn), segment.segmentClass != .networkDuplicate else { return }
      synCount += 1
      synTime = synCount == 1 ? segment.segment.timestamp : nil
      return
    }
    guard segment.acknowledges else { return }
    if segment.roundTripTime >= 0 {
      append(segment.roundTripTime, at: segment.segment.timestamp)
    } else if let sent = synTime, segment.acknowledgment >= 1 {
      let (time, isOverflowing) = segment.segment.timestamp.subtractingReportingOverflow(sent)
      if segment.acknowledgment == 1, !isOverflowing, time > 0 { append(time, at: segment.segment.timestamp) }
    }
    if segment.acknowledgment >= 1 { synTime = nil }
  }

  private mutating func append(_ sample: Int64, at time: Int64) {
    // Only a clock that was set back lets times decrease; the search for the nearest needs them in order.
    if let last = times.last, time < last { return }
    times.append(time)
    samples.append(sample)
  }

  /// Adds to each sample of a series the one on the sender's side that is nearest in time.
  ///
  /// - Complexity: O(n + m) for n samples of the series and m on the sender's side.
  func complete(_ series: inout RTTSeries) {
    series.senderSamples = samples.count
    guard !samples.isEmpty else {
      series.times = []
      series.ackFrames = []
      series.dataFrames = []
      series.samples = []
      return
    }
    var nearest = 0
    for index in series.samples.indices {
      let time = series.times[index]
      while nearest + 1 < times.count,
        Self.distance(times[nearest + 1], time) <= Self.distance(times[nearest], time)
      {
        nearest += 1
      }
      series.senderParts.append(samples[nearest])
      series.distances.append(Self.distance(times[nearest], time))
      series.samples[index] &+= samples[nearest]
    }
  }

  private static func distance(_ first: Int64, _ second: Int64) -> Int64 {
    Int64(clamping: first.subtractingReportingOverflow(second).partialValue.magnitude)
  }
}
