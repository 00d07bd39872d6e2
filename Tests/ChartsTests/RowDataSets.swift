import Measurements

@testable import Charts

/// The flows of ``ChartDataSets`` as the kinds see them that are made of rows over time.
enum RowDataSets {
  /// Names of all kinds.
  static let kinds = [
    "rtt", "inflight", "window", "spacing", "spacing-data-ack", "segmentsize", "recovery", "timeline",
    "path", "compare", "compare-cdf", "compare-multiple",
  ]

  /// A chart of a kind with the data set of a name.
  static func chart(_ kind: String, _ name: String) -> any Chart {
    switch kind {
    case "rtt": RTTChart(data: rtt(name))
    case "inflight": InFlightChart(data: inFlight(name))
    case "window": WindowChart(data: window(name))
    case "spacing": SpacingChart(data: spacing(name))
    case "spacing-data-ack": DataAckChart(data: dataAck(name))
    case "path": PathChart(data: path(name))
    case "recovery": RecoveryChart(data: recovery(name))
    case "timeline": TimelineChart(data: timeline(name))
    case "compare": CompareChart(data: compare(name, flows: 3, form: .both))
    case "compare-cdf": CompareChart(data: compare(name, flows: 4, form: .cdf))
    case "compare-multiple": CompareChart(data: compare(name, flows: name == "10^4" ? 24 : 7, form: .overlay))
    default: SegmentSizeChart(data: segmentSize(name))
    }
  }

  /// Samples that swing between 40 and 120 ms, scaled to the flow, with their smoothed values.
  static func rtt(_ name: String, rows: Int = 1) -> RTTData {
    let flow = ChartDataSets.timeSequence(name)
    var row = RTTData.Row(identity: flow.identity)
    let scale: Int64 = name == "1 us" ? 1 : name == "10^12 B" ? 1_000_000_000 : 1_000_000
    row.samples.times = flow.ackTimes.isEmpty ? flow.segmentTimes : flow.ackTimes
    row.samples.values = row.samples.times.indices.map { index in
      name == "constant" ? 50 * scale : (40 + Int64(index * 37 % 81)) * scale
    }
    var smoothed = 0.0
    row.smoothedNanoseconds = row.samples.values.enumerated().map { index, value in
      smoothed = index == 0 ? Double(value) : smoothed + (Double(value) - smoothed) / 8
      return Int64(smoothed)
    }
    row.excludedAcks = 3
    row.emptyReason = flow.emptyReason
    return RTTData(axis: flow.axis, rows: Array(repeating: row, count: rows))
  }

  /// What the flow has outstanding, and its window.
  static func inFlight(_ name: String, measure: InFlightData.Measure = .bytes) -> InFlightData {
    let flow = ChartDataSets.timeSequence(name)
    var data = InFlightData(identity: flow.identity, axis: flow.axis, measure: measure)
    data.inFlight = outstanding(flow)
    data.window = advertised(flow)
    data.windowShift = 7
    data.zeroWindows = flow.zeroWindows
    data.retransmissionTimes = zip(flow.segmentTimes, flow.segmentKinds).filter { $0.1 == .retransmission }
      .map(\.0)
    data.retransmittedSegments = flow.retransmittedSegments
    data.emptyReason = flow.emptyReason
    return data
  }

  /// The window of the flow; without scale in the set "wrap".
  static func window(_ name: String) -> WindowData {
    let flow = ChartDataSets.timeSequence(name)
    var data = WindowData(identity: flow.identity, axis: flow.axis)
    data.inFlight = outstanding(flow)
    data.window = advertised(flow)
    data.windowShift = name == "wrap" ? nil : 7
    data.zeroWindows = flow.zeroWindows
    data.probeTimes = flow.zeroWindows.map(\.upperBound)
    data.emptyReason = flow.emptyReason
    return data
  }

  /// Delays that grow with the gaps, some packets lost; the way back is quiet.
  static func path(_ name: String) -> PathData {
    let flow = ChartDataSets.timeSequence(name)
    let gaps = gaps(flow)
    var ways = [PathData.Way(name: "A \u{2192} B"), PathData.Way(name: "B \u{2192} A")]
    for index in ways.indices where gaps.count > index {
      ways[index].delays = TimedSamples(
        times: gaps.times, values: gaps.values.map { $0 / Int64(1 + 9 * index) })
      ways[index].packets = Int64(gaps.count)
      ways[index].leastDelay = 10_000_000
    }
    if gaps.count > 10 {
      ways[0].losses = gaps.times.enumerated().filter { $0.offset % 9 == 4 }.map(\.element)
      ways[0].lost = Int64(ways[0].losses.count)
      ways[0].packets += ways[0].lost
      ways[0].lostBytes = 1448 * ways[0].lost
      ways[1].unknown = 1
      ways[1].copies = 2
    }
    var data = PathData(identity: flow.identity, axis: flow.axis, ways: ways)
    data.emptyReason = flow.emptyReason
    return data
  }

  /// Gaps between the segments; two rows unless the set is tiny.
  static func spacing(_ name: String) -> SpacingData {
    let flow = ChartDataSets.timeSequence(name)
    let gaps = gaps(flow)
    var rows = [SpacingData.Row(name: "TX", gaps: gaps)]
    if gaps.count > 10 {
      let later = gaps.values.map { $0 + $0 / 7 }
      rows.append(
        .init(name: "RX", gaps: TimedSamples(times: gaps.times, values: later), packets: .arrived))
    }
    var data = SpacingData(identity: flow.identity, axis: flow.axis, rows: rows)
    if name == "10^4" { data.link = .init(bitsPerSecond: 10e6, packetBytes: 1500) }
    data.emptyReason = flow.emptyReason
    return data
  }

  /// Delays of the flow's acknowledgments, from 1 µs to 130 ms.
  static func dataAck(_ name: String) -> DataAckData {
    let flow = ChartDataSets.timeSequence(name)
    var data = DataAckData(identity: flow.identity, axis: flow.axis)
    data.isAtReceiver = name != "IPv6"
    data.baseRTTNanoseconds = 43_000_000
    data.delays.times = flow.ackTimes
    data.delays.values = flow.ackTimes.indices.map { index in
      name == "constant"
        ? 25_000 : index % 17 == 0 ? 0 : [1_000, 24_000, 310_000, 4_200_000, 130_000_000][index % 5]
    }
    data.emptyReason = flow.emptyReason
    return data
  }

  /// Payload of the flow's segments.
  static func segmentSize(_ name: String) -> SegmentSizeData {
    let flow = ChartDataSets.timeSequence(name)
    var data = SegmentSizeData(identity: flow.identity, axis: flow.axis)
    data.sizes.times = flow.segmentTimes
    data.sizes.values = zip(flow.segmentStarts, flow.segmentEnds).enumerated().map { index, range in
      index % 13 == 5 ? (range.1 - range.0) / 3 : range.1 - range.0
    }
    data.maximumSegmentBytes = 1448
    data.offloadedSegments = name == "10^12 B" ? 300 : 0
    data.emptyReason = flow.emptyReason
    return data
  }

  /// Events of the flow.
  static func recovery(_ name: String) -> RecoveryData {
    let flow = ChartDataSets.timeSequence(name)
    let times = flow.segmentTimes + flow.ackTimes
    var data = RecoveryData(
      identity: flow.identity, axis: flow.axis, period: (times.min() ?? 0)...(times.max() ?? 0))
    func segments(_ kind: TimeSequenceData.SegmentKind) -> [ClosedRange<Int64>] {
      zip(flow.segmentTimes, flow.segmentKinds).filter { $0.1 == kind }.map { $0.0...$0.0 }
    }
    data.spans = [
      .retransmission: segments(.retransmission), .outOfOrder: segments(.reordered),
      .duplicateAck: zip(flow.ackTimes, flow.ackIsDuplicate).filter(\.1).map { $0.0...$0.0 },
      .sackAck: flow.sackTimes.map { $0...$0 }, .timeoutWait: flow.timeoutWaits,
      .zeroWindow: flow.zeroWindows,
    ]
    data.dataSegments = flow.dataSegments
    data.emptyReason = flow.emptyReason
    return data
  }

  /// As many connections as the set has segments, at most 40 with rows; all open in "10^4".
  static func timeline(_ name: String) -> TimelineData {
    let flow = ChartDataSets.timeSequence(name)
    let first = flow.segmentTimes.first ?? 0
    let last = flow.segmentTimes.last ?? 0
    let bin = max(1, (last - first) / 60)
    var data = TimelineData(
      capture: flow.identity.capture, axis: flow.axis, period: first...last, binNanoseconds: bin,
      firstBinStart: first)
    for (index, time) in flow.segmentTimes.prefix(40).enumerated() {
      let end = min(last, time + Int64(index + 1) * bin)
      var row = TimelineData.Row(
        number: index + 1, name: "\(flow.identity.source) \u{2192} :\(8000 + index)", period: time...end)
      row.payloadBytes = flow.segmentEnds[index] * Int64(index + 1)
      row.resentSegments = Int64(index % 3)
      row.cells = (0..<60).map { (index + $0) % 4 == 0 ? 0 : row.payloadBytes / Int64($0 + 1) }
      row.ends = [time, end]
      row.resets = index % 5 == 0 ? [end] : []
      row.isStartCut = index % 7 == 0
      row.isEndCut = index % 6 == 5
      data.rows.append(row)
    }
    data.order = "by first packet"
    data.connections = Int64(flow.segmentTimes.count)
    data.payloadBytes = data.rows.reduce(0) { $0 + $1.payloadBytes }
    if data.connections > 40 { data.othersOpen = (0..<60).map { Int64($0 * 13 % 41) } }
    if data.connections > 1000 { data.allOpen = (0..<60).map { Int64(900 + $0 * 13 % 410) } }
    return data
  }

  private static func outstanding(_ flow: TimeSequenceData) -> TimedSteps {
    var steps = TimedSteps()
    var highest = flow.segmentStarts.first ?? 0
    var acknowledged = highest
    var ack = 0
    for (row, time) in flow.segmentTimes.enumerated() {
      while ack < flow.ackTimes.count, flow.ackTimes[ack] <= time {
        acknowledged = max(acknowledged, flow.ackValues[ack])
        steps.times.append(flow.ackTimes[ack])
        steps.values.append(highest - acknowledged)
        ack += 1
      }
      highest = max(highest, flow.segmentEnds[row])
      steps.times.append(time)
      steps.values.append(highest - acknowledged)
    }
    return steps
  }

  private static func advertised(_ flow: TimeSequenceData) -> TimedSteps {
    TimedSteps(
      times: flow.ackTimes,
      values: zip(flow.windowEdges, flow.ackValues).enumerated().map { index, pair in
        index % 50 == 49 ? nil : pair.0.map { $0 - pair.1 }
      })
  }

  private static func gaps(_ flow: TimeSequenceData) -> TimedSamples {
    let times = flow.segmentTimes
    return TimedSamples(
      times: Array(times.dropFirst()), values: zip(times, times.dropFirst()).map { $1 - $0 })
  }

  /// Some flows made of one: each next one slower, later, and with longer round trips.
  static func compare(
    _ name: String, flows: Int, form: CompareData.Form, metric: CompareData.Metric = .goodput
  ) -> CompareData {
    let throughput = ChartDataSets.throughput(name)
    let times = rtt(name).rows[0].samples
    let length = throughput.binNanoseconds
    var data = CompareData(
      metric: metric, distribution: .rtt, alignment: name == "absolute" ? .absolute : .start,
      axis: throughput.axis, binNanoseconds: length, series: [],
      captures: [throughput.identity.capture])
    data.form = form
    data.series = (0..<flows).map { index in
      var series = CompareData.Series(
        name: "\(index + 1).1 :\(40_000 + index)", identity: throughput.identity)
      let scale = 1 / Double(index + 1)
      series.firstBinStart = throughput.firstBinStart + Int64(index) * length
      series.lastBinNanoseconds = throughput.lastBinNanoseconds
      let bytes = throughput.series[0].goodputBytes
      series.values = bytes.map { 8e9 * Double($0) / Double(length) * scale }
      series.sampleTimes = times.times
      series.samples = times.values.map { Double($0) * (1 + Double(index) / 3) }
      series.durationNanoseconds = throughput.series[0].dataNanoseconds
      series.payloadBytes = throughput.series[0].totalGoodputBytes / Int64(index + 1)
      series.goodputBitsPerSecond = throughput.series[0].goodputBitsPerSecond.map { $0 * scale }
      series.dataSegments = throughput.dataSegments
      series.emptyReason = throughput.emptyReason
      return series
    }
    return data
  }
}
