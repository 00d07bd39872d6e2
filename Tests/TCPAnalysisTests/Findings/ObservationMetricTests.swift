import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct ObservationMetricTests {
  /// What is seen of a conversation's only connection.
  private func observations(
    _ talk: Conversation, direction: Int = 1, change: (inout ConnectionSummary) -> Void = { _ in }
  ) throws -> ConnectionObservations {
    var connection = try #require(talk.finish().first)
    change(&connection)
    let metric = ObservationMetric([(connection, direction)])
    SeriesSample.feed(metric, talk)
    return try #require(metric.observations.connections[1])
  }

  @Test func tallyKeepsTheLongestPeriodsOnly() {
    var tally = PeriodTally()
    for length in [Int64(5), 9, 1, 9, 3, 7, 2, 8, 6, 4] {
      var period = WindowSeries.Period(start: SeriesPlace(time: 0, frame: UInt32(tally.count)))
      period.stop.time = length
      tally.add(period)
    }
    #expect(tally.count == 10 && tally.total == 54)
    #expect(tally.longest.map(\.length) == [9, 9, 8, 7, 6, 5, 4, 3])
    #expect(tally.longest.prefix(2).map(\.start.frame) == [1, 3], "of equal ones the earlier comes first")
  }

  @Test func occurrencesKeepTheFirstAndTheLast() {
    let list = Occurrences((1...100).map { SeriesPlace(time: Int64($0), frame: UInt32($0)) })
    #expect(list.count == 100 && list.frames == [1, 2, 3, 4, 5, 6, 7, 8, 100])
    #expect(Occurrences([SeriesPlace(time: 1, frame: 1)]).frames == [1])
  }

  @Test func zeroWindowIsSeenWithItsProbe() throws {
    let talk = SeriesSample.threeSegments()
    talk.b(60, .ack, seq: 1, ack: 3001) { $0.window = 0 }
    talk.a(300, .ack, seq: 3001, ack: 1) { $0.payload = 1 }
    talk.b(320, .ack, seq: 1, ack: 3001) { $0.window = 0 }
    talk.b(900, .ack, seq: 1, ack: 3001)
    let seen = try observations(talk)
    #expect(seen.flow(1).zeroWindows.count == 1 && seen.flow(1).zeroWindows.total == 840_000_000)
    #expect(seen.flow(1).zeroWindows.longest.map(\.start.frame) == [9])
    #expect(seen.flow(1).zeroWindows.probes == 1 && seen.flow(2).zeroWindows.count == 0)
    #expect(seen.stalls[.zeroWindow]?.count == 2 && seen.stalls[.idle] == nil)
  }

  @Test func timeoutIsSeenFromTheLastDataOn() throws {
    let talk = SeriesSample.threeSegments()
    talk.a(60, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.a(460, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.b(480, .ack, seq: 1, ack: 4001)
    let seen = try observations(talk)
    #expect(seen.flow(1).timeoutWaits.longest.map(\.length) == [400_000_000])
    #expect(seen.flow(1).resent.frames == [10])
    #expect(seen.stalls[.timer]?.longest.first?.after.frame == 10)
  }

  @Test func silenceWithDataInFlightAndWithoutAreTwoThings() throws {
    let talk = SeriesSample.threeSegments()
    talk.a(500, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.b(800, .ack, seq: 1, ack: 4001)
    let seen = try observations(talk)
    let idle = try #require(seen.stalls[.idle]?.longest.first)
    #expect(idle.length == 446_000_000 && idle.isEndedBySender)
    let waiting = try #require(seen.stalls[.inFlight]?.longest.first)
    #expect(waiting.length == 300_000_000 && waiting.bytesInFlight == 1000 && !waiting.isEndedBySender)
  }

  /// Write, write, read: the second small segment goes when the first is acknowledged, 40 ms late.
  private func smallWrites(late: Double) -> Conversation {
    let talk = Conversation()
    talk.handshake()
    var time = 30.0
    for round in UInt32(0)..<6 {
      talk.a(time, [.ack, .psh], seq: 1 + round * 200, ack: 1 + round * 50) { $0.payload = 100 }
      talk.b(time + 20 + late, .ack, seq: 1 + round * 50, ack: 101 + round * 200)
      talk.a(time + 20.1 + late, [.ack, .psh], seq: 101 + round * 200, ack: 1 + round * 50) {
        $0.payload = 100
      }
      talk.b(time + 40.1 + late, [.ack, .psh], seq: 1 + round * 50, ack: 201 + round * 200) {
        $0.payload = 50
      }
      time += 50 + late
    }
    return talk
  }

  @Test func smallWritesThatWaitForADelayedAckAreCounted() throws {
    let seen = try observations(smallWrites(late: 40)) {
      $0.capturePoint = .initiator
      $0.forward.baseRoundTripTime = 20_000_000
    }
    #expect(seen.flow(1).delayedExchanges.count == 6 && seen.flow(1).loneSmallSegments == 12)
    #expect(seen.flow(1).delayedTotal == 240_000_000)
    #expect(seen.stalls[.delayedAck]?.count == 1, "later ones are within twice the SRTT that they raised")
  }

  @Test func promptAcksAreNotCounted() throws {
    let seen = try observations(smallWrites(late: 0)) {
      $0.capturePoint = .initiator
      $0.forward.baseRoundTripTime = 20_000_000
    }
    #expect(seen.flow(1).delayedExchanges.count == 0 && seen.stalls.isEmpty)
  }

  @Test func riseCountsOnlyWithMoreThanALoneSegment() throws {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001)
    talk.a(60, .ack, seq: 1001, ack: 1) { $0.payload = 500 }
    talk.b(260, .ack, seq: 1, ack: 1501)
    talk.a(300, .ack, seq: 1501, ack: 1) { $0.payload = 1000 }
    talk.a(301, .ack, seq: 2501, ack: 1) { $0.payload = 1000 }
    talk.b(500, .ack, seq: 1, ack: 2501)
    talk.b(501, .ack, seq: 1, ack: 3501)
    let seen = try observations(talk)
    #expect(seen.flow(1).risenRoundTrips.frames == [10], "the lone one and the last one prove nothing")
    #expect(seen.flow(1).greatestRoundTrip == 200_000_000 && seen.flow(1).greatestRoundTripFlight == 1000)
  }

  @Test func newDataBehindAResetOfTheirHostAreSeen() throws {
    // Once the host of the reset goes on, once only the other end does.
    for isOwn in [false, true] {
      let talk = SeriesSample.threeSegments()
      talk.a(60, [.rst, .ack], seq: 3001, ack: 1)
      talk.b(70, .ack, seq: 1, ack: 3001) { $0.payload = 500 }
      if isOwn { talk.a(80, .ack, seq: 3001, ack: 501) { $0.payload = 1000 } }
      let reset = try #require(try observations(talk).reset)
      #expect(reset.continuation?.frame == (isOwn ? reset.place.frame + 2 : nil))
    }
  }

  @Test func resetIsSeenWithWhatWasOnItsWay() throws {
    let talk = SeriesSample.threeSegments()
    talk.a(60, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.b(70, .rst, seq: 1)
    let reset = try #require(try observations(talk).reset)
    #expect(reset.place.frame == 10 && reset.direction == 2 && reset.bytesInFlight == 1000)
    #expect(!reset.isAfterFin)
  }

  @Test func connectionsThatAreNotWatchedAreLeftOut() throws {
    let talk = SeriesSample.threeSegments()
    let metric = ObservationMetric([])
    SeriesSample.feed(metric, talk)
    #expect(metric.observations.connections.isEmpty)
  }
}
