import PacketCapture
import Testing

@testable import TCPAnalysis

/// The bytes on their way against values worked out by hand from RFC 6675, section 4.
@Suite struct PipeTests {
  /// Ten segments of 1000 bytes, sent at 30 ms by A.
  private func tenSegments(sack: Bool = true) -> Conversation {
    let talk = Conversation()
    talk.handshake(sack: sack)
    for index in 0..<10 {
      talk.a(30 + Double(index) / 100, .ack, seq: 1 + UInt32(index) * 1000, ack: 1) { $0.payload = 1000 }
    }
    return talk
  }

  @Test func withoutLossThePipeIsWhatIsInFlight() {
    let talk = tenSegments()
    #expect(talk.results.suffix(10).map(\.pipeBytes) == (1...10).map { $0 * 1000 })
    let ack = talk.b(50, .ack, seq: 1, ack: 2001)
    #expect(ack.pipeBytes == 8000)
    #expect(ack.bytesInFlight == 8000)
  }

  @Test func sackTakesAwayWhatArrivedAndThenWhatIsLost() {
    let talk = tenSegments()
    let pipes = [2001, 3001, 4001].map { right in
      talk.b(50, .ack, seq: 1, ack: 1) { $0.sack = [(1001, UInt32(right))] }.pipeBytes
    }
    // The third block is more than two segments: the first segment counts as lost from then on.
    #expect(pipes == [9000, 8000, 6000])
    let resent = talk.a(50.1, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(resent.segmentClass == .retransmission)
    #expect(resent.pipeBytes == 7000)
    #expect(resent.bytesInFlight == 10_000)
    #expect(talk.b(70, .ack, seq: 1, ack: 4001).pipeBytes == 6000)
    #expect(talk.b(71, .ack, seq: 1, ack: 10_001).pipeBytes == 0)
  }

  @Test func aTimeoutMakesEverythingLost() {
    let talk = tenSegments()
    let probe = talk.a(1500, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(probe.kind == .rto)
    #expect(probe.pipeBytes == 1000)
    let ack = talk.b(1520, .ack, seq: 1, ack: 1001)
    #expect(ack.pipeBytes == 0)
    #expect(ack.bytesInFlight == 9000)
    #expect(talk.a(1520.1, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }.pipeBytes == 1000)
    // New data behind the timeout is on its way, and what SACK says of it has arrived.
    #expect(talk.a(1520.2, .ack, seq: 10_001, ack: 1) { $0.payload = 1000 }.pipeBytes == 2000)
    #expect(talk.b(1540, .ack, seq: 1, ack: 2001) { $0.sack = [(10_001, 11_001)] }.pipeBytes == 0)
  }

  @Test func withoutSackEachDuplicateIsASegmentThatArrived() {
    let talk = tenSegments(sack: false)
    let pipes = (0..<3).map { _ in talk.b(50, .ack, seq: 1, ack: 1).pipeBytes }
    // With the third duplicate the first segment counts as lost.
    #expect(pipes == [9000, 8000, 6000])
    #expect(talk.a(50.1, .ack, seq: 1, ack: 1) { $0.payload = 1000 }.pipeBytes == 7000)
    #expect(talk.b(70, .ack, seq: 1, ack: 10_001).pipeBytes == 0)
  }

  @Test func dataWithAnAckTellsOfBothFlows() {
    let talk = tenSegments()
    let answer = talk.b(50, .ack, seq: 1, ack: 3001) { $0.payload = 500 }
    #expect(answer.pipeBytes == 500)
    #expect(answer.peerPipeBytes == 7000)
    #expect(answer.peerBytesInFlight == 7000)
  }

  @Test func roomIsWhatTheWindowAllowsAboveTheHighestByte() {
    let talk = Conversation()
    talk.window = 10_000
    talk.handshake(scale: nil)
    let first = talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(first.windowRoom == 9000)
    #expect(talk.b(50, .ack, seq: 1, ack: 1001).windowRoom == 10_000)
  }
}
