import PacketCapture
import Testing

@testable import TCPAnalysis

/// ECN: its setup, marks, echoes, and what is odd about them.
@Suite struct CongestionNotificationTests {
  /// A handshake with the given flags beside SYN.
  private func talk(_ syn: TCPFlags, _ synAck: TCPFlags, isReceiverSide: Bool = false) -> Conversation {
    let talk = Conversation()
    let options: (inout Conversation.Extra) -> Void = { $0.mss = 1000 }
    let (far, near) = isReceiverSide ? (0.1, 20.0) : (20.0, 0.1)
    talk.a(0, TCPFlags.syn.union(syn), seq: 0, options)
    talk.b(far, TCPFlags([.syn, .ack]).union(synAck), seq: 0, ack: 1, options)
    talk.a(far + near, .ack, seq: 1, ack: 1)
    return talk
  }

  private func data(_ talk: Conversation, _ time: Double, _ index: UInt32, ecn: UInt8) {
    talk.a(time, .ack, seq: 1 + index * 1000, ack: 1) {
      $0.payload = 1000
      $0.ecn = ecn
    }
  }

  private static let classic: TCPFlags = [.ece, .cwr]
  private static let offer: TCPFlags = [.ae, .ece, .cwr]

  @Test(
    arguments: [
      ([], [], .notOffered), (classic, [], .refused), (classic, .ece, .classic),
      (classic, classic, .brokenReflection), (offer, .ece, .classic), (offer, [], .refused),
      (offer, .cwr, .accurate), (offer, [.ae], .accurate), (offer, [.ae, .cwr], .accurate),
      (offer, offer, .brokenReflection), (offer, [.ae, .ece], .classic),
    ] as [(TCPFlags, TCPFlags, CongestionNotification)])
  func setupIsReadFromBothSyns(syn: TCPFlags, synAck: TCPFlags, expected: CongestionNotification) {
    #expect(talk(syn, synAck).finish()[0].congestionNotification == expected)
  }

  @Test func anEchoUntilCWRIsOneEpisode() {
    let talk = talk(Self.classic, .ece)
    for index in 0..<4 as Range<UInt32> { data(talk, 30, index, ecn: index == 1 ? 3 : 2) }
    talk.b(50, .ack, seq: 1, ack: 1001)
    talk.b(50.1, [.ack, .ece], seq: 1, ack: 2001)
    talk.b(50.2, [.ack, .ece], seq: 1, ack: 3001)
    talk.b(50.3, .ack, seq: 1, ack: 4001)
    talk.b(50.4, [.ack, .ece], seq: 1, ack: 4001)
    let connection = talk.finish()[0]
    #expect(connection.backward.congestionEchoes == 2)
    #expect(connection.forward.cePackets == 1)
    #expect(connection.forward.ectPackets == 3)
    #expect(connection.forward.ect1Packets == 0)
  }

  @Test func theFlightAfterAnEchoTellsHowTheSenderReacts() {
    let talk = talk(Self.classic, .ece)
    for index in 0..<8 as Range<UInt32> { data(talk, 30, index, ecn: index == 1 ? 3 : 2) }
    talk.b(50, [.ack, .ece], seq: 1, ack: 1001)
    talk.b(51, [.ack, .ece], seq: 1, ack: 5001)
    data(talk, 52, 8, ecn: 2)
    // 8000 bytes were out at the first echo, 4000 are when it ends.
    talk.b(72, .ack, seq: 1, ack: 5001)
    #expect(talk.finish()[0].forward.congestionResponse == 0.5)
  }

  @Test func changedCodepointsOfTheHandshakeAreSaid() {
    // CWR alone: the SYN arrived as not ECT, as it was sent.
    #expect(!talk(Self.offer, .cwr).finish()[0].notes.contains { $0.code == .ecnSynChanged })
    // AE and CWR: it arrived with CE.
    #expect(talk(Self.offer, [.ae, .cwr]).finish()[0].notes.contains { $0.code == .ecnSynChanged })
    // What left with a codepoint that allows marks was marked on the way.
    let marked = Conversation()
    marked.a(0, TCPFlags.syn.union(Self.offer), seq: 0) { $0.ecn = 2 }
    marked.b(20, [.syn, .ack, .ae, .cwr], seq: 0, ack: 1)
    marked.a(20.1, .ack, seq: 1, ack: 1)
    #expect(!marked.finish()[0].notes.contains { $0.code == .ecnSynChanged })
  }

  @Test func theCounterOfAccurateECNIsUnwrapped() {
    let talk = talk(Self.offer, .cwr)
    for index in 0..<10 as Range<UInt32> { data(talk, 30, index, ecn: 1) }
    // It starts at 5: 6 is the first mark, 1 (modulo 8) the fourth.
    talk.b(50, [.ack, .ae, .ece], seq: 1, ack: 1001)
    talk.b(50.1, [.ack, .ae, .cwr], seq: 1, ack: 3001)
    talk.b(50.2, [.ack, .ece], seq: 1, ack: 7001)
    let connection = talk.finish()[0]
    #expect(connection.backward.accurateMarkedPackets == 4)
    #expect(connection.backward.congestionEchoes == nil)
    #expect(connection.forward.ect1Packets == 10)
    #expect(connection.notes.contains { $0.code == .accurateECN })
  }

  @Test func theCounterOfMarkedBytesIsUnwrapped() {
    let talk = talk(Self.offer, .cwr)
    for index in 0..<4 as Range<UInt32> { data(talk, 30, index, ecn: 1) }
    let counters: [UInt32] = [0, 0x80_0000 - 1000, 0xFF_0000, 0xFE_0000, 500]
    for (index, bytes) in counters.enumerated() {
      talk.b(50 + Double(index), .ack, seq: 1, ack: 1001 + UInt32(min(index, 3)) * 1000) {
        $0.markedBytes = bytes
      }
    }
    let connection = talk.finish()[0]
    // Once around; what looks like a step back was overtaken.
    let bytes = connection.backward.accurateMarkedBytes
    #expect(bytes == 16_777_716)
    #expect(connection.forward.accurateMarkedBytes == nil)
  }

  @Test func clearedCodepointsAreBleachedOnlyBesideTheReceiver() {
    for isReceiverSide in [true, false] {
      let talk = talk(Self.classic, .ece, isReceiverSide: isReceiverSide)
      data(talk, 30, 0, ecn: 0)
      let codes = talk.finish()[0].forward.notes.map(\.code)
      #expect(codes.contains(isReceiverSide ? .ecnBleached : .ecnUnused))
      #expect(!codes.contains(isReceiverSide ? .ecnUnused : .ecnBleached))
    }
  }

  @Test func anEchoWithoutAMarkIsOddBesideTheReceiver() {
    let talk = talk(Self.classic, .ece, isReceiverSide: true)
    data(talk, 30, 0, ecn: 2)
    talk.b(30.1, [.ack, .ece], seq: 1, ack: 1001)
    #expect(talk.finish()[0].forward.notes.contains { $0.code == .ecnEchoWithoutMark })
  }

  @Test func aMarkWithoutSetupIsOdd() {
    let talk = talk([], [])
    data(talk, 30, 0, ecn: 3)
    let note = talk.finish()[0].forward.notes.first { $0.code == .ecnMarkWithoutSetup }
    #expect(note?.count == 1)
  }

  @Test func anAckThatOnlySignalsMultipathIsNoDuplicate() {
    let talk = Conversation()
    talk.handshake(sack: false)
    data(talk, 30, 0, ecn: 0)
    #expect(talk.b(50, .ack, seq: 1, ack: 1) { $0.isMultipath = true }.ackClass != .duplicate)
    #expect(talk.b(51, .ack, seq: 1, ack: 1).ackClass == .duplicate)
  }
}
