import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct WindowMetricTests {
  private func series(_ talk: Conversation) -> WindowSeries {
    let metric = WindowMetric(SeriesScope(flow: SeriesSample.flow))
    SeriesSample.feed(metric, talk)
    return metric.series
  }

  @Test func windowsAreScaledButThatOfTheSyn() {
    let series = series(SeriesSample.threeSegments())
    #expect(series.fields == [65_535, 65_535, 65_535])
    #expect(series.windowBytes == [65_535, 262_140, 262_140])
    #expect(series.marks.map(\.names) == ["syn", "", ""])
    // 1 + 65 535 less the SYN's own byte; then the edge moves with the ACKs.
    #expect(series.roomBytes == [65_535, 2001 + 262_140 - 3001, 262_140])
    #expect(series.zeroWindows.isEmpty && series.fullWindows.isEmpty && series.leastShift == nil)
  }

  @Test func zeroWindowLastsUntilItOpens() {
    let talk = SeriesSample.threeSegments()
    talk.b(60, .ack, seq: 1, ack: 3001) { $0.window = 0 }
    talk.a(300, .ack, seq: 3001, ack: 1) { $0.payload = 1 }
    talk.b(320, .ack, seq: 1, ack: 3001) { $0.window = 0 }
    talk.b(900, .ack, seq: 1, ack: 3001)
    let series = series(talk)
    #expect(series.zeroWindows.map(\.length) == [840_000_000])
    #expect(series.zeroWindows.map(\.start.frame) == [9])
    #expect(series.zeroWindows.map(\.stop.frame) == [12])
    #expect(series.zeroWindows.map(\.probes) == [1])
    #expect(series.zeroWindows.map(\.isOpen) == [false])
    #expect(series.marks.last == .update)
  }

  @Test func zeroWindowThatNothingEndsIsOpen() {
    let talk = SeriesSample.threeSegments()
    talk.b(60, .ack, seq: 1, ack: 3001) { $0.window = 0 }
    talk.a(300, .ack, seq: 3001, ack: 1) { $0.payload = 1 }
    let periods = series(talk).zeroWindows
    #expect(periods.map(\.isOpen) == [true])
    #expect(periods.map(\.length) == [240_000_000], "to the last packet")
  }

  @Test func windowIsFullUntilItsEdgeMoves() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.window = 500 }
    talk.a(51, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    talk.a(52, .ack, seq: 2001, ack: 1) { $0.payload = 1000 }
    talk.b(72, .ack, seq: 1, ack: 2001) { $0.window = 250 }
    talk.b(90, .ack, seq: 1, ack: 3001) { $0.window = 5000 }
    let series = series(talk)
    // The edge lay at 65 536 by the SYN, which B's second window takes back: it never grants less than that.
    #expect(series.marks.map(\.names) == ["syn", "shrink", "", ""])
    #expect(series.fullWindows.isEmpty)
  }

  @Test func fullWindowBeginsWithTheSegmentThatFillsIt() {
    let talk = Conversation()
    talk.window = 500
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 500 }
    talk.b(50, .ack, seq: 1, ack: 501)
    talk.a(51, .ack, seq: 501, ack: 1) { $0.payload = 1000 }
    talk.a(52, .ack, seq: 1501, ack: 1) { $0.payload = 1000 }
    talk.b(72, .ack, seq: 1, ack: 2501)
    let series = series(talk)
    #expect(series.windowBytes == [500, 2000, 2000])
    #expect(series.fullWindows.map(\.start.frame) == [4, 7])
    #expect(series.fullWindows.map(\.stop.frame) == [5, 8])
    #expect(series.fullWindows.map(\.length) == [20_000_000, 20_000_000])
    #expect(series.roomBytes == [500, 2000, 2000])
  }

  @Test func edgeThatMovesBackByLessThanScalingRoundsIsNoShrink() {
    let talk = Conversation()
    talk.handshake()
    talk.b(30, .ack, seq: 1, ack: 1) { $0.window = 40_000 }
    talk.a(40, .ack, seq: 1, ack: 1) { $0.payload = 3 }
    talk.b(60, .ack, seq: 1, ack: 4) { $0.window = 39_999 }
    talk.b(70, .ack, seq: 1, ack: 4) { $0.window = 39_998 }
    #expect(series(talk).marks.map { $0.contains(.shrink) } == [false, false, false, true])
  }

  @Test func unknownScaleHasALowerBound() {
    let talk = Conversation()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.window = 300 }
    talk.a(51, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    talk.a(52, .ack, seq: 2001, ack: 1) { $0.payload = 1000 }
    let series = series(talk)
    #expect(series.windowBytes == [-1])
    #expect(series.leastShift == 3, "300 << 2 holds 1200 bytes, 2000 were sent")
    #expect(series.roomBytes == [-1])
  }
}
