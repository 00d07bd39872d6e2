import Charts
import Measurements
import TCPAnalysis

/// The time from each segment with data to the first acknowledgment that covers it, and what of it are delayed ACKs.
public struct SpacingDataAckSection: SeriesSection {
  /// Name of the module.
  public static let module = "spacing-data-ack"

  private let samples: Int

  /// Makes the section.
  ///
  /// - Parameter samples: Delays that each mean is over; 1 gives every delay.
  public init(samples: Int = SpacingSection.defaultSamples) {
    self.samples = max(1, samples)
  }

  /// Asks for the delays of the flow.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = SpacingDataAckMetric(request.scope)
    return [Measurement(key: "spacing-data-ack \(request.flow)", metric: metric) { metric.series }]
  }

  /// What is measured.
  public var methods: [Definition] {
    [
      Definition(
        "Data to ACK",
        "From a segment with data to the first ACK whose number covers it whole. Segments that were sent again, and "
          + "those whose ACK waited for bytes in front of them, are listed but not in the numbers."),
      Definition(
        "Delayed ACK",
        "A pure ACK of less than two full segments after 35 to 50, 90 to 110 or 180 to 220 ms, where the path is "
          + "shorter than half of that (RFC 1122, section 4.2.3.2; RFC 5681, section 4.2)."),
    ]
  }

  /// Delays, their means, and the share of delayed ACKs.
  public func result(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(SpacingDataAckSeries.self), var result = outline(of: flow) else {
      return nil
    }
    let side = CaptureSide(flow.connection, direction: flow.direction)
    let plain = series.delays.indices.filter { series.meanings[$0] == .plain }
    let delays = Distribution(plain.map { Double(series.delays[$0]) })
    let delayed = DelayedACKs(series, flow, side: side, least: delays.minimum)
    result.facts = facts(series, delays, delayed)
    result.tables = [
      means(series, plain, zero: flow.axis.zero), everySegment(series, zero: flow.axis.zero),
    ]
    result.plainColumns = [0, 4]
    return result
  }

  /// What is said of them in words.
  public func outline(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(SpacingDataAckSeries.self) else { return nil }
    var result = SeriesResult(
      of: flow, title: "Data to ACK",
      parameters: [samples == 1 ? "every segment" : "means of \(samples) segments"]
    )
    let side = CaptureSide(flow.connection, direction: flow.direction)
    var count = 0
    var least: Int64?
    for (delay, meaning) in zip(series.delays, series.meanings) where meaning == .plain {
      count += 1
      least = min(least ?? delay, delay)
    }
    let delayed = DelayedACKs(series, flow, side: side, least: least.map { Double($0) })
    result.notes = notes(side, count: count, delayed)
    result.addNotes([.offload, .captureDrop, .oneSided])
    result.addEmptyReason(isEmpty: series.delays.isEmpty && series.unacknowledgedSegments == 0)
    return result
  }

  private func facts(_ series: SpacingDataAckSeries, _ delays: Distribution, _ delayed: DelayedACKs)
    -> [SeriesFact]
  {
    func count(_ meaning: SpacingDataAckSeries.Meaning) -> Int64 {
      Int64(series.meanings.count { $0 == meaning })
    }
    let acks = Int64(series.ackDelays.count)
    return [.count("samples", Int64(delays.count), "segments measured")] + SeriesFact.times(delays) + [
      .count("excludedResent", count(.resent), "left out: sent again"),
      .count("excludedHeld", count(.held), "left out: waited for earlier bytes"),
      .count("unacknowledgedSegments", series.unacknowledgedSegments, "never acknowledged"),
      .count("acks", acks, "ACKs of new data"),
      SeriesFact(
        "segmentsPerAck",
        .number(acks > 0 ? Double(series.delays.count) / Double(acks) : nil, decimals: 3),
        label: "segments an ACK",
        text: acks > 0
          ? Quantity.decimal(Double(series.delays.count) / Double(acks), decimals: 2) : SeriesFact.unknown),
      .count("delayedAcks", delayed.count, "delayed ACKs"),
      .percent("delayedAcksPercent", delayed.share, "share of delayed ACKs"),
    ]
  }

  private func notes(_ side: CaptureSide, count: Int, _ delayed: DelayedACKs) -> [SeriesNote] {
    var notes: [SeriesNote] = []
    switch side {
    case .receiver: break
    case .sender, .middle:
      let place = side == .sender ? "beside the sender" : "between the hosts"
      notes.append(
        SeriesNote(
          "includesPath",
          "Taken \(place): each delay holds the round trip from there to the receiver as well."))
    case .unknown:
      notes.append(
        SeriesNote(
          "capturePointUnknown",
          "The capture point is unknown: each delay may hold a round trip of the path (tell it with "
            + "--capture-point)."))
    }
    if delayed.count == nil, count > 0 {
      notes.append(
        SeriesNote("delayedAcksUnknown", "The path is too long, or unknown, to tell delayed ACKs from it."))
    }
    if count > 0, let note = SeriesNote.fewSamples(count) { notes.append(note) }
    return notes
  }

  private func means(_ series: SpacingDataAckSeries, _ plain: [Int], zero: Int64) -> DataTable {
    var times: [Int64] = []
    var firsts: [UInt32] = []
    var lasts: [UInt32] = []
    var counts: [UInt32] = []
    var means = BlockMeans()
    for start in stride(from: 0, to: plain.count, by: samples) {
      let block = plain[start..<min(start + samples, plain.count)]
      guard let first = block.first, let last = block.last else { continue }
      times.append(series.times[last] &- zero)
      firsts.append(series.frames[first])
      lasts.append(series.frames[last])
      counts.append(UInt32(clamping: block.count))
      means.append(block.map { series.delays[$0] }[...])
    }
    let columns: [DataTable.Column] = [
      .init("time_s", .seconds(times, decimals: 9)), .init("first_frame", .unsigned(firsts)),
      .init("last_frame", .unsigned(lasts)), .init("segments", .unsigned(counts)),
    ]
    return DataTable(name: "", columns: columns + means.columns)
  }

  private func everySegment(_ series: SpacingDataAckSeries, zero: Int64) -> DataTable {
    DataTable(
      name: "segments",
      columns: [
        .init("time_s", .seconds(series.times.map { $0 &- zero }, decimals: 9)),
        .init("frame", .unsigned(series.frames)), .init("ack_frame", .unsigned(series.ackFrames)),
        .init("delay_ms", .numbers(series.delays.map { Double($0) / 1e6 }, decimals: 6)),
        .init("meaning", .text(series.meanings.map(\.name))),
      ], form: .dots(column: "delay_ms", isLogarithmic: true))
  }
}

/// Counts acknowledgments that a receiver held back (DEFINITIONS.md 16).
struct DelayedACKs {
  /// Lengths of delays that stacks are known for, in nanoseconds.
  static let usual: [ClosedRange<Int64>] = [
    35_000_000...50_000_000, 90_000_000...110_000_000, 180_000_000...220_000_000,
  ]

  /// How many; `nil` where the path hides them.
  let count: Int64?
  /// Their share of the ACKs of new data; `nil` where it is unknown.
  let share: Double?

  /// - Parameters:
  ///   - series: The delays.
  ///   - flow: Their flow.
  ///   - side: Where the capture was taken.
  ///   - least: Least delay in nanoseconds: elsewhere than at the receiver it is the path.
  init(_ series: SpacingDataAckSeries, _ flow: FlowMaterial, side: CaptureSide, least: Double?) {
    let path = side == .receiver ? nil : least.map { Int64($0) }
    let base = flow.connection.handshakeRTT ?? path
    guard let base, let longest = Self.usual.last, base * 2 < longest.upperBound else {
      count = nil
      share = nil
      return
    }
    let limits = SegmentSizeSection.Limits(flow)
    let twoSegments = 2 * (limits.effective ?? 1448)
    var count: Int64 = 0
    for (index, delay) in series.ackDelays.enumerated() where delay >= 0 && series.ackIsPure[index] {
      let excess = delay &- (path ?? 0)
      guard Int64(series.ackBytes[index]) < twoSegments, base * 2 < excess else { continue }
      if Self.usual.contains(where: { $0.contains(excess) }) { count += 1 }
    }
    self.count = count
    share = series.ackDelays.isEmpty ? nil : Double(count) / Double(series.ackDelays.count)
  }
}
