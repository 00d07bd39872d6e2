import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// What random simulations found, as small as it can be.
@Suite struct LatePacketTests {
  @Test func latePacketsDoNotHideThatIdentificationsCountUp() {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<2 {
      talk.a(25, .ack, seq: 1 + 1000 * number, ack: 1) { $0.payload = 1000 }
    }
    var time = 30.0
    var first: UInt32 = 2001
    for number in UInt16(0)..<6 {
      // Two segments change places and come 50 ms apart: after the RTT of 20 ms only the identification tells.
      talk.a(time, .ack, seq: first + 1000, ack: 1) {
        $0.payload = 1000
        $0.identification = 106 + 2 * number
      }
      let late = talk.a(time + 50, .ack, seq: first, ack: 1) {
        $0.payload = 1000
        $0.identification = 105 + 2 * number
      }
      #expect(late.segmentClass == .reordered, "pair \(number)")
      time += 100
      first += 2000
    }
  }

  /// The host counts for all its connections: after ten seconds the numbers have gone half around.
  @Test func identificationsOfLongAgoDoNotMakeARepeatLate() {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<5 {
      talk.a(25 + Double(number), .ack, seq: 1 + 1000 * number, ack: 1) { $0.payload = 1000 }
    }
    let first = talk.a(400, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    let again = talk.a(10_400, .ack, seq: 1, ack: 1) {
      $0.payload = 1000
      $0.identification = first.segment.identification &+ 40_000
    }
    #expect(first.segmentClass == .retransmission)
    #expect(again.segmentClass == .retransmission)
    #expect(!again.marks.contains(.lateOriginal))
  }

  @Test func synThatTheNetworkDoubledIsNotSentAgain() {
    let talk = Conversation()
    let first = talk.a(0, .syn, seq: 0) { $0.identification = 77 }
    let copy = talk.a(5.6, .syn, seq: 0) { $0.identification = 77 }
    let again = talk.a(1000, .syn, seq: 0) { $0.identification = 78 }
    #expect(first.segmentClass == .syn)
    #expect(copy.segmentClass == .networkDuplicate)
    #expect(again.segmentClass == .synRetransmission)
  }

  @Test func theReportedByteOfAKeepAliveMakesNoRetransmissionNeedless() throws {
    let bytes = try Fixtures.script("keep-alive-reported").pcap()
    var options = AnalysisOptions()
    options.keepsRetransmissions = true
    let analysis = try SimulatedAnalysis.analyze([bytes], options)
    #expect(analysis.retransmissions.count == 1)
    #expect(analysis.retransmissions.first?.certainty == nil)
    let connection = try #require(analysis.connections[1])
    #expect(connection.forward.keepAlives == 1)
    #expect(connection.backward.dsackBlocks == 1)
  }
}
