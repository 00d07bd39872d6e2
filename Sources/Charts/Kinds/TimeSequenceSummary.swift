import Measurements

/// Numbers of a whole flow that title, caption, alternative text and facts share.
struct TimeSequenceSummary: Sendable {
  /// First time of anything.
  let firstTime: Int64
  /// Last time of anything.
  let lastTime: Int64
  /// Segments in the columns.
  let segmentCount: Int
  /// ACKs in the columns.
  let ackCount: Int
  /// First byte of data seen.
  let firstByte: Int64
  /// One past the last byte of data seen.
  let endByte: Int64
  /// First and last time of data.
  let dataPeriod: ClosedRange<Int64>?
  /// Bytes confirmed.
  let acknowledgedBytes: Int64
  /// Resent segments as `statistic` counts them.
  let retransmissions: Int64
  /// Resent segments after a timeout.
  let afterTimeout: Int
  /// Late segments.
  let reordered: Int
  /// Duplicate ACKs.
  let duplicateAcks: Int
  /// ACKs with a D-SACK.
  let duplicateSacks: Int
  /// RST of both sides.
  let resets: Int
  /// Largest advertised window.
  let largestWindow: Int64?

  init(_ data: TimeSequenceData) {
    segmentCount = data.segmentCount
    ackCount = data.ackCount
    let starts = data.segmentStarts.prefix(segmentCount)
    let ends = data.segmentEnds.prefix(segmentCount)
    firstByte = starts.min() ?? 1
    endByte = max(ends.max() ?? firstByte, firstByte)
    let segmentTimes = data.segmentTimes.prefix(segmentCount)
    dataPeriod = segmentTimes.min().flatMap { first in segmentTimes.max().map { first...$0 } }
    let columns = [data.segmentTimes, data.ackTimes, data.sackTimes, data.eventTimes]
    firstTime = columns.compactMap { $0.min() }.min() ?? 0
    lastTime = columns.compactMap { $0.max() }.max() ?? firstTime
    let highestAck = data.ackValues.prefix(ackCount).max()
    acknowledgedBytes = max(0, Self.difference(min(highestAck ?? firstByte, endByte), firstByte))
    let kinds = data.segmentKinds.prefix(segmentCount)
    retransmissions = data.retransmittedSegments
    afterTimeout = kinds.count { $0 == .retransmissionAfterTimeout }
    reordered = kinds.count { $0 == .reordered }
    duplicateAcks =
      data.ackIsDuplicate.prefix(ackCount).count { $0 } + Int(clamping: data.omitted.duplicateAcks)
    duplicateSacks = data.ackHasDSACK.prefix(ackCount).count { $0 }
    resets = data.eventKinds.count { $0 == .rst || $0 == .rstOfReceiver }
    largestWindow = zip(data.windowEdges, data.ackValues).compactMap { edge, ack in
      edge.map { Self.difference($0, ack) }
    }.max()
  }

  /// A difference that saturates.
  static func difference(_ left: Int64, _ right: Int64) -> Int64 {
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    return overflow ? (left < 0 ? Int64.min : Int64.max) : difference
  }

  /// Whether there is no data segment.
  var isEmpty: Bool { segmentCount == 0 }
  /// Time from the first to the last packet.
  var duration: Int64 { max(0, Self.difference(lastTime, firstTime)) }
  /// Bytes of the stream from the first to the last seen.
  var sentBytes: Int64 { max(0, Self.difference(endByte, firstByte)) }

  /// Bytes a nanosecond over the time of the data; `nil` if that is zero.
  var bytesPerNanosecond: Double? {
    guard let dataPeriod else { return nil }
    let time = TimeScale.distance(from: dataPeriod.lowerBound, to: dataPeriod.upperBound)
    return time > 0 ? Double(sentBytes) / time : nil
  }

  /// Duration as printed.
  var durationText: String { duration == 0 ? "0 s" : Quantity.duration(nanoseconds: duration) }
  /// Volume as printed.
  var acknowledgedText: String { Quantity.si(Double(acknowledgedBytes), "B") }
  /// Volume for a subtitle: what was acknowledged, or what was sent if no ACK was seen.
  var volumeText: String {
    ackCount == 0 ? "\(Quantity.si(Double(sentBytes), "B")) sent" : acknowledgedText
  }
  /// Mean rate as printed.
  var meanRateText: String? { bytesPerNanosecond.map { Quantity.si($0 * 8e9, "bit/s") } }
  /// Number of resent segments as printed.
  var retransmissionText: String { ChartWords.counted(retransmissions, "retransmission") }
}

extension TimeSequenceData {
  /// Segments with all columns.
  var segmentCount: Int {
    min(segmentTimes.count, segmentStarts.count, segmentEnds.count, segmentKinds.count)
  }
  /// ACKs with all columns.
  var ackCount: Int { min(ackTimes.count, ackValues.count) }
  /// SACK blocks with all columns.
  var sackCount: Int { min(sackTimes.count, sackLefts.count, sackRights.count) }
  /// Events with all columns.
  var eventCount: Int { min(eventTimes.count, eventKinds.count, eventValues.count) }
}
