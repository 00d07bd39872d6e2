public import Charts
import Measurements
public import TCPAnalysis

/// What was sent, acknowledged, lost and sent again over time.
public struct TimeSequenceSection: Section {
  /// Name of the module.
  public static let module = "timesequence"

  /// Makes the section.
  public init() {}

  /// Asks for the time sequence of the flow.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = TimeSequenceMetric(flow: request.flow, isForPicture: request.isForPicture)
    return [Measurement(key: "timesequence \(request.flow)", metric: metric) { metric.series }]
  }

  /// The chart of the flow.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    guard let series = flow.series(TimeSequenceSeries.self) else { return nil }
    let data = Self.chartData(
      series: series, connection: flow.connection, capture: flow.capture, axis: flow.axis)
    return SectionContent(title: "Time sequence", chart: TimeSequenceChart(data: data))
  }

  /// How retransmissions and windows are counted.
  public var methods: [Definition] {
    [
      Definition(
        "Sequence numbers",
        "Relative to the initial sequence number: the SYN is 0, the first byte of data 1; unfolded to 64 bits, so "
          + "that they never wrap. Where no SYN was captured the first byte seen is 1."),
      Definition(
        "Resent segment",
        "A segment of which at least one byte had passed the capture point before. Late segments that fill a gap "
          + "and frames that were captured twice are none (RFC 4737; RFC 9293, section 3.8.1)."),
      Definition(
        "Zero window",
        "From the first ACK that advertises a window of 0 to the next one that advertises more. Windows are in "
          + "bytes after scaling (RFC 7323, section 2); without the SYNs the scale is unknown and windows are not "
          + "drawn."),
      Definition(
        "Silence before a retransmission",
        "From the last packet that the sender sent to the first segment that it sent again after it, where the "
          + "silence reaches the retransmission timeout (RFC 6298)."),
    ]
  }

  /// The data of a time sequence chart: the same numbers as the series, with times relative to the axis' zero.
  ///
  /// Window probes, keep-alives, resets with text and segments that the network duplicated are not drawn as data.
  public static func chartData(
    series: TimeSequenceSeries, connection: ConnectionSummary, capture: String, axis: TimeAxis
  ) -> TimeSequenceData {
    let direction = FlowNames.direction(of: series.flow, in: connection)
    let flow = connection.flow(direction)
    var data = TimeSequenceData(
      identity: FlowNames.identity(of: series.flow, connection: connection, capture: capture), axis: axis)
    let duplicates = appendSegments(of: series, to: &data)
    appendAcknowledgments(of: series, to: &data)
    for (time, event, value) in zip3(series.eventTimes, series.events, series.eventValues) {
      data.eventTimes.append(time &- axis.zero)
      data.eventKinds.append(kind(of: event))
      data.eventValues.append(value)
    }
    data.timeoutWaits = series.timeoutWaits.map { range($0, zero: axis.zero) }
    data.zeroWindows = series.zeroWindows.map { range($0, zero: axis.zero) }
    data.omitted = .init(
      segments: series.omitted.segments, duplicateAcks: series.omitted.duplicateAcks,
      sackBlocks: series.omitted.sackBlocks)
    data.initialSequenceNumber = series.initialSequenceNumber
    data.retransmittedSegments = flow.retransmittedPackets
    data.dataSegments = flow.dataPackets
    if data.segmentTimes.isEmpty {
      data.emptyReason = FlowNotes.emptyReason(flow: flow, opposite: connection.flow(3 - direction))
    }
    data.notes = FlowNotes.sentences(captionNotes, flow: flow, connection: connection)
    if duplicates > 0 {
      data.notes.append("\(Quantity.count(duplicates)) segments duplicated by the network are not drawn.")
    }
    return data
  }

  private static let captionNotes: Set<AnalysisNote.Code> = [
    .windowScaleUnknown, .oneSided, .captureDrop, .offload, .optionsCut, .gapsOverflowed, .fragments,
    .ackImplausible,
  ]

  /// Appends what is drawn as data and returns how many segments were duplicated by the network.
  private static func appendSegments(of series: TimeSequenceSeries, to data: inout TimeSequenceData) -> Int64
  {
    var duplicates: Int64 = 0
    for index in series.segmentTimes.indices {
      if series.segmentClasses[index] == .networkDuplicate { duplicates += 1 }
      guard
        let kind = kind(
          of: series.segmentClasses[index], kind: series.segmentKinds[index],
          marks: series.segmentMarks[index])
      else { continue }
      data.segmentTimes.append(series.segmentTimes[index] &- data.axis.zero)
      data.segmentStarts.append(series.segmentStarts[index])
      data.segmentEnds.append(series.segmentEnds[index])
      data.segmentKinds.append(kind)
    }
    return duplicates
  }

  private static func appendAcknowledgments(of series: TimeSequenceSeries, to data: inout TimeSequenceData) {
    let zero = data.axis.zero
    data.ackTimes = series.ackTimes.map { $0 &- zero }
    data.ackValues = series.ackValues
    data.ackIsDuplicate = series.ackClasses.map { $0 == .duplicate }
    data.ackHasDSACK = series.ackHasDSACK
    data.windowEdges = zip(series.ackValues, series.ackWindows).map { value, window in
      window >= 0 ? value &+ window : nil
    }
    data.sackTimes = series.sackTimes.map { $0 &- zero }
    data.sackLefts = series.sackRanges.map(\.start)
    data.sackRights = series.sackRanges.map(\.end)
  }

  /// How a segment is drawn; `nil` if it is not drawn as data.
  static func kind(
    of segmentClass: SegmentClass, kind: SegmentKind, marks: ClassificationMarks
  ) -> TimeSequenceData.SegmentKind? {
    switch segmentClass {
    case .retransmission, .synRetransmission:
      marks.contains(.afterTimeout) || kind == .rto || kind == .rtoRecovery
        ? .retransmissionAfterTimeout : .retransmission
    case .reordered: .reordered
    case .newData, .newDataAfterGap, .unknownFill, .syn, .fin, .ack: .newData
    case .zeroWindowProbe, .keepAlive, .rst, .captureDuplicate, .networkDuplicate: nil
    }
  }

  private static func kind(of event: TimeSequenceSeries.Event) -> TimeSequenceData.EventKind {
    switch event {
    case .syn: .syn
    case .fin: .fin
    case .rst: .rst
    case .rstOfReceiver: .rstOfReceiver
    case .push: .push
    case .ece: .ece
    case .cwr: .cwr
    case .zeroWindow: .zeroWindow
    }
  }

  private static func range(_ period: TimeSequenceSeries.Period, zero: Int64) -> ClosedRange<Int64> {
    let start = period.start &- zero
    return start...max(start, period.stop &- zero)
  }

  private static func zip3<A, B, C>(_ first: [A], _ second: [B], _ third: [C]) -> [(A, B, C)] {
    zip(first, zip(second, third)).map { ($0, $1.0, $1.1) }
  }
}
