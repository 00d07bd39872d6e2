import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct ConnectionTests {
  @Test func completeConnectionHasStateHistoryAndCompleteness() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, [.ack, .psh], seq: 1, ack: 1) { $0.payload = 100 }
    talk.b(50, .ack, seq: 1, ack: 101)
    talk.b(60, [.ack, .psh], seq: 1, ack: 101) { $0.payload = 50 }
    talk.a(61, [.ack, .fin], seq: 101, ack: 51)
    talk.b(80, [.ack, .fin], seq: 51, ack: 102)
    talk.a(81, .ack, seq: 102, ack: 52)
    let connection = try #require(talk.finish().first)
    #expect(connection.state == .finished)
    #expect(connection.history == "ShADadFf")
    #expect(connection.completeness == 31)
    #expect(connection.handshakeFar == 20_000_000)
    #expect(connection.handshakeNear == 100_000)
    #expect(connection.capturePoint == .initiator)
    #expect(!connection.isRoleGuessed)
  }

  @Test func refusedConnectionIsRejected() throws {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0)
    talk.b(1, [.rst, .ack], seq: 0, ack: 1)
    let connection = try #require(talk.finish().first)
    #expect(connection.state == .rejected)
    #expect(connection.completeness == 33)
  }

  @Test func unansweredSynsAreRetransmissions() throws {
    let talk = Conversation()
    for (index, time) in [0.0, 1000, 3000].enumerated() {
      let segment = talk.a(time, .syn, seq: 0)
      #expect(segment.segmentClass == (index == 0 ? .syn : .synRetransmission))
    }
    let connection = try #require(talk.finish().first)
    #expect(connection.state == .attempt)
    #expect(connection.forward.retransmittedPackets == 2)
    #expect(connection.notes.contains(AnalysisNote(.oneSided)))
  }

  @Test func handshakeTimeIsUnknownAfterARepeatedSyn() throws {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0)
    talk.a(1000, .syn, seq: 0)
    talk.b(1020, [.syn, .ack], seq: 0, ack: 1)
    talk.a(1021, .ack, seq: 1, ack: 1)
    #expect(try #require(talk.finish().first).handshakeFar == nil)
  }

  @Test func echoedTimestampTellsWhichSynWasAnswered() throws {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.timestamps = (10, 0) }
    talk.a(1000, .syn, seq: 0) { $0.timestamps = (1010, 0) }
    talk.b(1020, [.syn, .ack], seq: 0, ack: 1) { $0.timestamps = (5, 1010) }
    #expect(try #require(talk.finish().first).handshakeFar == 20_000_000)
  }

  @Test func newInitialSequenceNumberOpensANewConnection() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, [.rst], seq: 1)
    talk.clientBase = 900_000
    talk.serverBase = 70_000
    talk.handshake()
    let connections = talk.finish()
    #expect(connections.map(\.id) == [1, 2])
    #expect(connections[1].notes.contains(AnalysisNote(.portReused)))
    #expect(connections[0].state == .resetByInitiator)
  }

  @Test func sameInitialSequenceNumberStaysInTheConnection() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0)
    talk.b(1, [.rst, .ack], seq: 0, ack: 1)
    talk.a(500, .syn, seq: 0)
    let connections = talk.finish()
    #expect(connections.count == 1)
    #expect(connections[0].notes.contains(AnalysisNote(.retryAfterRst)))
  }

  @Test func sameInitialSequenceNumberAfterFourMinutesIsAReplay() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0)
    talk.a(300_000, .syn, seq: 0)
    let connections = talk.finish()
    #expect(connections.count == 2)
    #expect(connections[1].notes.contains(AnalysisNote(.replayed)))
  }

  @Test func quietConnectionsArePackedAndFoundAgain() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(40, .ack, seq: 1, ack: 1001)
    // Another connection keeps the clock going until the first is swept away.
    for number in 0..<66_000 {
      var segment = Segment()
      segment.source = IPAddress(ipv4: 1)
      segment.destination = IPAddress(ipv4: 2)
      segment.sourcePort = 1
      segment.destinationPort = 2
      segment.flags = .ack
      segment.identification = UInt16(truncatingIfNeeded: number)
      segment.timestamp = 1_700_000_000_000_000_000 + Int64(number) * 2_000_000
      segment.marks = .matchesFilter
      let place = UnsafeMutablePointer<ClassifiedSegment>.allocate(capacity: 1)
      place.initialize(to: ClassifiedSegment())
      talk.classifier.classify(segment, into: place)
      place.deallocate()
    }
    #expect(talk.classifier.records.isFinished(0))
    let again = talk.a(200_000, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(again.connection == 0)
    #expect(again.segmentClass == .retransmission)
    let new = talk.a(200_001, .ack, seq: 1001, ack: 1) { $0.payload = 500 }
    #expect(new.segmentClass == .newData)
    let connection = try #require(talk.finish().first)
    #expect(connection.forward.uniquePayloadBytes == 1500)
    #expect(connection.forward.packets == 5)
    #expect(connection.notes.contains(AnalysisNote(.reopened)))
  }

  @Test(arguments: [("3", 3, nil), ("12.1", 12, 1), ("1.2", 1, 2)] as [(String, Int, Int?)])
  func flowIdsAreRead(text: String, connection: Int, direction: Int?) {
    #expect(FlowID(text) == FlowID(connection: connection, direction: direction))
  }

  @Test(arguments: ["", "0", "1.3", "1.", ".1", "a", "1.1.1", "-1", "99999999999999999999"])
  func wrongFlowIdsAreRefused(text: String) {
    #expect(FlowID(text) == nil)
  }
}
