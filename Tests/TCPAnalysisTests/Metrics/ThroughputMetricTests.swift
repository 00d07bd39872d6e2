import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct ThroughputMetricTests {
  @Test(arguments: [
    (Int64(0), Int64(10_000_000)), (1_000_000_000, 10_000_000), (14_290_000_000, 100_000_000),
    (3_600_000_000_000, 20_000_000_000), (2_250_000_000, 10_000_000), (30_000_000_000, 200_000_000),
  ])
  func defaultBinIsOneTwoFive(range: Int64, expected: Int64) {
    #expect(ThroughputMetric.defaultBin(range: range) == expected)
  }

  @Test func silentBinsAreZeroAndTheLastKeepsItsLength() {
    let start: Int64 = 1_700_000_000_000_000_000
    let metric = ThroughputMetric(
      flow: FlowID(connection: 1, direction: 1), layer: .linkLayer, binNanoseconds: 10_000_000, start: start)
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(64, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(70, .ack, seq: 1, ack: 1001)
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    #expect(metric.series.bytes == [54, 0, 54, 1054, 0, 0, 1054])
    #expect(metric.series.goodputBytes == [0, 0, 0, 1000, 0, 0, 0])
    #expect(metric.series.lastBinNanoseconds == 4_000_000)
    #expect(metric.series.retransmissionTimes == [start + 64_000_000])
  }

  /// Segments with payload at random times of a range.
  static func segments(range: Int64, count: Int, seed: Int) -> [ClassifiedSegment] {
    var numbers = SeededNumbers(seed: seed)
    let times = (0..<count).map { _ in Int64.random(in: 0...range, using: &numbers) }.sorted()
    return times.enumerated().map { index, time in
      var item = ClassifiedSegment()
      item.segment.timestamp = 1_700_000_000_123_456_789 + time
      item.segment.payloadLength = UInt32(1 + index % 1448)
      item.newBytes = item.segment.payloadLength / 2
      if index % 7 == 3 { item.segmentClass = .retransmission }
      return item
    }
  }

  /// Bins that grew with the flow add up to those that a second reading counts.
  @Test(arguments: [1_000_000, 900_000_000, 41_000_000_000, 90_000_000_000, 3_000_000_000_000] as [Int64])
  func binsAheadAddUpToThoseOfASecondReading(range: Int64) throws {
    let segments = Self.segments(range: range, count: 2000, seed: 7)
    let zero = segments[0].segment.timestamp - 3_000_000
    let last = segments[segments.count - 1].segment.timestamp
    let bin = ThroughputMetric.defaultBin(range: last - segments[0].segment.timestamp)
    let start = zero + (segments[0].segment.timestamp - zero) / bin * bin
    let flow = FlowID(connection: 1, direction: 1)
    let ahead = ThroughputMetric(ahead: flow, layer: .applicationLayer, binNanoseconds: nil, zero: zero)
    let direct = ThroughputMetric(flow: flow, layer: .applicationLayer, binNanoseconds: bin, start: start)
    segments.withUnsafeBufferPointer {
      ahead.observe(Span(_unsafeElements: $0))
      direct.observe(Span(_unsafeElements: $0))
    }
    #expect(ahead.series.bytes.count <= 4096)
    #expect(try #require(ahead.series.merged(bin: bin, start: start)) == direct.series)
    // A start inside of a bin would split it.
    #expect(ahead.series.merged(bin: bin, start: start + 1) == nil)
  }

  @Test func windowHoldsThePacketsAroundAFrame() {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<10 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 10, ack: 1) { $0.payload = 10 }
    }
    let metric = PacketWindowMetric(around: [(1, 7), (1, 1), (2, 1)], before: 2, after: 3)
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    #expect(metric.windows[0].segments.map(\.segment.frame) == [5, 6, 7, 8, 9, 10])
    #expect(metric.windows[1].segments.map(\.segment.frame) == [1, 2, 3, 4])
    #expect(metric.windows[2].segments.isEmpty)
  }
}

extension ThroughputMetricTests {
  /// Two files number their frames each: the time tells which of two packets is meant, and none is lost for the other.
  @Test func windowsOfTwoFilesAreToldApart() throws {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<6 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 10, ack: 1) { $0.payload = 10 }
    }
    for index in 5..<talk.results.count {
      talk.results[index].segment.fileIndex = 1
      talk.results[index].segment.frame -= 5
    }
    let time = talk.results[6].segment.timestamp
    let metric = PacketWindowMetric(around: [(1, 2), (1, 4)], times: [time, nil], before: 1, after: 1)
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    #expect(metric.windows[0].segments.map(\.segment.fileIndex) == [1, 1, 1])
    #expect(metric.windows[0].segments.map(\.segment.frame) == [1, 2, 3])
    var joined = metric.windows[1]
    #expect(joined.segments.map(\.segment.frame) == [3, 4, 5])
    joined.join(metric.windows[0])
    #expect(joined.segments.count == 6)
  }
}

@Suite struct TimeSequenceMetricTests {
  private func series(_ talk: Conversation) -> TimeSequenceSeries {
    let metric = TimeSequenceMetric(flow: FlowID(connection: 1, direction: 1))
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    return metric.series
  }

  @Test func segmentsAndAcksAreKept() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, [.ack, .psh], seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.sack = [(2001, 3001)] }
    let series = series(talk)
    #expect(series.segmentStarts == [1])
    #expect(series.segmentEnds == [1001])
    #expect(series.ackValues == [1, 1001])
    #expect(series.ackWindows == [65_535, 262_140])
    #expect(series.sackRanges == [SequenceRange(start: 2001, end: 3001)])
    #expect(series.events == [.syn, .push])
    #expect(series.initialSequenceNumber == 1000)
  }

  @Test func zeroWindowPeriodLastsUntilTheWindowOpens() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.window = 0 }
    talk.a(300, .ack, seq: 1000, ack: 1)
    talk.b(320, .ack, seq: 1, ack: 1001) { $0.window = 0 }
    talk.b(900, .ack, seq: 1, ack: 1001)
    let periods = series(talk).zeroWindows
    #expect(periods.map { $0.stop - $0.start } == [850_000_000])
    #expect(periods.map(\.firstFrame) == [5])
    #expect(periods.map(\.lastFrame) == [8])
  }

  @Test func silenceBeforeATimeoutIsAWait() {
    let talk = Conversation()
    talk.handshake(sack: false)
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001)
    talk.a(51, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    let again = talk.a(300, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    #expect(again.marks.contains(.afterTimeout))
    let waits = series(talk).timeoutWaits
    #expect(waits.map { $0.stop - $0.start } == [249_000_000])
    #expect(waits.map(\.lastFrame) == [7])
  }

  @Test func promptRetransmissionIsNoTimeout() {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<5 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    talk.b(55, .ack, seq: 1, ack: 1) { $0.sack = [(1001, 5001)] }
    let again = talk.a(56, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(again.segmentClass == .retransmission)
    #expect(!again.marks.contains(.afterTimeout))
  }
}
