import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct InflightMetricTests {
  private func series(_ talk: Conversation, flow: FlowID = SeriesSample.flow) -> InflightSeries {
    let metric = InflightMetric(SeriesScope(flow: flow), countsSegments: true)
    SeriesSample.feed(metric, talk)
    return metric.series
  }

  @Test func flightRisesWithDataAndFallsWithAcks() {
    let series = series(SeriesSample.threeSegments())
    let data = series.frames.firstIndex(of: 4) ?? 0
    #expect(Array(series.frames[data...]) == [4, 5, 6, 7, 8])
    #expect(Array(series.flightBytes[data...]) == [1000, 2000, 3000, 1000, 0])
    #expect(Array(series.pipeBytes[data...]) == [1000, 2000, 3000, 1000, 0])
    #expect(Array(series.segments[data...]) == [1, 2, 3, 1, 0])
    #expect(Array(series.windowBytes[data...]) == [65_535, 65_535, 65_535, 262_140, 262_140])
    #expect(Array(series.events[data...]) == [.data, .data, .data, .ack, .ack])
  }

  @Test func pipeFallsWithSackWhereTheFlightDoesNot() {
    let series = series(SeriesSample.lostSegment())
    let first = series.frames.firstIndex(of: 9) ?? 0
    #expect(Array(series.flightBytes[first...]) == [5000, 5000, 5000, 5000, 0])
    #expect(series.pipeBytes[first] == 4000, "one of five segments is reported by SACK")
    #expect(series.pipeBytes[first] > series.pipeBytes[first + 2])
    #expect(series.events[first + 3] == .retransmission)
    #expect(Array(series.segments[first...]) == [5, 5, 5, 5, 0], "what is sent again counts once")
  }

  @Test func acknowledgmentWithDataOfItsOwnCounts() {
    let talk = SeriesSample.threeSegments()
    talk.a(60, .ack, seq: 3001, ack: 1) { $0.payload = 1000 }
    talk.a(61, .ack, seq: 4001, ack: 1) { $0.payload = 1000 }
    talk.b(81, .ack, seq: 1, ack: 4001) { $0.payload = 100 }
    let series = series(talk)
    #expect(series.flightBytes.suffix(3) == [1000, 2000, 1000])
    #expect(series.events.last == .ack)
    let opposite = self.series(talk, flow: FlowID(connection: 1, direction: 2))
    #expect(opposite.flightBytes.last == 100)
    #expect(opposite.events.last == .data)
  }

  @Test func unknownWindowIsNotZero() {
    let talk = Conversation()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(50, .ack, seq: 1, ack: 1001)
    let series = series(talk)
    #expect(series.windowBytes.allSatisfy { $0 == -1 })
    #expect(series.flightBytes == [-1, 0], "before the first ACK nobody knows")
  }
}

@Suite struct RTTMetricTests {
  private func series(
    _ talk: Conversation, method: RTTSeries.Method = .ack, choice: RTTSeries.Choice = .newest
  ) -> RTTSeries {
    let metric = RTTMetric(SeriesScope(flow: SeriesSample.flow), method: method, choice: choice)
    SeriesSample.feed(metric, talk)
    return metric.series
  }

  @Test func sampleEndsAtTheNewestSegmentThatIsCovered() {
    let series = series(SeriesSample.threeSegments())
    #expect(series.samples == [21_000_000, 22_000_000])
    #expect(series.times == [52, 54].map(SeriesSample.time))
    #expect(series.ackFrames == [7, 8])
    #expect(series.dataFrames == [5, 6])
    #expect(series.newAcks == 2)
    #expect(series.exclusions.isEmpty)
  }

  @Test func oldestSegmentHoldsTheWaitOfADelayedAck() {
    let series = series(SeriesSample.threeSegments(), choice: .oldest)
    #expect(series.samples == [22_000_000, 22_000_000])
    #expect(series.dataFrames == [4, 6])
  }

  @Test func whatWaitedForARepairGivesNoSampleButAReason() {
    let series = series(SeriesSample.lostSegment())
    #expect(series.samples.isEmpty)
    #expect(series.newAcks == 1)
    #expect(series.exclusions.values.reduce(0, +) == 1)
  }

  @Test func sackGivesSamplesOfItsOwn() {
    let series = series(SeriesSample.lostSegment(), method: .sack)
    // Sent at 31, 32 and 33 ms, reported at 51, 52 and 53.
    #expect(series.samples == [20_000_000, 20_000_000, 20_000_000])
    #expect(series.dataFrames == [5, 6, 7])
  }

  @Test func timestampsGiveSamplesAcrossRetransmissions() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.timestamps = (100, 0) }
    talk.b(20, [.syn, .ack], seq: 0, ack: 1) { $0.timestamps = (500, 100) }
    talk.a(20.1, .ack, seq: 1, ack: 1) { $0.timestamps = (120, 500) }
    talk.a(1030, .ack, seq: 1, ack: 1) {
      $0.payload = 1000
      $0.timestamps = (1130, 500)
    }
    talk.b(1050, .ack, seq: 1, ack: 1001) { $0.timestamps = (1530, 1130) }
    let series = series(talk, method: .timestamps)
    #expect(series.samples.last == 20_000_000)
    #expect(series.dataFrames.allSatisfy { $0 == -1 })
    #expect(series.timestampHertz == 1000)
  }

  @Test func clockWithoutASecondOfTimeIsUnknown() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.timestamps = (100, 0) }
    talk.a(900, .syn, seq: 0) { $0.timestamps = (1000, 0) }
    #expect(series(talk).timestampHertz == nil)
  }

  @Test func smoothingIsThatOfTheRFC() {
    var smoothed = SmoothedRTT()
    #expect(smoothed.value == nil && smoothed.variation == nil)
    smoothed.add(100)
    #expect(smoothed.value == 100 && smoothed.variation == 50)
    smoothed.add(200)
    #expect(smoothed.value == 112.5 && smoothed.variation == 62.5)
  }
}
