import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct ClassifierTests {
  @Test func bulkTransferIsNewDataOnly() throws {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<10 {
      let segment = talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
      #expect(segment.segmentClass == .newData)
      #expect(segment.start == Int64(1 + number * 1000))
    }
    talk.b(60, .ack, seq: 1, ack: 10_001)
    let flow = try #require(talk.finish().first).forward
    #expect(flow.uniquePayloadBytes == 10_000)
    #expect(flow.retransmittedPackets == 0)
    #expect(flow.maxBytesInFlight == 10_000)
    #expect(flow.payloadSizeMedianBytes == 1000)
  }

  @Test func repeatedBytesAreRetransmissions() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(31, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    let again = talk.a(90, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(again.segmentClass == .retransmission)
    #expect(again.repeatedBytes == 1000)
    let partial = talk.a(91, .ack, seq: 1501, ack: 1) { $0.payload = 1000 }
    #expect(partial.segmentClass == .retransmission)
    #expect(partial.marks.contains(.partial))
    #expect(partial.newBytes == 500)
    let flow = try #require(talk.finish().first).forward
    #expect(flow.retransmittedPackets == 2)
    #expect(flow.retransmittedBytes == 1500)
    #expect(flow.uniquePayloadBytes == 2500)
  }

  @Test func sequenceWrapIsNoRetransmission() throws {
    let talk = Conversation()
    talk.clientBase = UInt32.max - 1500
    talk.handshake()
    for number in UInt32(0)..<4 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    talk.b(60, .ack, seq: 1, ack: 4001)
    let again = talk.a(61, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    #expect(again.segmentClass == .retransmission)
    #expect(again.marks.contains(.alreadyAcked))
    let flow = try #require(talk.finish().first).forward
    #expect(flow.uniquePayloadBytes == 4000)
    #expect(flow.retransmittedPackets == 1)
    #expect(flow.gapBytes == 0)
  }

  @Test func identificationTellsLateFromRepeated() {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<5 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    let afterGap = talk.a(40, .ack, seq: 7001, ack: 1) {
      $0.payload = 1000
      $0.identification = 120
    }
    #expect(afterGap.segmentClass == .newDataAfterGap)
    let late = talk.a(41, .ack, seq: 5001, ack: 1) {
      $0.payload = 1000
      $0.identification = 118
    }
    #expect(late.segmentClass == .reordered)
    let again = talk.a(100, .ack, seq: 6001, ack: 1) {
      $0.payload = 1000
      $0.identification = 130
    }
    #expect(again.segmentClass == .retransmission)
  }

  @Test func timestampsTellLateFromRepeated() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) {
      $0.payload = 1000
      $0.timestamps = (100, 1)
    }
    talk.a(32, .ack, seq: 3001, ack: 1) {
      $0.payload = 1000
      $0.timestamps = (102, 1)
    }
    let late = talk.a(33, .ack, seq: 1001, ack: 1) {
      $0.payload = 1000
      $0.timestamps = (101, 1)
    }
    #expect(late.segmentClass == .reordered)
    let again = talk.a(34, .ack, seq: 2001, ack: 1) {
      $0.payload = 1000
      $0.timestamps = (103, 1)
    }
    #expect(again.segmentClass == .retransmission)
  }

  @Test func zeroWindowProbesAndKeepAlivesAreNoRetransmissions() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.window = 0 }
    #expect(talk.a(300, .ack, seq: 1000, ack: 1).segmentClass == .zeroWindowProbe)
    #expect(talk.b(320, .ack, seq: 1, ack: 1001) { $0.window = 0 }.ackClass == .zeroWindow)
    let classic = talk.a(800, .ack, seq: 1001, ack: 1) { $0.payload = 1 }
    #expect(classic.segmentClass == .zeroWindowProbe)
    #expect(talk.b(820, .ack, seq: 1, ack: 1001) { $0.window = 500 }.ackClass == .windowUpdate)
    #expect(talk.a(830, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }.segmentClass == .newData)
    talk.b(850, .ack, seq: 1, ack: 2001)
    #expect(talk.a(9000, .ack, seq: 2000, ack: 1).segmentClass == .keepAlive)
    #expect(talk.b(9020, .ack, seq: 1, ack: 2001).ackClass == .none)
    let connection = try #require(talk.finish().first)
    #expect(connection.forward.zeroWindowProbes == 2)
    #expect(connection.forward.keepAlives == 1)
    #expect(connection.forward.retransmittedPackets == 0)
    #expect(connection.backward.zeroWindowAcks == 2)
    #expect(connection.backward.duplicateAcks == 0)
  }

  @Test func copiedFramesCountOnce() throws {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<3 {
      for copy in 0..<2 {
        let segment = talk.a(30 + Double(number) + 0.01 * Double(copy), .ack, seq: 1 + number * 1000, ack: 1)
        {
          $0.payload = 1000
          $0.identification = 200 + UInt16(number)
        }
        #expect(segment.segmentClass == (copy == 0 ? .newData : .captureDuplicate))
      }
    }
    let flow = try #require(talk.finish().first).forward
    #expect(flow.captureDuplicates == 3)
    #expect(flow.dataPackets == 3)
    #expect(flow.retransmittedPackets == 0)
  }

  @Test func aRealRetransmissionWithinAMillisecondIsNoCopy() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(talk.a(30.2, .ack, seq: 1, ack: 1) { $0.payload = 1000 }.segmentClass == .retransmission)
  }

  @Test func networkDuplicatesAreNoRetransmissions() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(31, .ack, seq: 1001, ack: 1) {
      $0.payload = 1000
      $0.identification = 333
    }
    let copy = talk.a(36, .ack, seq: 1001, ack: 1) {
      $0.payload = 1000
      $0.identification = 333
    }
    #expect(copy.segmentClass == .networkDuplicate)
    let flow = try #require(talk.finish().first).forward
    #expect(flow.networkDuplicates == 1)
    #expect(flow.retransmittedPackets == 0)
  }

  @Test func duplicateAcksNeedNewSackInformation() throws {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<5 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    #expect(talk.b(50, .ack, seq: 1, ack: 1001).ackClass == .new)
    #expect(talk.b(51, .ack, seq: 1, ack: 1001) { $0.sack = [(2001, 3001)] }.ackClass == .duplicate)
    #expect(talk.b(52, .ack, seq: 1, ack: 1001) { $0.sack = [(2001, 4001)] }.ackClass == .duplicate)
    #expect(talk.b(53, .ack, seq: 1, ack: 1001) { $0.sack = [(2001, 4001)] }.ackClass == .none)
    let dsack = talk.b(54, .ack, seq: 1, ack: 5001) { $0.sack = [(1001, 2001)] }
    #expect(dsack.marks.contains(.dsack))
    let flow = try #require(talk.finish().first).backward
    #expect(flow.duplicateAcks == 2)
    #expect(flow.dsackBlocks == 1)
  }

  @Test func duplicateAcksWithoutSackFollowRFC5681() {
    let talk = Conversation()
    talk.handshake(sack: false)
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(31, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001)
    #expect(talk.b(51, .ack, seq: 1, ack: 1001).ackClass == .duplicate)
    #expect(talk.b(52, .ack, seq: 1, ack: 1001) { $0.window = 7 }.ackClass == .windowUpdate)
    talk.b(53, .ack, seq: 1, ack: 2001)
    #expect(talk.b(54, .ack, seq: 1, ack: 2001).ackClass == .none, "nothing is outstanding")
  }

  @Test func bytesAcknowledgedButNeverSeenAreTheCapturesFault() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(32, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 4001)
    #expect(talk.b(51, .ack, seq: 1, ack: 5001).ackClass == .unseen)
    let flow = try #require(talk.finish().first).forward
    #expect(flow.gapBytes == 2000)
    #expect(flow.acknowledgedUnseenBytes == 3000)
    #expect(flow.notes.contains(AnalysisNote(.captureDrop, count: 3000)))
  }

  @Test func windowsAreUnknownWithoutHandshake() throws {
    let talk = Conversation()
    talk.a(0, .ack, seq: 1, ack: 1) { $0.payload = 100 }
    #expect(talk.b(10, .ack, seq: 1, ack: 101).windowBytes == -1)
    let connection = try #require(talk.finish().first)
    #expect(connection.backward.advertisedWindowMaxBytes == nil)
    #expect(connection.forward.windowFullEvents == nil)
    #expect(connection.notes.contains(AnalysisNote(.noHandshake)))
    #expect(connection.isRoleGuessed)
    #expect(connection.state == .midstream)
  }

  @Test func toldWindowScaleIsUsed() {
    var options = AnalysisOptions()
    options.windowScales[FlowID(connection: 1, direction: 2)] = 7
    let talk = Conversation(options: options)
    talk.a(0, .ack, seq: 1, ack: 1) { $0.payload = 100 }
    #expect(talk.b(10, .ack, seq: 1, ack: 101) { $0.window = 10 }.windowBytes == 1280)
  }

  @Test func windowsAreScaledByTheSendersShiftAndNotOnSyns() throws {
    let talk = Conversation()
    talk.handshake(scale: 3)
    #expect(talk.results[1].windowBytes == 65_535)
    #expect(talk.b(30, .ack, seq: 1, ack: 1) { $0.window = 100 }.windowBytes == 800)
    #expect(try #require(talk.finish().first).backward.advertisedWindowMinBytes == 800)
  }

  @Test func forgedAcknowledgmentsAreIgnored() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(talk.b(31, .ack, seq: 1, ack: 2_000_000_000).marks.contains(.ackImplausible))
    #expect(talk.b(50, .ack, seq: 1, ack: 1001).ackClass == .new)
    #expect(try #require(talk.finish().first).forward.acknowledgedUnseenBytes == 0)
  }
}
