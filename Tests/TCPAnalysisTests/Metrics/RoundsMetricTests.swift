import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct RoundsMetricTests {
  private func rounds(_ talk: Conversation) -> [Round] {
    let metric = RoundsMetric(flow: FlowID(connection: 1, direction: 1))
    let results = talk.results
    metric.observe(results.span)
    return metric.rounds
  }

  private func send(_ talk: Conversation, _ time: Double, _ segments: Range<UInt32>) {
    for index in segments { talk.a(time, .ack, seq: 1 + index * 1000, ack: 1) { $0.payload = 1000 } }
  }

  /// Slow start: 1, 2, 4 segments, each acknowledged 20 ms later and answered by two at once.
  private func slowStart() -> Conversation {
    let talk = Conversation()
    talk.handshake()
    send(talk, 30, 0..<1)
    talk.b(50, .ack, seq: 1, ack: 1001)
    send(talk, 50, 1..<3)
    talk.b(70, .ack, seq: 1, ack: 2001)
    send(talk, 70, 3..<5)
    talk.b(71, .ack, seq: 1, ack: 3001)
    send(talk, 71, 5..<7)
    talk.b(90, .ack, seq: 1, ack: 5001)
    talk.b(91, .ack, seq: 1, ack: 7001)
    return talk
  }

  @Test func aRoundEndsWithTheAcknowledgmentOfItsFirstData() {
    let found = rounds(slowStart())
    #expect(found.map(\.isComplete) == [true, true, true])
    #expect(found.map(\.maximumPipeBytes) == [1000, 2000, 4000])
    #expect(found[1].growth(from: found[0]) == 2)
    #expect(found[2].growth(from: found[1]) == 2)
    #expect(found[0].leastRoundTripTime == 20_000_000)
    #expect(found.reduce(0) { $0 + $1.newBytes } == 7000)
  }

  @Test func aRoundBehindWhichNothingWasSentTellsNoCongestionWindow() {
    let found = rounds(slowStart())
    // The first acknowledgment left nothing on its way, but clocked the next segments at once.
    #expect(found.map(\.isIdle) == [false, false, true])
    #expect(found.map(\.estimatedCongestionWindowBytes) == [1000, 2000, nil])
  }

  @Test func aFullWindowTellsNoCongestionWindow() {
    let talk = Conversation()
    talk.window = 2000
    talk.handshake(scale: nil)
    send(talk, 30, 0..<2)
    talk.b(50, .ack, seq: 1, ack: 2001)
    send(talk, 50.1, 2..<4)
    let found = rounds(talk)
    #expect(found[0].isWindowLimited)
    #expect(found[0].estimatedCongestionWindowBytes == nil)
  }

  @Test func lossesAreCountedInTheirRound() {
    let talk = Conversation()
    talk.handshake()
    send(talk, 30, 0..<5)
    for right in [2001, 3001, 4001] as [UInt32] {
      talk.b(50, .ack, seq: 1, ack: 1) { $0.sack = [(1001, right)] }
    }
    send(talk, 50.1, 0..<1)
    talk.b(70, .ack, seq: 1, ack: 5001)
    let found = rounds(talk)
    #expect(found.map(\.retransmittedPackets) == [1])
    #expect(found[0].maximumPipeBytes == 5000)
    #expect(found[0].acknowledgedBytes == 5000)
    // Samples by SACK count too: 20 ms.
    #expect(found[0].leastRoundTripTime == 20_000_000)
  }
}
