import Charts
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

@Suite struct TimeSequenceSectionTests {
  private func data(
    _ series: TimeSequenceSeries, connection: ConnectionSummary = SampleMaterial.connection(),
    origin: TimeAxis.Origin = .connection
  ) -> TimeSequenceData {
    TimeSequenceSection.chartData(
      series: series, connection: connection, capture: "snd.pcap",
      axis: ReportTime.axis(origin: origin, connection: connection, captureStart: SampleMaterial.start - 1000)
    )
  }

  /// One segment of a class.
  private func series(
    _ segmentClass: SegmentClass, kind: SegmentKind = .none, marks: ClassificationMarks = []
  ) -> TimeSequenceSeries {
    var series = TimeSequenceSeries(flow: FlowID(connection: 1, direction: 1))
    series.segmentTimes = [SampleMaterial.start + 7]
    series.segmentFrames = [3]
    series.segmentStarts = [1]
    series.segmentEnds = [101]
    series.segmentClasses = [segmentClass]
    series.segmentKinds = [kind]
    series.segmentMarks = [marks]
    return series
  }

  @Test func chartHasTheNumbersOfTheSeries() {
    let series = SampleMaterial.timeSequence()
    let data = data(series)
    #expect(data.segmentTimes == series.segmentTimes.map { $0 - SampleMaterial.start })
    #expect(data.segmentStarts == series.segmentStarts && data.segmentEnds == series.segmentEnds)
    #expect(data.ackValues == series.ackValues)
    #expect(data.ackIsDuplicate.filter { $0 }.count == series.ackClasses.filter { $0 == .duplicate }.count)
    #expect(data.windowEdges == zip(series.ackValues, series.ackWindows).map { $0 + $1 })
    #expect(data.eventTimes == [0, 3_070_000_000, 8_490_000_000])
    #expect(data.eventKinds == [.syn, .zeroWindow, .rst])
    #expect(data.zeroWindows == [3_070_000_000...5_259_000_000])
    #expect(data.timeoutWaits == [7_000_000_000...7_340_000_000])
    #expect(data.retransmittedSegments == 134 && data.dataSegments == 1020)
    #expect(data.initialSequenceNumber == 4_000_000_000)
    #expect(data.emptyReason.isEmpty)
  }

  private static let drawn: [(SegmentClass, SegmentKind, ClassificationMarks, TimeSequenceData.SegmentKind)] =
    [
      (.newData, .none, [], .newData),
      (.newDataAfterGap, .none, [], .newData), (.unknownFill, .none, [], .newData),
      (.syn, .none, [], .newData),
      (.reordered, .none, [], .reordered), (.retransmission, .none, [], .retransmission),
      (.retransmission, .fast, [], .retransmission), (.retransmission, .rto, [], .retransmissionAfterTimeout),
      (.retransmission, .rtoRecovery, [], .retransmissionAfterTimeout),
      (.retransmission, .none, .afterTimeout, .retransmissionAfterTimeout),
    ]

  @Test(arguments: drawn)
  func classesAreDrawn(
    _ segmentClass: SegmentClass, _ kind: SegmentKind, _ marks: ClassificationMarks,
    as expected: TimeSequenceData.SegmentKind
  ) {
    #expect(data(series(segmentClass, kind: kind, marks: marks)).segmentKinds == [expected])
  }

  @Test(arguments: [SegmentClass.zeroWindowProbe, .keepAlive, .networkDuplicate, .captureDuplicate, .rst])
  func probesAndDuplicatesAreNoData(_ segmentClass: SegmentClass) {
    let data = data(series(segmentClass))
    #expect(data.segmentTimes.isEmpty && data.segmentKinds.isEmpty)
    #expect(
      data.notes.contains { $0.contains("duplicated by the network") } == (segmentClass == .networkDuplicate))
  }

  @Test func unknownWindowsStayUnknown() {
    var series = series(.newData)
    series.ackTimes = [SampleMaterial.start, SampleMaterial.start]
    series.ackFrames = [1, 2]
    series.ackValues = [1, 101]
    series.ackClasses = [.new, .duplicate]
    series.ackHasDSACK = [false, true]
    series.ackWindows = [-1, 500]
    let data = data(series)
    #expect(data.windowEdges == [nil, 601] && data.ackIsDuplicate == [false, true])
    #expect(data.ackHasDSACK == [false, true])
  }

  @Test func emptyChartSaysWhy() {
    let series = TimeSequenceSeries(flow: FlowID(connection: 1, direction: 1))
    var connection = SampleMaterial.connection()
    #expect(
      data(series, connection: connection).emptyReason == "None of the 1023 packets from A to B carries data."
    )
    connection.forward.packets = 1
    #expect(
      data(series, connection: connection).emptyReason == "The only packet from A to B carries no data.")
    connection.forward.packets = 0
    #expect(
      data(series, connection: connection).emptyReason == "The capture has only the direction B \u{2192} A.")
  }

  @Test func captionGetsTheNotesThatMatter() {
    var connection = SampleMaterial.connection()
    connection.forward.notes = [AnalysisNote(.offload, count: 12), AnalysisNote(.offload, count: 12)]
    let notes = data(SampleMaterial.timeSequence(), connection: connection).notes
    #expect(notes == [AnalysisNote(.offload, count: 12).sentence])
  }

  @Test func bothFlowsShareOneZero() {
    var series = series(.newData)
    series.flow = FlowID(connection: 1, direction: 2)
    let data = data(series)
    #expect(data.axis.zero == SampleMaterial.start && data.segmentTimes == [7])
    #expect(data.identity.source == "10.9.0.2:5300" && data.identity.flow == "1.2")
    #expect(data.identity.capturePoint == "taken at B")
  }

  @Test func originMovesTimesOnly() {
    let series = series(.newData)
    #expect(data(series, origin: .capture).segmentTimes == [1007])
    let absolute = data(series, origin: .absolute)
    #expect(
      absolute.axis.zero % 1_000_000_000 == 0
        && absolute.segmentTimes[0] + absolute.axis.zero == series.segmentTimes[0])
  }
}
