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

  @Test func reportLeftOutIsTakenBackToo() throws {
    let (items, analysis) = try read("sack-reneging-silent")
    #expect(frames(items, .sackReneging) == [9])
    #expect(try connection(analysis).forward.notes.contains(AnalysisNote(.sackReneging, count: 1)))
  }

  @Test func acknowledgmentsTellTheGoodputOfAHiddenFlow() throws {
    let (items, analysis) = try read("hidden-data")
    let connection = try connection(analysis)
    let hidden = connection.flows.first { $0.packets == 0 }
    let flow = try #require(hidden)
    #expect(flow.acknowledgedBytes == 40_000)
    #expect(flow.goodputBitsPerSecond == 8.0 * 40_000 / 0.1)
    #expect(flow.notes.contains(AnalysisNote(.goodputByAcks)))
    #expect(items.filter { $0.ackClass == .duplicate }.map(\.segment.frame) == [4, 5])
    #expect(connection.flows.first { $0.packets > 0 }?.duplicateAcks == 2)
  }

  /// 100 segments of 1000 bytes, some of which the capture missed.
  private func incomplete(missing: [UInt32], size: UInt32 = 1000, of count: UInt32 = 100) -> FlowSummary {
    let talk = Conversation()
    talk.handshake()
    for number in 0..<count {
      if !missing.contains(number) {
        talk.a(30 + 10 * Double(number), .ack, seq: 1 + number * size, ack: 1) { $0.payload = size }
      }
      talk.b(35 + 10 * Double(number), .ack, seq: 1, ack: 1 + (number + 1) * size)
    }
    return talk.finish()[0].forward
  }

  @Test func tooManyBytesMissedByTheCaptureLeaveNoRoundTripTime() {
    let flow = incomplete(missing: [50])
    #expect(flow.acknowledgedUnseenBytes == 1000)
    #expect(flow.isCaptureIncomplete)
    #expect(flow.roundTripTime == nil && flow.lostAfterCapturePoint == nil && flow.timeouts == nil)
    #expect(flow.notes.contains(AnalysisNote(.captureIncomplete)))
    // One in a thousand is still good.
    let whole = incomplete(missing: [50], size: 100, of: 1000)
    #expect(whole.acknowledgedUnseenBytes == 100)
    #expect(!whole.isCaptureIncomplete)
    #expect(whole.roundTripTime != nil)
  }

  @Test func offloadIsNamedByTheSide() {
    for (near, side) in [(20.0, AnalysisNote.Side?.some(.receiver)), (0.1, .sender), (10, nil)] {
      let talk = Conversation()
      talk.a(0, .syn, seq: 0) { $0.mss = 1000 }
      talk.b(20.1 - near, [.syn, .ack], seq: 0, ack: 1) {
        $0.mss = 1000
        $0.timeToLive = 57
      }
      for number in UInt32(0)..<3 {
        talk.a(20.1 + Double(number), .ack, seq: 1 + number * 4000, ack: 1) {
          $0.payload = number == 0 ? 0 : 4000
          $0.timeToLive = 60
        }
      }
      let notes = talk.finish()[0].forward.notes
      #expect(notes.contains(AnalysisNote(.offload, count: 2, side: side)))
      #expect(talk.results.count == 5)
    }
  }

  @Test func timeGoesOnWhereTheClockWasSetBack() {
    let talk = Conversation()
    talk.handshake()
    talk.a(5000, .ack, seq: 1, ack: 1) { $0.payload = 1000 }
    talk.b(5020, .ack, seq: 1, ack: 1001)
    talk.a(6000, .ack, seq: 1001, ack: 1) { $0.payload = 1000 }
    // Back by four seconds; the next data is answered on the new clock.
    talk.b(2000, .ack, seq: 1, ack: 2001)
    talk.a(2100, .ack, seq: 2001, ack: 1) { $0.payload = 1000 }
    talk.b(2121, .ack, seq: 1, ack: 3001)
    let connection = talk.finish()[0]
    #expect(connection.notes.contains { $0.code == .clockStep })
    #expect(connection.duration == 6_121_000_000)
    let flow = connection.forward
    #expect(flow.roundTripTime?.count == 2, "none across the step")
    #expect(flow.roundTripTime?.minimum == 20_000_000)
    #expect(flow.roundTripTime?.maximum == 21_000_000)
  }

  @Test func resetFromInBetweenIsMarked() throws {
    let (items, analysis) = try read("forged-reset")
    #expect(frames(items, .likelyMiddlebox) == [10])
    #expect(frames(items, [.rstOutOfWindow]).isEmpty)
    #expect(try connection(analysis).backward.notes.contains(AnalysisNote(.middleboxReset, count: 1)))
  }

  /// 255 from next door is a host that begins its resets there; 255 from eight routers away is somebody else.
  ///
  /// Linux counts
  /// the identifications of its resets apart.
  @Test(arguments: [(64, 255, 900, false), (56, 255, 900, true), (56, 56, 900, false), (56, 120, 102, false)])
  func resetFitsItsHostByTheWayThatItCame(others: UInt8, reset: UInt8, identification: UInt16, isMarked: Bool)
  {
    let talk = Conversation()
    talk.a(0, .syn, seq: 0) { $0.timeToLive = others }
    talk.b(20, [.syn, .ack], seq: 0, ack: 1)
    for number in UInt32(0)..<6 {
      talk.a(30 + Double(number), .ack, seq: 1 + number, ack: 1) {
        $0.payload = 1
        $0.timeToLive = others
      }
    }
    let item = talk.a(200, .rst, seq: 7) {
      $0.timeToLive = reset
      $0.identification = identification
    }
    #expect(item.marks.contains(.likelyMiddlebox) == isMarked)
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
