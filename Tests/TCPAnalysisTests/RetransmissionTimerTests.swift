import PacketCapture
import Testing

@testable import TCPAnalysis

/// The sender's timer by RFC 6298 and by Linux, and what a flow's summary says of it.
@Suite struct RetransmissionTimerTests {
  private let millisecond: Int64 = 1_000_000

  @Test func theFirstSampleSetsBothFilters() {
    var timer = RetransmissionTimer()
    #expect(timer.timeout(.linux) == 1000 * millisecond)
    #expect(timer.timeout(.rfc6298) == 1000 * millisecond)
    timer.add(100 * millisecond)
    // RFC 6298, section 2.2: SRTT = R, RTTVAR = R/2.
    #expect(timer == RetransmissionTimer(smoothedRTT: 100 * millisecond, variation: 50 * millisecond))
    #expect(timer.timeout(.linux) == 300 * millisecond)
    #expect(timer.timeout(.rfc6298) == 1000 * millisecond)
  }

  @Test func furtherSamplesGoInByTheirWeights() {
    var timer = RetransmissionTimer(smoothedRTT: 800 * millisecond, variation: 400 * millisecond)
    timer.add(1600 * millisecond)
    // Section 2.3: RTTVAR = 3/4 · 400 + 1/4 · 800, SRTT = 7/8 · 800 + 1/8 · 1600.
    #expect(timer == RetransmissionTimer(smoothedRTT: 900 * millisecond, variation: 500 * millisecond))
    #expect(timer.timeout(.rfc6298) == 2900 * millisecond)
    #expect(timer.timeout(.linux) == 2900 * millisecond)
  }

  @Test func linuxHasAFloorForTheVariationOnly() {
    let timer = RetransmissionTimer(smoothedRTT: 20 * millisecond, variation: millisecond)
    #expect(timer.timeout(.linux) == 220 * millisecond)
    #expect(timer.timeout(.linux, backoff: 3) == 1760 * millisecond)
  }

  @Test func capsHoldHoweverOftenItDoubles() {
    let timer = RetransmissionTimer(smoothedRTT: 1 << 58, variation: 1 << 58)
    #expect(timer.timeout(.rfc6298, backoff: 100) == 60_000 * millisecond)
    #expect(timer.timeout(.linux, backoff: 100) == 120_000 * millisecond)
  }

  @Test func waitsAreComparedWithTheDoubledTimer() throws {
    let talk = Conversation()
    talk.handshake()
    for index in 0..<2 { talk.a(30, .ack, seq: 1 + UInt32(index) * 1000, ack: 1) { $0.payload = 1000 } }
    // SRTT 20.1 ms: Linux waits 220.1 ms, then twice that.
    talk.a(250.1, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.a(690.3, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    let flow = talk.finish()[0].forward
    let timeouts = try #require(flow.timeouts)
    #expect(flow.retransmissionsByKind[.rto] == 2)
    #expect(timeouts.count == 2)
    #expect(timeouts.linux == TimeoutSummary.Ratio(mean: 1, maximum: 1))
    let standard = try #require(timeouts.rfc6298)
    #expect(abs(standard.mean - 0.22) < 0.001)
  }
}
