import PacketCapture
import Testing

@testable import TCPAnalysis

/// What the metrics of series make of hand-written exchanges: A sends data to B.
enum SeriesSample {
  static let start: Int64 = 1_700_000_000_000_000_000
  static let flow = FlowID(connection: 1, direction: 1)

  static func feed(_ metric: any Metric, _ talk: Conversation) {
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
  }

  /// Milliseconds from the first packet as a time.
  static func time(_ milliseconds: Double) -> Int64 { start + Int64((milliseconds * 1e6).rounded()) }

  /// Handshake, three segments at 30, 31 and 32 ms, ACKs of two and of all at 52 and 54 ms.
  static func threeSegments() -> Conversation {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<3 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    talk.b(52, .ack, seq: 1, ack: 2001)
    talk.b(54, .ack, seq: 1, ack: 3001)
    return talk
  }

  /// As above, but the first segment is lost after the capture point and sent again at 56 ms.
  static func lostSegment() -> Conversation {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<5 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    talk.b(51, .ack, seq: 1, ack: 1) { $0.sack = [(1001, 2001)] }
    talk.b(52, .ack, seq: 1, ack: 1) { $0.sack = [(1001, 3001)] }
    talk.b(53, .ack, seq: 1, ack: 1) { $0.sack = [(1001, 4001)] }
    talk.a(56, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(76, .ack, seq: 1, ack: 5001)
    return talk
  }
}

@Suite struct SeriesScopeTests {
  private func sizes(_ scope: SeriesScope) -> SegmentSizeSeries {
    let metric = SegmentSizeMetric(scope)
    SeriesSample.feed(metric, SeriesSample.threeSegments())
    return metric.series
  }

  @Test func scopeKeepsTimesAndFramesThatWereAskedFor() {
    #expect(sizes(SeriesScope(flow: SeriesSample.flow)).frames == [4, 5, 6])
    let times = SeriesSample.time(31)...SeriesSample.time(31.5)
    #expect(sizes(SeriesScope(flow: SeriesSample.flow, times: times)).frames == [5])
    #expect(sizes(SeriesScope(flow: SeriesSample.flow, frames: FrameRanges("6-"))).frames == [6])
  }

  @Test func otherFlowsAndConnectionsAreLeftOut() {
    #expect(sizes(SeriesScope(flow: FlowID(connection: 1, direction: 2))).frames.isEmpty)
    #expect(sizes(SeriesScope(flow: FlowID(connection: 2, direction: 1))).frames.isEmpty)
    #expect(SeriesScope(flow: FlowID(connection: 3)).flow == FlowID(connection: 3, direction: 1))
  }
}

@Suite struct SegmentSizeMetricTests {
  @Test func everySegmentWithDataHasItsSize() {
    let talk = SeriesSample.lostSegment()
    talk.a(80, .ack, seq: 5001, ack: 1) { $0.payload = 1500 }
    talk.b(100, .ack, seq: 1, ack: 6501) { $0.window = 0 }
    talk.a(700, .ack, seq: 6501, ack: 1) { $0.payload = 1 }
    let metric = SegmentSizeMetric(SeriesScope(flow: SeriesSample.flow))
    SeriesSample.feed(metric, talk)
    #expect(metric.series.payloadBytes == [1000, 1000, 1000, 1000, 1000, 1000, 1500])
    #expect(metric.series.classes.count { $0 == .retransmission } == 1)
    #expect(metric.series.times.last == SeriesSample.time(80), "the window probe is no data")
  }
}

@Suite struct SpacingMetricTests {
  private func series(_ talk: Conversation, handshake: Int64? = 20_100_000) -> SpacingSeries {
    let metric = SpacingMetric(SeriesScope(flow: SeriesSample.flow), handshake: handshake)
    SeriesSample.feed(metric, talk)
    return metric.series
  }

  @Test func bothColumnsHaveTheirPackets() {
    let series = series(SeriesSample.threeSegments())
    #expect(series.sentTimes == [30, 31, 32].map(SeriesSample.time))
    #expect(series.sentFrames == [4, 5, 6])
    #expect(series.returnedTimes == [52, 54].map(SeriesSample.time))
    #expect(series.returnedFrames == [7, 8])
    #expect(series.stalls.isEmpty)
  }

  @Test func silenceBeyondTheFloorIsAStall() {
    let talk = SeriesSample.threeSegments()
    talk.a(105, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.a(154, .ack, seq: 4001, ack: 1) { $0.payload = 1000 }
    talk.b(304, .ack, seq: 1, ack: 4001)
    let stalls = series(talk).stalls
    #expect(stalls.map(\.length) == [51_000_000, 150_000_000], "49 ms are below the floor of 50")
    #expect(stalls.map(\.before.frame) == [8, 10])
    #expect(stalls.map(\.after.frame) == [9, 11])
    #expect(stalls.map(\.isEndedBySender) == [true, false])
    #expect(stalls.map(\.bytesInFlight) == [0, 2000])
    #expect(stalls.map(\.limit) == [50_000_000, 50_000_000])
  }

  @Test func longPathHasAHigherLimit() {
    let talk = SeriesSample.threeSegments()
    talk.a(170, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    #expect(series(talk, handshake: 60_000_000).stalls.isEmpty, "116 ms are less than twice 60 ms")
    #expect(series(talk, handshake: 57_000_000).stalls.map(\.limit) == [114_000_000])
  }

  @Test func stallWithAClosedWindowIsMarked() {
    let talk = SeriesSample.threeSegments()
    talk.b(60, .ack, seq: 1, ack: 3001) { $0.window = 0 }
    talk.b(400, .ack, seq: 1, ack: 3001)
    let stalls = series(talk).stalls
    #expect(stalls.map(\.isZeroWindow) == [true])
    #expect(stalls.map(\.ackClass) == [.windowUpdate])
  }
}

@Suite struct SpacingDataAckMetricTests {
  private func series(_ talk: Conversation) -> SpacingDataAckSeries {
    let metric = SpacingDataAckMetric(SeriesScope(flow: SeriesSample.flow))
    SeriesSample.feed(metric, talk)
    return metric.series
  }

  @Test func everySegmentWaitsForTheFirstAckThatCoversIt() {
    let series = series(SeriesSample.threeSegments())
    #expect(series.delays == [22_000_000, 21_000_000, 22_000_000])
    #expect(series.frames == [4, 5, 6])
    #expect(series.ackFrames == [7, 7, 8])
    #expect(series.meanings == [.plain, .plain, .plain])
    #expect(series.ackDelays == [21_000_000, 22_000_000])
    #expect(series.ackBytes == [2000, 1000])
    #expect(series.ackIsPure == [true, true])
    #expect(series.unacknowledgedSegments == 0)
  }

  @Test func whatWaitedForARepairIsNoDelayOfTheReceiver() {
    let series = series(SeriesSample.lostSegment())
    #expect(series.meanings == [.resent, .held, .held, .held, .held])
    #expect(series.delays.first == 46_000_000)
    #expect(series.ackDelays == [-1])
  }

  @Test func lateSegmentHoldsWhatCameBeforeIt() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1001, ack: 1) {
      $0.payload = 1000
      $0.identification = 501
    }
    talk.a(31, .ack, seq: 1, ack: 1) {
      $0.payload = 1000
      $0.identification = 500
    }
    talk.b(31.2, .ack, seq: 1, ack: 2001)
    let series = series(talk)
    #expect(series.frames == [5, 4], "in the order of the bytes")
    #expect(series.meanings == [.plain, .held])
    #expect(series.ackDelays == [200_000])
  }

  @Test func whatIsNeverAcknowledgedIsCounted() {
    let talk = SeriesSample.threeSegments()
    talk.a(60, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    let series = series(talk)
    #expect(series.unacknowledgedSegments == 1)
    #expect(series.delays.count == 3)
  }
}
