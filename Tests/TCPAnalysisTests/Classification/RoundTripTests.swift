import PacketCapture
import Testing

@testable import TCPAnalysis

/// The series of round-trip times and why a sample is left out.
@Suite struct RoundTripTests {
  private func milliseconds(_ time: Double) -> Int64 { Int64((time * 1e6).rounded()) }

  private func send(_ talk: Conversation, _ time: Double, segments: Range<UInt32>) {
    for index in segments { talk.a(time, .ack, seq: 1 + index * 1000, ack: 1) { $0.payload = 1000 } }
  }

  @Test func anAckGivesOneSampleOfTheNewestSegmentItCovers() {
    let talk = Conversation()
    talk.handshake()
    send(talk, 30, segments: 0..<1)
    send(talk, 32, segments: 1..<2)
    let ack = talk.b(50, .ack, seq: 1, ack: 2001)
    #expect(ack.roundTripTime == milliseconds(18))
    #expect(ack.roundTripEnd == 2001)
    #expect(ack.roundTripExclusion == .none)
  }

  @Test func everyExclusionHasItsReason() {
    let talk = Conversation()
    talk.handshake()
    send(talk, 30, segments: 0..<6)
    #expect(talk.b(50, .ack, seq: 1, ack: 501).roundTripExclusion == .notAtBoundary)
    talk.b(51, .ack, seq: 1, ack: 501) { $0.sack = [(1001, 4001)] }
    send(talk, 52, segments: 0..<1)
    #expect(
      talk.b(72, .ack, seq: 1, ack: 1001) { $0.sack = [(1001, 4001)] }.roundTripExclusion == .retransmitted)
    #expect(talk.b(72.1, .ack, seq: 1, ack: 4001).roundTripExclusion == .alreadySacked)
    send(talk, 300, segments: 4..<5)
    let ack = talk.b(320, .ack, seq: 1, ack: 6001)
    #expect(ack.roundTripExclusion == .behindHole)
    #expect(ack.roundTripTime == -1)
  }

  @Test func whatWaitedForAFilledGapGivesNoSample() {
    let talk = Conversation()
    talk.handshake(sack: false)
    send(talk, 30, segments: 0..<1)
    // The second segment is missing in the capture until 90 ms.
    send(talk, 31, segments: 2..<4)
    #expect(talk.b(50, .ack, seq: 1, ack: 1001).roundTripTime == milliseconds(20))
    send(talk, 90, segments: 1..<2)
    let late = talk.b(110, .ack, seq: 1, ack: 4001)
    #expect(late.roundTripExclusion == .behindHole)
    send(talk, 120, segments: 4..<5)
    #expect(talk.b(140, .ack, seq: 1, ack: 5001).roundTripTime == milliseconds(20))
  }

  @Test func sackGivesASampleOfTheNewestReportedSegment() {
    let talk = Conversation()
    talk.handshake()
    send(talk, 30, segments: 0..<1)
    send(talk, 31, segments: 1..<2)
    send(talk, 32, segments: 2..<3)
    let ack = talk.b(52, .ack, seq: 1, ack: 1) { $0.sack = [(1001, 3001)] }
    #expect(ack.sackRoundTripTime == milliseconds(20))
    #expect(ack.sackRoundTripEnd == 3001)
    #expect(ack.roundTripTime == -1)
    // Reported once, it gives no second sample.
    #expect(talk.b(53, .ack, seq: 1, ack: 1) { $0.sack = [(1001, 3001)] }.sackRoundTripTime == -1)
  }

  // MARK: - Time stamps

  private func timed(_ talk: Conversation, _ time: Double, _ index: UInt32, value: UInt32)
    -> ClassifiedSegment
  {
    talk.a(time, .ack, seq: 1 + index * 1000, ack: 1) {
      $0.payload = 1000
      $0.timestamps = (value, 1)
    }
  }

  private func echo(
    _ talk: Conversation, _ time: Double, ack: UInt32, _ value: UInt32, sack: [(UInt32, UInt32)] = []
  ) -> Int64 {
    talk.b(time, .ack, seq: 1, ack: ack) {
      $0.timestamps = (1, value)
      $0.sack = sack
    }.timestampRoundTripTime
  }

  @Test func anEchoRunsFromTheFirstCarrierAndCountsOnce() {
    let talk = Conversation()
    talk.handshake()
    _ = timed(talk, 30, 0, value: 500)
    _ = timed(talk, 30.4, 1, value: 500)
    _ = timed(talk, 30.6, 2, value: 500)
    _ = timed(talk, 31, 3, value: 501)
    #expect(echo(talk, 50, ack: 1001, 500) == milliseconds(20))
    #expect(echo(talk, 51, ack: 2001, 500) == -1)
    // A delayed ACK echoes the older of its segments, whose first carrier was acknowledged before.
    _ = timed(talk, 31.2, 4, value: 501)
    #expect(echo(talk, 52, ack: 4001, 500) == -1)
    #expect(echo(talk, 53, ack: 5001, 501) == milliseconds(22))
  }

  @Test func anEchoOfTheOriginalTellsItsTimeInSpiteOfARetransmission() {
    let talk = Conversation()
    talk.handshake()
    _ = timed(talk, 30, 0, value: 500)
    #expect(timed(talk, 430, 0, value: 900).segmentClass == .retransmission)
    #expect(echo(talk, 730, ack: 1001, 500) == milliseconds(700))
  }

  @Test func noEchoCountsWhileTheReceiverMissesSomething() {
    let talk = Conversation()
    talk.handshake()
    for index in 0..<4 { _ = timed(talk, 30 + Double(index), UInt32(index), value: 500 + UInt32(index)) }
    #expect(echo(talk, 50, ack: 1001, 500) == milliseconds(20))
    #expect(echo(talk, 52, ack: 1001, 500, sack: [(2001, 3001)]) == -1)
    _ = timed(talk, 60, 1, value: 560)
    // Half of the hole's repair: still a hole above.
    #expect(echo(talk, 80, ack: 1501, 501, sack: [(2001, 4001)]) == -1)
    #expect(echo(talk, 81, ack: 4001, 560) == milliseconds(21))
  }

  @Test func anEchoAfterTenSecondsIsForgotten() {
    let talk = Conversation()
    talk.handshake()
    _ = timed(talk, 30, 0, value: 500)
    #expect(echo(talk, 10_031, ack: 1001, 500) == -1)
  }
}
