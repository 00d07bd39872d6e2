import PacketCapture
import Testing

@testable import TCPAnalysis

/// What a flow's summary says of round trips, rates, first flight, windows and clock.
@Suite struct SeriesSummaryTests {
  private func send(_ talk: Conversation, _ time: Double, _ index: UInt32, value: UInt32? = nil) {
    talk.a(time, .ack, seq: 1 + index * 1000, ack: 1) {
      $0.payload = 1000
      if let value { $0.timestamps = (value, 1) }
    }
  }

  @Test func theHandshakeCountsForTheBaseRoundTrip() throws {
    let talk = Conversation()
    talk.handshake()
    send(talk, 100, 0)
    talk.b(150, .ack, seq: 1, ack: 1001)
    let flow = talk.finish()[0].forward
    #expect(flow.roundTripTime?.minimum == 50_000_000)
    #expect(flow.baseRoundTripTime == 20_100_000)
  }

  @Test func bothSidesAddedAreTheWholePath() {
    let talk = Conversation()
    // From the middle: 12 ms to B and back, 8 ms to A and back, without a handshake.
    talk.b(90, .ack, seq: 1, ack: 1)
    for index in 0..<3 as Range<UInt32> {
      let start = 100 + 100 * Double(index)
      talk.a(start, .ack, seq: 1 + index * 1000, ack: 1 + index * 500) { $0.payload = 1000 }
      talk.b(start + 12 + Double(index), .ack, seq: 1 + index * 500, ack: 1 + (index + 1) * 1000) {
        $0.payload = 500
      }
      talk.a(start + 20 + 2 * Double(index), .ack, seq: 1 + (index + 1) * 1000, ack: 1 + (index + 1) * 500)
    }
    let connection = talk.finish()[0]
    #expect(connection.forward.pathRoundTripTime == 20_000_000)
    #expect(connection.backward.pathRoundTripTime == 20_000_000)
    #expect(!connection.notes.contains { $0.code == .noPathRoundTrip })
    // B spoke first: the data of A travels in the second flow.
    let metric = RTTMetric(SeriesScope(flow: FlowID(connection: 1, direction: 2)), method: .path)
    SeriesSample.feed(metric, talk)
    #expect(metric.series.samples == [20, 22, 24].map { $0 * 1_000_000 })
    #expect(metric.series.senderParts == [8, 9, 10].map { $0 * 1_000_000 })
    #expect(metric.series.distances == [8, 9, 10].map { $0 * 1_000_000 })
    #expect(metric.series.senderSamples == 3)
  }

  @Test func withoutDataOfTheOtherFlowTheHandshakeMeasuresTheWayToTheSender() {
    let talk = SeriesSample.threeSegments()
    let metric = RTTMetric(SeriesScope(flow: SeriesSample.flow), method: .path)
    SeriesSample.feed(metric, talk)
    #expect(metric.series.samples == [21_100_000, 22_100_000])
    #expect(metric.series.senderSamples == 1)
    let noHandshake = Conversation()
    send(noHandshake, 100, 0)
    noHandshake.b(120, .ack, seq: 1, ack: 1001)
    let empty = RTTMetric(SeriesScope(flow: SeriesSample.flow), method: .path)
    SeriesSample.feed(empty, noHandshake)
    #expect(empty.series.samples.isEmpty && empty.series.times.isEmpty)
    let connection = noHandshake.finish()[0]
    #expect(connection.forward.pathRoundTripTime == nil)
    #expect(connection.notes.contains { $0.code == .noPathRoundTrip })
  }

  @Test func largeSegmentsCountAsOftenAsTheyWereOnTheWire() {
    let talk = Conversation()
    talk.handshake()
    for (index, size) in [UInt32(3500), 1000, 2000].enumerated() {
      talk.a(30 + Double(index), .ack, seq: 1 + UInt32(index) * 4000, ack: 1) { $0.payload = size }
    }
    let flow = talk.finish()[0].forward
    // 4, 1 and 2.
    #expect(flow.estimatedWireDataPackets == 7)
    // 5 packets captured in 32 ms, 4 more on the wire; 54 bytes of headers and 24 beside each.
    #expect(flow.wireBitsPerSecond == 8e9 * Double(6500 + 9 * (54 + 24)) / 32e6)
  }

  @Test func theMostLateSegmentIsKept() {
    let talk = Conversation()
    talk.handshake()
    for (index, number) in [UInt32(0), 2, 3, 1, 5, 4].enumerated() {
      talk.a(30 + Double(index), .ack, seq: 1 + number * 1000, ack: 1) {
        $0.payload = 1000
        $0.identification = 200 + UInt16(number)
      }
    }
    let flow = talk.finish()[0].forward
    #expect(flow.reorderedPackets == 2)
    #expect(flow.reorderingExtent == 2)
    #expect(flow.reorderingLag == 2_000_000)
  }

  @Test func theBaseIsTheLeastOfTenSeconds() {
    var window = WindowedMinimum()
    let values: [(Int64, Int64)] = [(0, 5), (4, 3), (9, 7), (14, 6), (15, 9), (26, 8)]
    let bases = values.map { window.add($0.1, at: $0.0 * 1_000_000_000) }
    #expect(bases == [5, 3, 3, 3, 6, 8])
    // 20 ms for 12 s, then 30 ms for 28 s: the base went up.
    let talk = Conversation()
    talk.handshake()
    for index in 0..<400 as Range<UInt32> {
      let time = 100 + 100 * Double(index)
      send(talk, time, index)
      talk.b(time + (index < 120 ? 20 : 30), .ack, seq: 1, ack: 1 + (index + 1) * 1000)
    }
    let flow = talk.finish()[0].forward
    #expect(flow.greatestBaseRoundTripTime == 30_000_000)
    #expect(flow.roundTripTime?.minimum == 20_000_000)
  }

  @Test func severalSynsWithoutEchoLeaveTheHandshakeOut() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.mss = 1000 }
    talk.a(1000, .syn, seq: 0) { $0.mss = 1000 }
    talk.b(1020, [.syn, .ack], seq: 0, ack: 1) { $0.mss = 1000 }
    talk.a(1020.1, .ack, seq: 1, ack: 1)
    let connection = talk.finish()[0]
    #expect(connection.handshakeRTT == nil)
    #expect(connection.isHandshakeAmbiguous)
    #expect(connection.notes.contains { $0.code == .handshakeAmbiguous })
  }

  @Test func theEchoPicksTheSyn() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.timestamps = (100, 0) }
    talk.a(1000, .syn, seq: 0) { $0.timestamps = (1100, 0) }
    talk.b(1020, [.syn, .ack], seq: 0, ack: 1) { $0.timestamps = (7, 1100) }
    talk.a(1020.1, .ack, seq: 1, ack: 1) { $0.timestamps = (1120, 7) }
    let connection = talk.finish()[0]
    #expect(connection.handshakeFar == 20_000_000)
    // SYN and SYN/ACK carry time stamps that are echoed: a sample for each flow.
    #expect(connection.forward.roundTripTimeByTimestamps?.minimum == 20_000_000)
    #expect(connection.backward.roundTripTimeByTimestamps?.minimum == 100_000)
  }

  @Test func ratesHaveTheirOwnNumeratorAndDenominator() throws {
    let talk = Conversation()
    talk.handshake()
    for index in 0..<20 { send(talk, 100 + Double(index) * 10, UInt32(index)) }
    send(talk, 295, 19)
    talk.b(310, .ack, seq: 1, ack: 16_001) { $0.sack = [(17_001, 20_001)] }
    let flow = talk.finish()[0].forward
    #expect(flow.payloadBytes == 21_000)
    #expect(flow.acknowledgedBytes == 16_000)
    #expect(flow.deliveredBytes == 19_000)
    #expect(flow.dataDuration == 195_000_000)
    #expect(flow.acknowledgedDuration == 210_000_000)
    #expect(flow.payloadBitsPerSecond == 8e9 * 21_000 / 195e6)
    #expect(flow.goodputBitsPerSecond == 8e9 * 20_000 / 195e6)
    #expect(flow.acknowledgedBitsPerSecond == 8e9 * 16_000 / 210e6)
    #expect(flow.deliveryBitsPerSecond == 8e9 * 19_000 / 210e6)
    // 23 packets from 0 to 295 ms, 54 bytes of headers each, 24 bytes on the wire.
    #expect(flow.ipBitsPerSecond == 8e9 * Double(21_000 + 23 * 40) / 295e6)
    #expect(flow.wireBitsPerSecond == 8e9 * Double(21_000 + 23 * (54 + 24)) / 295e6)
  }

  @Test func theMeanInFlightIsWeighedByTime() {
    let talk = Conversation()
    talk.handshake()
    // 16 times: 1000 bytes for 20 of 100 ms.
    for index in 0..<16 {
      send(talk, 100 + Double(index) * 100, UInt32(index))
      talk.b(120 + Double(index) * 100, .ack, seq: 1, ack: UInt32(index + 1) * 1000 + 1)
    }
    let mean = talk.finish()[0].forward.meanBytesInFlight ?? 0
    #expect(abs(mean - 1000 * 16 * 20 / 1520) <= 1)
  }

  @Test func besideTheSenderTheFirstAckEndsTheFirstFlight() {
    let talk = Conversation()
    talk.handshake()
    for index in 0..<10 { send(talk, 21, UInt32(index)) }
    talk.b(41, .ack, seq: 1, ack: 2001)
    send(talk, 41.1, 10)
    let flow = talk.finish()[0].forward
    #expect(flow.initialWindowBytes == 10_000)
    #expect(flow.initialWindowSegments == 10)
  }

  @Test func besideTheReceiverAPauseEndsIt() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.mss = 1000 }
    talk.b(0.1, [.syn, .ack], seq: 0, ack: 1) { $0.mss = 1000 }
    talk.a(20.1, .ack, seq: 1, ack: 1)
    for index in 0..<10 {
      send(talk, 21 + Double(index) / 10, UInt32(index))
      talk.b(21.05 + Double(index) / 10, .ack, seq: 1, ack: UInt32(index + 1) * 1000 + 1)
    }
    send(talk, 41, 10)
    let connection = talk.finish()[0]
    #expect(connection.capturePoint == .responder)
    #expect(connection.forward.initialWindowBytes == 10_000)
  }

  @Test func anEdgeThatMovesLeftIsCountedOnce() {
    let talk = Conversation()
    talk.handshake(scale: nil)
    for index in 0..<3 { send(talk, 30, UInt32(index)) }
    talk.b(50, .ack, seq: 1, ack: 1001) { $0.window = 20_000 }
    talk.b(51, .ack, seq: 1, ack: 2001) { $0.window = 10_000 }
    talk.b(52, .ack, seq: 1, ack: 3001) { $0.window = 9000 }
    #expect(talk.finish()[0].backward.windowShrinks == 1)
  }

  @Test func whatWasSentBoundsAnUnknownScaleFromBelow() {
    let talk = Conversation()
    send(talk, 0, 0)
    talk.b(20, .ack, seq: 1, ack: 1001) { $0.window = 1000 }
    for index in 1..<8 { send(talk, 21, UInt32(index)) }
    talk.b(40, .ack, seq: 1, ack: 8001) { $0.window = 1000 }
    let flows = talk.finish()[0]
    // 7000 bytes behind a field of 1000: at least 2^3.
    #expect(flows.backward.windowScaleLowerBound == 3)
    #expect(flows.forward.windowScaleLowerBound == nil)
  }

  @Test(arguments: [(1.0, 1000.0), (4.0, 250.0), (0.001, 1_000_000.0), (7.0, 142.857143)])
  func theClockIsFoundAndSnapped(millisecondsPerTick: Double, hertz: Double) throws {
    let talk = Conversation()
    talk.handshake()
    for index in 0..<400 {
      let time = 100 + Double(index) * 10
      // Every tenth segment waits 3 ms behind its time stamp.
      let ticks = UInt32(truncatingIfNeeded: Int64(time / millisecondsPerTick)) &+ 4_294_900_000
      send(talk, time + (index % 10 == 0 ? 3 : 0), UInt32(index), value: ticks)
    }
    let found = try #require(talk.finish()[0].forward.timestampClockHertz)
    #expect(abs(found - hertz) <= 0.01 * hertz)
    if hertz != 142.857143 { #expect(found == hertz) }
  }

  @Test func fastOpenDataThatWasNotAcceptedIsNotLost() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.payload = 500 }
    talk.b(20, [.syn, .ack], seq: 0, ack: 1)
    let again = talk.a(20.1, .ack, seq: 1, ack: 1) { $0.payload = 500 }
    #expect(again.segmentClass == .newData)
    let flow = talk.finish()[0].forward
    #expect(flow.retransmittedPackets == 0)
    #expect(flow.uniquePayloadBytes == 500)
    #expect(flow.fastOpenRejected)
    #expect(flow.notes.contains { $0.code == .fastOpenRejected })
  }
}
