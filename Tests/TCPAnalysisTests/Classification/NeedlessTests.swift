import PacketCapture
import Testing

@testable import TCPAnalysis

/// How sure it is that a retransmission was needless, and why it was sent then; A sends data to B, 20 ms away.
@Suite struct NeedlessTests {
  private func talk() -> Conversation {
    var options = AnalysisOptions()
    options.keepsRetransmissions = true
    let talk = Conversation(options: options)
    talk.handshake()
    for number in UInt32(0)..<5 { send(talk, 30 + Double(number), number) }
    return talk
  }

  private func send(_ talk: Conversation, _ time: Double, _ number: UInt32) {
    talk.a(time, .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
  }

  private func retransmission(_ talk: Conversation) throws -> Retransmission {
    _ = talk.finish()
    return try #require(talk.classifier.retransmissions.first)
  }

  /// The first segment is lost behind the capture point and sent again at 54 ms.
  private func repaired() -> Conversation {
    let talk = talk()
    for number in UInt32(1)...3 {
      talk.b(50 + Double(number), .ack, seq: 1, ack: 1) { $0.sack = [(1001, 1001 + number * 1000)] }
    }
    send(talk, 54, 0)
    return talk
  }

  @Test func aCopyDoubledBehindTheCapturePointIsNotCertainlyNeedless() throws {
    let talk = repaired()
    // The copy arrives and repairs the loss; the network's second one of it is reported.
    talk.b(75, .ack, seq: 1, ack: 5001)
    talk.b(75.1, .ack, seq: 1, ack: 5001) { $0.sack = [(1, 1001)] }
    let retransmission = try retransmission(talk)
    #expect(retransmission.evidence == .dsack)
    #expect(retransmission.certainty == .likely, "it was needed")
    #expect(retransmission.cause == .reordering, "if it was needless at all")
  }

  @Test func aReportBehindAnAnswerThatTheCopyCannotHaveCausedIsCertain() throws {
    let talk = repaired()
    talk.b(56, .ack, seq: 1, ack: 5001)
    talk.b(75, .ack, seq: 1, ack: 5001) { $0.sack = [(1, 1001)] }
    let retransmission = try retransmission(talk)
    #expect(retransmission.certainty == .certain)
    #expect(retransmission.cause == .reordering)
  }

  /// Beside the receiver the answer to a copy comes faster than any before, which waited for the timer of delayed
  /// ACKs: it echoes the copy's own time stamp.
  @Test(arguments: [(UInt32(302), SpuriousCertainty.certain), (200, .possible)])
  func aReportThatEchoesTheCopyComesFromBehindIt(_ echo: UInt32, _ certainty: SpuriousCertainty) throws {
    var options = AnalysisOptions()
    options.keepsRetransmissions = true
    options.capturePoint = .responder
    let talk = Conversation(options: options)
    talk.a(0, .syn, seq: 0) { ($0.sackPermitted, $0.timestamps) = (true, (100, 0)) }
    talk.b(8, [.syn, .ack], seq: 0, ack: 1) { ($0.sackPermitted, $0.timestamps) = (true, (101, 100)) }
    talk.a(50, .ack, seq: 1, ack: 1) { $0.timestamps = (150, 101) }
    talk.a(60, .ack, seq: 1, ack: 1) { ($0.payload, $0.timestamps) = (1000, (200, 101)) }
    talk.b(140, .ack, seq: 1, ack: 1001) { $0.timestamps = (180, 200) }
    talk.a(160, .ack, seq: 1, ack: 1) { ($0.payload, $0.timestamps) = (1000, (302, 101)) }
    talk.b(161, .ack, seq: 1, ack: 1001) { ($0.timestamps, $0.sack) = ((201, echo), [(1, 1001)]) }
    #expect(try retransmission(talk).certainty == certainty)
  }

  /// The original passes behind its copy; from the middle of the path nobody knows whether it arrives.
  @Test func aLateOriginalIsCertainOnlyIfItArrives() throws {
    for isReported in [false, true] {
      var options = AnalysisOptions()
      options.keepsRetransmissions = true
      options.capturePoint = .middle
      let talk = Conversation(options: options)
      talk.handshake()
      for number in UInt32(1)..<5 { send(talk, 30 + Double(number), number) }
      for number in UInt32(1)...3 {
        talk.b(50 + Double(number), .ack, seq: 1, ack: 1) { $0.sack = [(1001, 1001 + number * 1000)] }
      }
      talk.a(75, .ack, seq: 1, ack: 1) {
        $0.payload = 1000
        $0.identification = 130
      }
      talk.a(76, .ack, seq: 1, ack: 1) {
        $0.payload = 1000
        $0.identification = 102
      }
      talk.b(95, .ack, seq: 1, ack: 5001)
      if isReported { talk.b(96, .ack, seq: 1, ack: 5001) { $0.sack = [(1, 1001)] } }
      let retransmission = try retransmission(talk)
      #expect(retransmission.evidence.contains(.lateOriginal))
      #expect(retransmission.certainty == (isReported ? .certain : .likely))
    }
  }

  @Test func aReportOfPartOfACopyIsNotCertain() throws {
    let talk = talk()
    talk.b(52, .ack, seq: 1, ack: 3001)
    talk.a(400, .ack, seq: 3001, ack: 1) { $0.payload = 2000 }
    // The first half was there, the second one was lost.
    talk.b(421, .ack, seq: 1, ack: 5001) { $0.sack = [(3001, 4001)] }
    #expect(try retransmission(talk).certainty == .likely)
  }

  @Test func aLateAnswerToTheOriginalIsADelay() throws {
    let talk = talk()
    talk.b(52, .ack, seq: 1, ack: 1001)
    send(talk, 400, 1)
    talk.b(402, .ack, seq: 1, ack: 5001)
    talk.b(421, .ack, seq: 1, ack: 5001) { $0.sack = [(1001, 2001)] }
    let retransmission = try retransmission(talk)
    #expect(retransmission.kind == .rto)
    #expect(retransmission.certainty == .certain)
    #expect(retransmission.cause == .delaySpike)
    #expect(retransmission.backoff == 0)
  }

  @Test func anAnswerThatComesOnlyWithTheReportMeansLostAcks() throws {
    let talk = talk()
    talk.b(52, .ack, seq: 1, ack: 1001)
    send(talk, 400, 1)
    talk.b(421, .ack, seq: 1, ack: 5001) { $0.sack = [(1001, 2001)] }
    let retransmission = try retransmission(talk)
    #expect(retransmission.certainty == .likely)
    #expect(retransmission.cause == .ackLoss)
  }

  @Test func dataAcknowledgedLongBeforeLeavesTheCauseOpen() throws {
    let lost = talk()
    lost.b(52, .ack, seq: 1, ack: 5001)
    send(lost, 254, 4)
    let retransmission = try retransmission(lost)
    #expect(retransmission.evidence == .acknowledged)
    #expect(retransmission.cause == nil, "lost or late")
  }

  @Test func timeoutsInARowAreCountedUntilProgress() {
    let talk = talk()
    talk.b(52, .ack, seq: 1, ack: 1001)
    send(talk, 400, 1)
    send(talk, 1000, 1)
    send(talk, 2200, 1)
    talk.b(2221, .ack, seq: 1, ack: 2001)
    send(talk, 2700, 2)
    _ = talk.finish()
    let timeouts = talk.classifier.retransmissions.filter { $0.kind == .rto }
    #expect(timeouts.map(\.backoff) == [0, 1, 2, 0])
  }
}
