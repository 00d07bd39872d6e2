import PacketCapture
import Testing

@testable import TCPAnalysis

/// What is told of packets between two captures, on the smallest exchanges that show it.
@Suite struct PathTransitTests {
  private func packet(
    _ time: Int64, _ start: Int64, _ length: UInt32, identification: UInt16 = 0, frame: UInt64 = 0
  ) -> TapPacket {
    var item = ClassifiedSegment()
    item.start = start
    item.end = start + Int64(length)
    item.segment.timestamp = time
    item.segment.frame = frame
    item.segment.sequenceNumber = UInt32(truncatingIfNeeded: start)
    item.segment.acknowledgmentNumber = 1
    item.segment.identification = identification
    item.segment.payloadLength = length
    item.segment.flags = .ack
    return TapPacket(item)
  }

  private func transit(
    _ sent: [TapPacket], _ arrived: [TapPacket], covered: ClosedRange<Int64> = 0...1_000_000
  ) -> PathTransit {
    let pairing = SegmentPairing(sent, arrived) { _, _ in true }
    return PathTransit(sent: sent, arrived: arrived, twins: pairing.twins, covered: covered)
  }

  @Test func whatIsMissingInsideOfTheOtherCaptureIsLost() {
    let sent = [packet(0, 1, 100), packet(10, 101, 100), packet(20, 201, 0), packet(900, 201, 100)]
    let transit = transit(sent, [packet(50, 1, 100)], covered: 40...100)
    #expect(transit.passages.map(\.fate) == [.arrived, .lost, .lost, .unknown])
    #expect(transit.passages.map(\.lostBytes) == [0, 100, 0, 0])
    #expect(transit.leastDelay == 50)
  }

  /// Without time stamps and identifications a retransmission equals its original.
  @Test func ofEqualPacketsTheNewestThatCanHaveArrivedDid() {
    let sent = [packet(0, 1, 100), packet(5, 101, 100), packet(300, 1, 100)]
    let transit = transit(sent, [packet(55, 101, 100), packet(350, 1, 100)])
    #expect(transit.passages.map(\.fate) == [.lost, .arrived, .arrived])
    #expect(transit.passages[2].delay == 50)
    // The original arrived late, the copy was lost.
    let late = self.transit(sent, [packet(55, 101, 100), packet(290, 1, 100)])
    #expect(late.passages.map(\.fate) == [.arrived, .arrived, .lost])
  }

  @Test func packetBehindALaterOneIsOvertaken() {
    let sent = [packet(0, 1, 100), packet(10, 101, 100), packet(20, 201, 100)]
    let transit = transit(sent, [packet(60, 101, 100), packet(70, 201, 100), packet(90, 1, 100)])
    #expect(transit.passages.map(\.isReordered) == [true, false, false])
  }

  @Test func copiesAndStrangersAreToldApart() {
    let sent = [packet(0, 1, 100, identification: 7), packet(10, 101, 100, identification: 8)]
    let arrived = [
      packet(50, 1, 100, identification: 7), packet(51, 1, 100, identification: 7),
      packet(60, 101, 100, identification: 8), packet(70, 5000, 0, identification: 99),
    ]
    let transit = transit(sent, arrived)
    #expect(transit.passages.map(\.fate) == [.arrived, .arrived])
    #expect(transit.passages[0].delay == 50)
    #expect(transit.copies.map(\.time) == [51])
    #expect(transit.strangers.map(\.start) == [5000])
  }

  /// Segmentation offload beside the sender: the wire carried three packets, of which one was lost.
  @Test func partsOfALargePacketAreAddedUp() {
    let sent = [packet(0, 1, 0), packet(5, 1, 300), packet(400, 101, 100)]
    let arrived = [packet(50, 1, 0), packet(56, 1, 100), packet(57, 201, 100), packet(450, 101, 100)]
    let transit = transit(sent, arrived)
    #expect(transit.passages.map(\.fate) == [.arrived, .partlyLost, .arrived])
    #expect(transit.passages.map(\.lostBytes) == [0, 100, 0])
    #expect(transit.passages[1].arrivedAt == 57)
    #expect(transit.strangers.isEmpty)
  }

  /// Receive offload beside the receiver: one packet in its capture was three on the wire.
  @Test func mergedPacketsArriveInParts() {
    let sent = [packet(0, 1, 0), packet(5, 1, 100), packet(6, 101, 100), packet(7, 201, 100)]
    let transit = transit(sent, [packet(50, 1, 0), packet(60, 1, 300)])
    #expect(transit.passages.map(\.fate) == [.arrived, .arrivedInParts, .arrivedInParts, .arrivedInParts])
    #expect(transit.strangers.isEmpty)
  }

  @Test func sequenceNumbersOfCapturesThatBeganLaterAreMovedTogether() {
    var late = [packet(56, 1, 100), packet(60, 101, 200)]
    // The other capture saw no handshake: its first byte is 1 there, 5001 here.
    late[0].sequenceNumber = 5001
    late[1].sequenceNumber = 5101
    let transit = transit([packet(0, 5001, 100), packet(1, 5101, 100), packet(2, 5201, 100)], late)
    #expect(transit.passages.map(\.fate) == [.arrived, .arrivedInParts, .arrivedInParts])
  }

  @Test func equalPacketsOfAHostileCaptureTakeLinearTime() {
    // A quadratic step would need minutes for this.
    let sent = (0..<60_000).map { packet(Int64($0), 1, 100) }
    let arrived = (0..<30_000).map { packet(100_000 + Int64($0), 1, 100) }
    let transit = transit(sent, arrived, covered: 0...10_000_000)
    #expect(transit.passages.count { $0.fate == .arrived } == 30_000)
    let parts = (0..<30_000).map { packet(100_000 + Int64($0), 1, 50) }
    #expect(self.transit(sent, parts, covered: 0...10_000_000).passages.count == 60_000)
  }
}
