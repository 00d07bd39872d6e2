import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// What captures whose truth is known by construction must yield; the peers get most of them wrong.
@Suite struct LabTests {
  private func flows(_ name: String) throws -> (FlowSummary, FlowSummary, ConnectionSummary) {
    let input = try CaptureInput(paths: [try Fixtures.capture(.lab, name).path], options: CaptureOptions())
    let analysis = try Analyzer().run(try input.makeReader())
    let connection = try #require(analysis.connections[1])
    return (connection.forward, connection.backward, connection)
  }

  private let millisecond: Int64 = 1_000_000

  @Test(arguments: [
    ("A_fast", [SegmentKind.fast: Int64(1)]), ("A2_fast_late25ms", [.fast: 1]), ("A3_only2dup", [.rack: 1]),
    ("B2_two_holes", [.fast: 1, .recovery: 1]), ("C_tlp", [.tlp: 1]), ("E_tso", [.fast: 1]),
    ("H_eifel", [.rto: 1]), ("L_synrtx", [.syn: 1]), ("lt_sll2", [.fast: 1]), ("lt_qinq", [.fast: 1]),
    ("lt_mpls", [.fast: 1]), ("D_span_dup", [:]), ("G_zwp", [:]), ("I2_reorder_rcv", [:]), ("N_ka", [:]),
    ("J_midstream", [:]), ("K_capdrop", [:]), ("M_winfull", [:]),
  ])
  func retransmissionsHaveTheirKind(name: String, kinds: [SegmentKind: Int64]) throws {
    let flow = try flows(name).0
    #expect(flow.retransmissionsByKind == kinds)
    #expect(flow.retransmittedPackets == kinds.values.reduce(0, +))
  }

  @Test(arguments: [
    ("A_fast", 100_100), ("B2_two_holes", 100_100), ("H_eifel", 700_100), ("L_synrtx", 100_000),
  ])
  func greatestRTTIsThatOfThePath(name: String, microseconds: Int64) throws {
    let times = try #require(try flows(name).0.roundTripTime)
    #expect((times.maximum - microseconds * 1000).magnitude <= 20_000)
  }

  @Test func twoHolesAreOneEpisode() throws {
    #expect(try flows("B2_two_holes").0.lossEpisodes == 1)
  }

  @Test(arguments: ["C_tlp", "H_eifel"])
  func needlessRetransmissionIsCertain(name: String) throws {
    #expect(try flows(name).0.spuriousRetransmissions == [.certain: 1])
  }

  @Test func framesCapturedTwiceCountOnce() throws {
    let (forward, backward, _) = try flows("D_span_dup")
    #expect(forward.captureDuplicates + backward.captureDuplicates == 10)
  }

  @Test func superSegmentsAreNoted() throws {
    let (forward, backward, _) = try flows("E_tso")
    #expect(forward.notes.contains { $0.code == .offload })
    #expect(backward.duplicateAcks == 3)
  }

  @Test func bothFormsOfZeroWindowProbesAreFound() throws {
    let (forward, backward, _) = try flows("G_zwp")
    #expect(forward.zeroWindowProbes == 3)
    #expect(forward.keepAlives == 0)
    #expect(backward.duplicateAcks == 0)
  }

  @Test func pureReorderingIsNoRetransmission() throws {
    let (forward, _, connection) = try flows("I2_reorder_rcv")
    #expect(forward.reorderedPackets == 1)
    #expect(connection.capturePoint == .responder)
  }

  @Test func midstreamHasNoScale() throws {
    let (_, backward, connection) = try flows("J_midstream")
    #expect(backward.advertisedWindowMaxBytes == nil)
    #expect(connection.notes.contains(AnalysisNote(.noHandshake)))
  }

  @Test func missedByTheCaptureIsNotLost() throws {
    #expect(try flows("K_capdrop").0.acknowledgedUnseenBytes == 2920)
  }

  @Test func keepAlivesAreNoData() throws {
    let flow = try flows("N_ka").0
    #expect(flow.keepAlives == 2)
    #expect(flow.uniquePayloadBytes == flow.payloadBytes - 1)
  }
}
