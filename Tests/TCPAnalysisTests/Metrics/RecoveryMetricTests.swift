import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct RecoveryMetricTests {
  private static let start: Int64 = 1_700_000_000_000_000_000

  private func series(_ talk: Conversation, frames: FrameRanges? = nil) -> RecoverySeries {
    let metric = RecoveryMetric(
      SeriesScope(flow: FlowID(connection: 1, direction: 1), frames: frames))
    talk.results.withUnsafeBufferPointer { metric.observe(Span(_unsafeElements: $0)) }
    return metric.series
  }

  private func milliseconds(_ times: [Int64]) -> [Double] { times.map { Double($0 - Self.start) / 1e6 } }

  /// Five segments, the first is lost and sent again on duplicate ACKs with SACK.
  private func lossy() -> Conversation {
    let talk = Conversation()
    talk.handshake()
    for index in 0..<5 {
      talk.a(30 + Double(index), .ack, seq: 1 + 1000 * UInt32(index), ack: 1) { $0.payload = 1000 }
    }
    for index in 1..<5 {
      talk.b(50 + Double(index), .ack, seq: 1, ack: 1) { $0.sack = [(1001, 2001 + 1000 * UInt32(index - 1))] }
    }
    talk.a(56, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(76, .ack, seq: 1, ack: 5001)
    return talk
  }

  @Test func lossOnDuplicateAcksIsOneResendAndFourDuplicates() {
    let series = series(lossy())
    #expect(milliseconds(series.resends.map(\.time)) == [56])
    #expect(series.resends.map(\.isAfterTimeout) == [false])
    #expect(milliseconds(series.duplicateAcks) == [51, 52, 53, 54])
    #expect(milliseconds(series.sackAcks) == [51, 52, 53, 54])
    #expect(series.timeoutWaits.isEmpty && series.outOfOrder.isEmpty && series.zeroWindows.isEmpty)
    #expect(series.period == Self.start...(Self.start + 76_000_000))
  }

  @Test func silenceBeforeATimeoutIsAWait() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(1030, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(1050, .ack, seq: 1, ack: 1001)
    let series = series(talk)
    #expect(series.resends.map(\.isAfterTimeout) == [true])
    #expect(milliseconds(series.timeoutWaits.flatMap { [$0.lowerBound, $0.upperBound] }) == [30, 1030])
  }

  @Test func repeatedSYNIsAResend() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0)
    talk.a(1000, .syn, seq: 0)
    #expect(milliseconds(series(talk).resends.map(\.time)) == [1000])
  }

  @Test func zeroWindowLastsToTheAckThatOpensIt() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.window = 0 }
    talk.b(90, .ack, seq: 1, ack: 1001) { $0.window = 8000 }
    let periods = series(talk).zeroWindows
    #expect(milliseconds(periods.flatMap { [$0.lowerBound, $0.upperBound] }) == [50, 90])
  }

  @Test func framesChooseEventsAndNotTheState() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(1030, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    let chosen = series(talk, frames: FrameRanges("5"))
    #expect(milliseconds(chosen.timeoutWaits.map(\.lowerBound)) == [30])
    #expect(series(talk, frames: FrameRanges("1-4")).resends.isEmpty)
  }
}
