import Testing

@testable import TCPAnalysis

@Suite struct ResendLogTests {
  private func entry(_ start: Int64, _ length: Int64 = 1000, time: Int64, kind: SegmentKind = .recovery)
    -> ResendLog.Entry
  {
    ResendLog.Entry(
      frame: UInt64(time), fileIndex: 0, range: SequenceRange(start: start, end: start + length), time: time,
      kind: kind, evidence: [], timestamp: UInt32(time), hasTimestamps: true, formerSentAt: 0,
      age: TransmissionAge(timestamp: UInt32(time), time: time, identification: nil), isFormerSeen: true)
  }

  @Test func oldRetransmissionsAreOnlyCounted() {
    let log = ResendLog()
    for number in Int64(0)..<20_000 {
      log.append(entry(1 + number * 1000, time: 1 + number), keepsAll: false)
    }
    #expect(log.entries.count <= 2 * ResendLog.kept)
    #expect(Int64(log.entries.count) + log.dropped.values.reduce(0, +) == 20_000)
    let all = ResendLog()
    for number in Int64(0)..<20_000 { all.append(entry(1 + number * 1000, time: 1 + number), keepsAll: true) }
    #expect(all.entries.count == 20_000)
  }

  @Test func duplicateReportMarksTheNewestCopyNotMarkedYet() {
    let log = ResendLog()
    for time in Int64(1)...3 { log.append(entry(40_001, time: time), keepsAll: false) }
    let range = SequenceRange(start: 40_001, end: 41_001)
    #expect(log.noteDSACK(range, now: 10, leastRTT: 0))
    #expect(log.entries.map { $0.evidence.contains(.dsack) } == [false, false, true])
    #expect(log.noteDSACK(range, now: 11, leastRTT: 0))
    #expect(log.entries.map { $0.evidence.contains(.dsack) } == [false, true, true])
    #expect(!log.hasDSACKOfOnceSent)
    #expect(!log.noteDSACK(SequenceRange(start: 1, end: 1001), now: 12, leastRTT: 0))
    #expect(log.hasDSACKOfOnceSent)
  }

  @Test func theByteOfAProbeIsNoPacketThatTheNetworkDoubled() {
    let log = ResendLog()
    let byte = SequenceRange(start: 1, end: 2)
    #expect(!log.noteDSACK(byte, now: 12, leastRTT: 0, mayBeProbe: true))
    #expect(!log.hasDSACKOfOnceSent)
    #expect(!log.noteDSACK(byte, now: 13, leastRTT: 0))
    #expect(log.hasDSACKOfOnceSent)
  }

  @Test func partlyAcknowledgedRetransmissionStaysOpen() {
    let log = ResendLog()
    log.append(entry(1, 3000, time: 100), keepsAll: false)
    log.append(entry(1001, 500, time: 101), keepsAll: false)
    log.append(entry(5001, time: 102), keepsAll: false)
    log.noteAdvance(to: 2001, before: 1, echo: 50, now: 200, leastRTT: 0)
    #expect(log.entries.map { $0.evidence.contains(.eifel) } == [false, false, false])
    log.noteAdvance(to: 3001, before: 2001, echo: 50, now: 201, leastRTT: 0)
    #expect(log.entries.map { $0.evidence.contains(.eifel) } == [true, false, false])
    log.noteAdvance(to: 6001, before: 5001, echo: 60, now: 202, leastRTT: 0)
    #expect(log.entries.map { $0.evidence.contains(.eifel) } == [true, false, true])
  }

  /// RFC 5682, section 2.1: after the timeout two acknowledgments must advance below what had been sent.
  @Test(arguments: [(2001, false, true), (5001, false, false), (2001, true, false)] as [(Int64, Bool, Bool)])
  func forwardRTOConcludesOnlyBelowWhatWasSent(firstAck: Int64, hasDuplicate: Bool, isNeedless: Bool) {
    let log = ResendLog()
    log.append(entry(1, time: 100, kind: .rto), keepsAll: false, highestSent: 5001)
    log.noteAdvance(to: firstAck, before: 1, echo: nil, now: 200, leastRTT: 0)
    if hasDuplicate { log.noteDuplicate() }
    log.noteNewData()
    log.noteAdvance(to: 6001, before: firstAck, echo: nil, now: 300, leastRTT: 0)
    #expect(log.entries[0].evidence.contains(.forwardRTO) == isNeedless)
  }

  @Test func outOfOrderRetransmissionsAreFoundByTheirRange() {
    let log = ResendLog()
    for start in [Int64(9001), 5001, 7001, 1001, 3001] {
      log.append(entry(start, time: start), keepsAll: false)
    }
    log.noteSack(SequenceRange(start: 4500, end: 7500), now: 10_000, leastRTT: 0)
    let sacked = log.entries.filter(\.wasSackedSince).map(\.range.start)
    #expect(sacked.sorted() == [5001, 7001])
    log.noteAdvance(to: 4001, before: 1001, echo: 1, now: 10_001, leastRTT: 0)
    let judged = log.entries.filter { $0.evidence.contains(.eifel) }.map(\.range.start)
    #expect(judged == [1001])
  }

  @Test func longFlowOfRetransmissionsStaysLinear() {
    let log = ResendLog()
    // A quadratic step would need minutes for this.
    for number in Int64(0)..<100_000 {
      let start = 1 + number * 1000
      log.append(entry(start, time: number), keepsAll: true)
      let range = SequenceRange(start: start, end: start + 1000)
      _ = log.noteDSACK(range, now: number, leastRTT: 1)
      let age = TransmissionAge(timestamp: UInt32(number) + 1, time: number, identification: nil)
      _ = log.noteOriginal(range, age: age)
      if number % 2000 == 1999 {
        log.noteAdvance(to: start, before: start - 2_000_000, echo: nil, now: number, leastRTT: 1)
      }
    }
    #expect(log.entries.count == 100_000)
  }
}
