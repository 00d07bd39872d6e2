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
    #expect(backward.zeroWindowAcks == 4)
    #expect(backward.duplicateAcks == 0)
  }

  @Test func pureReorderingIsNoRetransmission() throws {
    let (forward, _, connection) = try flows("I2_reorder_rcv")
    #expect(forward.reorderedPackets == 1)
    #expect(connection.capturePoint == .responder)
  }

  /// RFC 4737, section 4.2.2: three segments sent later had passed when it came.
  @Test func theReorderedSegmentIsThreeLate() throws {
    let explanation = try explain("I2_reorder_rcv", frame: 16)
    #expect(explanation.segment.segmentClass == .reordered)
    let gap = try #require(explanation.classTests.first { $0.test == "fillsGap" })
    #expect(gap.detail.contains("3 segments"), "\(gap.detail)")
  }

  @Test func theSenderOfA2IsLate() throws {
    let explanation = try explain("A2_fast_late25ms", frame: 20)
    let test = try #require(explanation.kindTests.first { $0.test == "fast" })
    #expect(test.holds && test.detail.contains("25.1 ms after the last ACK"), "\(test.detail)")
  }

  private func explain(_ name: String, frame: UInt64) throws -> Explanation {
    let input = try CaptureInput(paths: [try Fixtures.capture(.lab, name).path], options: CaptureOptions())
    let content = try Explainer(frame: frame).explain { () throws(AnalysisError) in
      do throws(CaptureFileError) {
        return try input.makeReader()
      } catch {
        throw AnalysisError.capture(error)
      }
    }
    guard case .segment(let explanation) = content else {
      throw FixtureError.missing("frame \(frame) of \(name)")
    }
    return explanation
  }

  @Test func midstreamHasNoScale() throws {
    let (forward, backward, connection) = try flows("J_midstream")
    #expect(backward.advertisedWindowMaxBytes == nil)
    #expect(forward.notes.contains { $0.code == .windowScaleUnknown })
    #expect(backward.notes.contains { $0.code == .windowScaleUnknown })
    #expect(forward.windowFullEvents == nil)
    #expect(try #require(forward.roundTripTime).median.magnitude / 1000 == 100_000)
    #expect(connection.notes.contains(AnalysisNote(.noHandshake)))
  }

  @Test func missedByTheCaptureIsNotLost() throws {
    let flow = try flows("K_capdrop").0
    #expect(flow.acknowledgedUnseenBytes == 2920)
    #expect(flow.notes.contains(AnalysisNote(.captureDrop, count: 2920)))
    #expect(flow.retransmittedPackets == 0)
    #expect(flow.isCaptureIncomplete)
    #expect(flow.notes.contains(AnalysisNote(.captureIncomplete)))
    #expect(flow.lossEpisodes == nil && flow.roundTripTime == nil && flow.maxBytesInFlight == nil)
  }

  /// The same connection behind every link type, in pcapng, with offsets of all kinds.
  @Test(arguments: ["A_ng", "lt_mpls", "lt_null", "lt_qinq", "lt_raw", "lt_sll", "lt_sll2", "lt_vlan"])
  func everyLinkTypeGivesTheSameNumbers(name: String) throws {
    func bare(_ connection: ConnectionSummary) -> ConnectionSummary {
      var connection = connection
      connection.forward.linkBytes = 0
      connection.backward.linkBytes = 0
      // Some link types name the packets of their own host.
      connection.capturePointReason = ""
      return connection
    }
    #expect(bare(try flows(name).2) == bare(try flows("A_fast").2))
  }

  @Test func nanosecondsAreKept() throws {
    let (forward, _, connection) = try flows("F_nano")
    #expect(forward.uniquePayloadBytes == 5840 && forward.retransmittedPackets == 0)
    #expect(connection.firstTime == 1_700_000_000_000_000_000)
    #expect(connection.handshakeFar == 99_999_905)
    #expect(forward.interArrivalMin == 99_897)
  }

  @Test func keepAlivesAreNoData() throws {
    let flow = try flows("N_ka").0
    #expect(flow.retransmittedPackets == 0)
    #expect(flow.keepAlives == 2)
    #expect(flow.uniquePayloadBytes == flow.payloadBytes - 1)
  }
}
