import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// What captures show rarely, each by the smallest exchange that has it.
@Suite struct OddityTests {
  private final class Collector: Metric {
    var items: [ClassifiedSegment] = []

    func observe(_ batch: borrowing Span<ClassifiedSegment>) {
      for index in batch.indices { items.append(batch[index]) }
    }
  }

  private func read(_ script: String) throws -> (items: [ClassifiedSegment], analysis: Analysis) {
    try Fixtures.withTemporaryFile(try Fixtures.script(script).pcap()) { path in
      let collector = Collector()
      let input = try CaptureInput(paths: [path], options: CaptureOptions())
      let analysis = try Analyzer(metrics: [collector]).run(try input.makeReader())
      return (collector.items, analysis)
    }
  }

  private func connection(_ analysis: Analysis) throws -> ConnectionSummary {
    try #require(analysis.connections[1])
  }

  private func frames(_ items: [ClassifiedSegment], _ mark: ClassificationMarks) -> [UInt64] {
    items.filter { $0.marks.contains(mark) }.map(\.segment.frame)
  }

  @Test func otherPayloadOfTheSameBytesIsMarked() throws {
    let (items, analysis) = try read("inconsistent-retransmission")
    #expect(frames(items, .inconsistent) == [5, 6])
    let flow = try connection(analysis).forward
    #expect(flow.notes.contains(AnalysisNote(.inconsistentRetransmission, count: 2)))
  }

  @Test func reportTakenBackIsMarked() throws {
    let (items, analysis) = try read("sack-reneging")
    #expect(frames(items, .sackReneging) == [11])
    #expect(try connection(analysis).forward.notes.contains(AnalysisNote(.sackReneging, count: 1)))
  }

  @Test func resetFromInBetweenIsMarked() throws {
    let (items, analysis) = try read("forged-reset")
    #expect(frames(items, .likelyMiddlebox) == [10])
    #expect(frames(items, [.rstOutOfWindow]).isEmpty)
    #expect(try connection(analysis).backward.notes.contains(AnalysisNote(.middleboxReset, count: 1)))
  }

  @Test func resetsAreHeldAgainstTheWindow() throws {
    let (items, _) = try read("reset-window")
    #expect(frames(items, .rstOutOfWindow) == [6])
    #expect(frames(items, .rstInWindow) == [7])
    #expect(frames(items, .likelyMiddlebox).isEmpty)
  }

  @Test func acknowledgmentInFrontOfItsDataIsTheCapturesFault() throws {
    let (items, analysis) = try read("early-ack")
    #expect(frames(items, .captureReordered) == [6])
    #expect(items[5].ackClass == .new)
    #expect(items.allSatisfy { $0.ackClass != .unseen })
    let connection = try connection(analysis)
    #expect(connection.backward.notes.contains(AnalysisNote(.captureReordering, count: 1)))
    #expect(connection.forward.acknowledgedUnseenBytes == 0)
    #expect(connection.forward.roundTripTime?.maximum == 100_000)
  }

  @Test func doubledFrameOverIPv6IsTheNetworks() throws {
    let (items, analysis) = try read("ipv6-network-duplicate")
    #expect(items[5].segmentClass == .networkDuplicate)
    #expect(try connection(analysis).forward.networkDuplicates == 1)
    #expect(try connection(analysis).forward.retransmittedPackets == 0)
  }

  @Test func reportedCopyCountsForTheNetwork() throws {
    let (items, analysis) = try read("duplicate-reported")
    #expect(items[4].segmentClass == .captureDuplicate)
    #expect(try connection(analysis).forward.networkDuplicates == 1)
  }

  @Test func checksumsThatTheCardFillsInTellWhereItWasCaptured() throws {
    let connection = try connection(try read("partial-checksums").analysis)
    #expect(connection.capturePoint == .initiator)
    #expect(connection.capturePointReason == "checksums that the sending card fills in")
  }

  @Test func oneSidedCapturesSayWhatHolds() throws {
    let flow = try connection(try read("one-sided").analysis).forward
    #expect(flow.notes.contains(AnalysisNote(.onlyDataSeen)))
    #expect(flow.retransmittedPackets == 1)
    #expect(flow.lostAfterCapturePoint == nil)
    #expect(flow.acknowledgedUnseenBytes == nil)
  }

  @Test func lossesAreToldByTheSideOfTheCapturePoint() throws {
    let upstream = try connection(try read("gap-fill").analysis).forward
    #expect(upstream.lostBeforeCapturePoint == 1)
    #expect(upstream.lostAfterCapturePoint == 0)
    let downstream = try connection(try read("fast-retransmission").analysis).forward
    #expect(downstream.lostBeforeCapturePoint == 0)
    #expect(downstream.lostAfterCapturePoint == 1)
  }

  @Test func oneSegmentOnItsWayLeavesProbeOrTimeoutOpen() {
    let talk = Conversation()
    talk.handshake()
    talk.a(30, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    let probe = talk.a(270, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    #expect(probe.kind == .tlp)
    #expect(probe.marks.contains(.tlpOrRto))
  }

  @Test func smallWindowsAndStretchedAcksAreMarked() {
    let talk = Conversation()
    talk.handshake()
    for number in UInt32(0)..<5 {
      talk.a(30 + Double(number), .ack, seq: 1 + number * 1000, ack: 1) { $0.payload = 1000 }
    }
    let pair = talk.b(50, .ack, seq: 1, ack: 2001)
    #expect(!pair.marks.contains(.stretchAck))
    let stretched = talk.b(51, .ack, seq: 1, ack: 5001) { $0.window = 200 }
    #expect(stretched.marks.contains(.stretchAck))
    #expect(stretched.marks.contains(.silly))
    #expect(!pair.marks.contains(.silly))
  }

  @Test func acknowledgmentOfLessThanTheSynIsImplausible() {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0)
    let answer = talk.b(20, .ack, seq: 0, ack: 0)
    #expect(answer.marks.contains(.ackImplausible))
    #expect(!talk.b(21, [.syn, .ack], seq: 0, ack: 1).marks.contains(.ackImplausible))
  }
}
