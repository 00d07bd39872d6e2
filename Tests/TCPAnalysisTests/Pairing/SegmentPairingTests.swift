import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct SegmentPairingTests {
  /// A data segment from A (direction 0) or an ACK from B (direction 1).
  private func segment(
    _ time: Int64, _ direction: UInt8, sequence: UInt32, acknowledgment: UInt32 = 1, identification: UInt16,
    length: UInt32 = 0
  ) -> ClassifiedSegment {
    var item = ClassifiedSegment()
    item.direction = direction
    item.segment.timestamp = time
    item.segment.sequenceNumber = sequence
    item.segment.acknowledgmentNumber = acknowledgment
    item.segment.identification = identification
    item.segment.payloadLength = length
    item.segment.flags = .ack
    return item
  }

  private func pair(_ first: [ClassifiedSegment], _ second: [ClassifiedSegment]) -> SegmentPairing {
    SegmentPairing(first.map(TapPacket.init), second.map(TapPacket.init)) { packet, _ in packet.direction == 0
    }
  }

  @Test func lostSegmentHasNoTwinAndItsCopyHasOne() {
    let first = [
      segment(0, 0, sequence: 1, identification: 10, length: 100),
      segment(10, 0, sequence: 101, identification: 11, length: 100),
      segment(500, 0, sequence: 1, identification: 12, length: 100),
    ]
    let second = [
      segment(60, 0, sequence: 101, identification: 11, length: 100),
      segment(550, 0, sequence: 1, identification: 12, length: 100),
    ]
    let pairing = pair(first, second)
    #expect(pairing.twins == [nil, 0, 1])
    #expect(pairing.unpaired.isEmpty)
    #expect(pairing.leastDelays.forward == 50)
  }

  @Test func identificationsWrittenAnewAreNotCompared() {
    let first = (0..<20).map { segment(Int64($0), 0, sequence: UInt32($0), identification: 100, length: 1) }
    let second = (0..<20).map {
      segment(Int64($0) + 5, 0, sequence: UInt32($0), identification: 900, length: 1)
    }
    #expect(pair(first, second).twins == Array(0..<20))
  }

  @Test func directionTellsEqualNumbersApart() {
    let pairing = pair(
      [segment(0, 0, sequence: 1, identification: 0)], [segment(5, 1, sequence: 1, identification: 0)])
    #expect(pairing.twins == [nil])
    #expect(pairing.unpaired == [0])
  }

  @Test func clocksAreShiftedOnlyIfTheyCannotBeRight() {
    func shift(_ offset: Int64) -> Int64 {
      pair(
        [segment(1000, 0, sequence: 1, identification: 1), segment(2060, 1, sequence: 1, identification: 2)],
        [
          segment(1020 + offset, 0, sequence: 1, identification: 1),
          segment(2040 + offset, 1, sequence: 1, identification: 2),
        ]
      ).clockShift
    }
    #expect(shift(0) == 0)
    #expect(shift(15) == 0)
    #expect(shift(300) == -300)
    #expect(shift(-100) == 100)
  }
}
