import Charts
import Measurements
import TCPAnalysis
import Testing

@testable import Reporting

/// What the sections of series make of series written by hand.
@Suite struct SeriesSectionTests {
  private let start = SampleMaterial.start
  private let millisecond = SampleMaterial.millisecond
  private let flow = FlowID(connection: 1, direction: 1)

  private func material(
    _ series: any Sendable, capturePoint: CapturePoint = .initiator, zoom: Bool = false
  ) -> FlowMaterial {
    var request = SampleMaterial.request()
    request.connection.capturePoint = capturePoint
    if zoom { request.axis.zoomStart = 0 }
    return FlowMaterial(request: request, capture: "snd.pcap", series: [series])
  }

  private func fact(_ key: String, _ result: SeriesResult?) -> SeriesFact.Value? {
    result?.facts.first { $0.key == key }?.value
  }

  private func csv(_ result: SeriesResult, _ name: String = "") -> String {
    var text = ""
    SeriesData([result]).writeCSV(table: name) { text += String(decoding: $0, as: UTF8.self) }
    return text
  }

  private func inflight() -> InflightSeries {
    var series = InflightSeries(flow: flow)
    series.times = [0, 10, 40].map { start + $0 * millisecond }
    series.frames = [4, 5, 6]
    series.events = [.data, .retransmission, .ack]
    series.flightBytes = [1000, 3000, 0]
    series.pipeBytes = [1000, 2000, -1]
    series.windowBytes = [4000, 4000, 8000]
    series.segments = [1, 2, 0]
    var full = WindowSeries.Period(start: SeriesPlace(time: start + 10 * millisecond, frame: 5))
    full.stop = SeriesPlace(time: start + 20 * millisecond, frame: 6)
    full.isOpen = false
    series.fullWindows = [full]
    return series
  }

  @Test func meansOfWhatIsInFlightAreOverTime() throws {
    let result = try #require(InflightSection().result(of: material(inflight())))
    #expect(fact("maxBytesInFlight", result) == .count(3000))
    #expect(fact("meanBytesInFlight", result) == .number(2500, decimals: 3), "10 ms of 1000, 30 ms of 3000")
    #expect(fact("medianBytesInFlight", result) == .number(3000, decimals: 3))
    #expect(fact("maxPipeBytes", result) == .count(2000))
    #expect(fact("windowFullPercent", result) == .number(25, decimals: 3))
    #expect(fact("windowFullPeriods", result) == .count(1))
    #expect(fact("retransmissions", result) == .count(1))
    #expect(
      csv(result) == """
        time_s,frame,flight_B,pipe_B,window_B,event
        0.000000000,4,1000,1000,4000,data
        0.010000000,5,3000,2000,4000,retransmission
        0.040000000,6,0,,8000,ack

        """)
    #expect(
      csv(result, "window-full")
        == "start_s,end_s,length_s,first_frame,last_frame,ended\n0.010000000,0.020000000,0.010000000,5,6,yes\n"
    )
    #expect(result.notes.isEmpty, "taken beside the sender")
  }

  @Test func packetsStandInFrontWhereTheyAreAskedFor() throws {
    let result = try #require(InflightSection(mode: .packets).result(of: material(inflight())))
    #expect(fact("maxSegmentsInFlight", result) == .count(2))
    #expect(fact("meanSegmentsInFlight", result) == .number(1.75, decimals: 3))
    #expect(String(decoding: SeriesData([result]).plainLines(), as: UTF8.self).hasPrefix("0.000000000 1\n"))
  }

  @Test(arguments: [
    (CapturePoint.initiator, nil), (.responder, "notTheSendersFlight"), (.middle, "flightUnderestimated"),
    (.unknown, "capturePointUnknown"),
  ])
  func captureElsewhereThanAtTheSenderIsSaid(place: CapturePoint, code: String?) {
    let result = InflightSection().result(of: material(inflight(), capturePoint: place))
    #expect(result?.notes.first?.code == code)
  }

  @Test func unknownNumbersHaveNoValue() throws {
    var series = inflight()
    series.windowBytes = [-1, -1, -1]
    let result = try #require(InflightSection().result(of: material(series)))
    #expect(fact("windowMaxBytes", result) == .count(nil))
    #expect(fact("windowFullPercent", result) == .number(nil, decimals: 3))
    #expect(result.facts.first { $0.key == "windowMaxBytes" }?.text == "\u{2014}")
    var json = ""
    SeriesJSON([result], module: "inflight", tool: "captcp").write {
      json += String(decoding: $0, as: UTF8.self)
    }
    #expect(json.contains("\"windowMaxBytes\": null"))
  }

  private func rtt(_ samples: [Int64]) -> RTTSeries {
    var series = RTTSeries(flow: flow, method: .ack)
    for (index, sample) in samples.enumerated() {
      series.times.append(start + Int64(index) * 100 * millisecond)
      series.ackFrames.append(UInt32(index + 10))
      series.dataFrames.append(index == 0 ? -1 : Int32(index))
      series.samples.append(sample)
    }
    series.newAcks = Int64(samples.count) + 3
    series.exclusions = [.behindHole: 2, .retransmitted: 1]
    return series
  }

  @Test func samplesHaveTheirSmoothedValueAndMinimum() throws {
    let result = try #require(
      RTTSection().result(of: material(rtt([80 * millisecond, 160 * millisecond, 40 * millisecond]))))
    #expect(
      csv(result) == """
        time_s,frame,data_frame,rtt_ms,smoothed_ms,min_ms,base_10s_ms
        0.000000000,10,,80,80,80,80
        0.100000000,11,1,160,90,80,80
        0.200000000,12,2,40,83.75,40,40

        """)
    #expect(fact("medianMs", result) == .number(80, decimals: 6))
    #expect(fact("p95Ms", result) == .number(nil, decimals: 6), "three samples are too few")
    #expect(fact("baseMs", result) == .number(43.1, decimals: 6), "the handshake's")
    #expect(fact("excludedBehindHole", result) == .count(2))
    #expect(fact("excludedNotAtBoundary", result) == .count(0))
    #expect(result.notes.contains { $0.code == "fewSamples" })
  }

  @Test func percentilesNeedEnoughSamples() {
    let twenty = RTTSection().result(of: material(rtt((1...20).map { $0 * millisecond })))
    #expect(fact("p95Ms", twenty) == .number(19.05, decimals: 6), "type 7")
    #expect(fact("p99Ms", twenty) == .number(nil, decimals: 6))
    let hundred = RTTSection().result(of: material(rtt((1...101).map { $0 * millisecond })))
    #expect(fact("p99Ms", hundred) == .number(100, decimals: 6))
    #expect(hundred?.notes.contains { $0.code == "fewSamples" } == false)
  }

  @Test func intervalsAreAveragedInBlocks() throws {
    var series = SpacingSeries(flow: flow)
    series.sentTimes = [0, 1, 3, 6, 10, 15].map { start + $0 * millisecond }
    series.sentFrames = [1, 2, 3, 4, 5, 6]
    let result = try #require(SpacingSection(samples: 2).result(of: material(series)))
    #expect(
      csv(result) == """
        time_s,first_frame,last_frame,intervals,mean_ms,min_ms,max_ms
        0.003000000,1,3,2,1.5,1,2
        0.010000000,3,5,2,3.5,3,4
        0.015000000,5,6,1,5,5,5

        """)
    #expect(fact("sentIntervals", result) == .count(5))
    #expect(fact("returnedMedianMs", result) == .number(nil, decimals: 6))
  }

  @Test func longestStallStandsFirst() throws {
    func stall(_ from: Int64, _ to: Int64, kind: SegmentKind) -> Stall {
      Stall(
        before: SeriesPlace(time: start + from * millisecond, frame: UInt32(from)),
        after: SeriesPlace(time: start + to * millisecond, frame: UInt32(to)), limit: 50 * millisecond,
        isEndedBySender: true, segmentClass: kind == .none ? .newData : .retransmission, kind: kind,
        ackClass: .none, bytesInFlight: -1, isZeroWindow: false)
    }
    var series = SpacingSeries(flow: flow)
    series.stalls = [stall(100, 200, kind: .none), stall(300, 600, kind: .rto)]
    let result = try #require(SpacingSection().result(of: material(series)))
    #expect(
      csv(result, "stalls") == """
        start_s,length_s,limit_s,frame_before,frame_after,ended_by,ended_with,in_flight_B,zero_window
        0.300000000,0.300000000,0.086200000,300,600,sender,retransmission rto,,0
        0.100000000,0.100000000,0.086200000,100,200,sender,newData,,0

        """)
    #expect(fact("stalledSeconds", result) == .number(0.4, decimals: 9))
  }

  @Test func sizesAreCountedInClassesOfFiftyBytes() throws {
    var series = SegmentSizeSeries(flow: flow)
    series.times = [0, 1, 2, 3].map { start + $0 * millisecond }
    series.frames = [1, 2, 3, 4]
    series.payloadBytes = [49, 50, 1448, 1448]
    series.classes = Array(repeating: .newData, count: 4)
    let result = try #require(SegmentSizeSection().result(of: material(series)))
    #expect(
      csv(result, "distribution") == """
        from_B,below_B,segments,share_percent,payload_B
        0,50,1,25,49
        50,100,1,25,50
        1400,1450,2,50,2896

        """)
    #expect(fact("mssEffectiveBytes", result) == .count(1448), "1460 less 12 for time stamps")
    #expect(fact("fullSegments", result) == .count(2))
    #expect(fact("mostFrequentBytes", result) == .count(1448))
    #expect(fact("wireSegmentsEstimated", result) == .count(4))
  }

  @Test func delaysOfOtherCapturesHoldThePath() {
    var series = SpacingDataAckSeries(flow: flow)
    for index in 0..<4 {
      series.times.append(start + Int64(index) * 100 * millisecond)
      series.frames.append(UInt32(2 * index + 1))
      series.ackFrames.append(UInt32(2 * index + 2))
      series.delays.append((index == 0 ? 1 : 41) * millisecond)
      series.meanings.append(index == 3 ? .resent : .plain)
      series.ackDelays.append(index == 3 ? -1 : (index == 0 ? 1 : 41) * millisecond)
      series.ackBytes.append(index == 2 ? 2896 : 1448)
      series.ackIsPure.append(true)
    }
    var near = material(series, capturePoint: .responder)
    near.connection.handshakeFar = millisecond
    near.connection.handshakeNear = millisecond
    let result = SpacingDataAckSection().result(of: near)
    #expect(fact("samples", result) == .count(3))
    #expect(fact("excludedResent", result) == .count(1))
    #expect(fact("delayedAcks", result) == .count(1), "the other one covers two full segments")
    #expect(fact("delayedAcksPercent", result) == .number(25, decimals: 3))
    #expect(result?.notes.contains { $0.code == "includesPath" } == false)
    let far = SpacingDataAckSection().result(of: material(series))
    #expect(far?.notes.first?.code == "includesPath")
  }

  @Test func windowsWithoutScaleAreGivenAsFields() {
    var series = WindowSeries(flow: flow)
    series.times = [start, start + 10 * millisecond]
    series.frames = [1, 2]
    series.fields = [300, 500]
    series.windowBytes = [-1, -1]
    series.roomBytes = [-1, -1]
    series.marks = [[], .update]
    series.leastShift = 3
    let result = WindowSection().result(of: material(series))
    #expect(fact("windowMaxBytes", result) == .count(nil))
    #expect(fact("windowFieldMax", result) == .count(500))
    #expect(fact("windowScaleAtLeast", result) == .count(3))
    #expect(fact("windowFullPeriods", result) == .count(nil))
    #expect(result?.notes.contains { $0.code == "windowScaleLowerBound" } == true)
    #expect(result?.plainColumns == [0, 3])
  }

  @Test func emptySeriesSayWhy() {
    let result = SegmentSizeSection().result(of: material(SegmentSizeSeries(flow: flow), zoom: true))
    #expect(result?.notes.last == SeriesNote("noData", "No segment with data lies in the time shown."))
    #expect(SegmentSizeSection().result(of: material(0)) == nil)
  }

  @Test func reportGetsTheFactsOfASeries() {
    let content = RTTSection().content(of: material(rtt([millisecond])))
    #expect(content?.title == "Round-trip times")
    #expect(content?.chart is RTTChart)
    #expect(content?.nodes.count == 1, "notes stand in the caption")
  }

  @Test func severalFlowsAreToldApart() throws {
    let result = try #require(RTTSection().result(of: material(rtt([millisecond]))))
    var other = result
    other.flow = FlowID(connection: 2, direction: 2)
    var text = ""
    SeriesData([result, other]).writeCSV(table: "") { text += String(decoding: $0, as: UTF8.self) }
    #expect(
      text == """
        flow,time_s,frame,data_frame,rtt_ms,smoothed_ms,min_ms,base_10s_ms
        1.1,0.000000000,10,,1,1,1,1
        2.2,0.000000000,10,,1,1,1,1

        """)
    let blocks = String(decoding: SeriesData([result, other]).gnuplot(), as: UTF8.self)
    #expect(blocks.contains("# index 0 flow 1.1") && blocks.contains("# index 1 flow 2.2"))
    #expect(blocks.contains("0.000000000 10 nan 1.000000 1.000000 1.000000"))
  }
}
