import PacketCapture
import Testing

@testable import TCPAnalysis

/// What conditions mean, on one segment whose every value is known.
@Suite struct MatchExpressionTests {
  /// A retransmission of flow 3.1 from 10.1.2.3:40000 to 192.168.0.9:443 with SACK blocks and time stamps.
  private static func sample() -> ClassifiedSegment {
    var item = ClassifiedSegment()
    item.connection = 2
    item.segmentClass = .retransmission
    item.kind = .rto
    item.ackClass = .duplicate
    item.marks = [.partial, .windowFull]
    item.start = 1449
    item.end = 2897
    item.acknowledgment = 501
    item.windowBytes = 64_256
    item.bytesInFlight = 5000
    item.roundTripTime = 1_500_000
    item.segment.frame = 1171
    item.segment.timestamp = 1_700_000_002_500_000_000
    item.segment.source = IPAddress(ipv4: 0x0A01_0203)
    item.segment.destination = IPAddress(ipv4: 0xC0A8_0009)
    item.segment.sourcePort = 40_000
    item.segment.destinationPort = 443
    item.segment.sequenceNumber = 0xFFFF_FFF0
    item.segment.acknowledgmentNumber = 1501
    item.segment.flags = [.ack, .psh]
    item.segment.window = 502
    item.segment.checksum = 0xBEEF
    item.segment.payloadLength = 1448
    item.segment.timeToLive = 64
    item.segment.options.present = [.timestamps, .sack]
    item.segment.options.timestampValue = 77
    item.segment.options.timestampEcho = 0
    item.segment.options.sackBlockCount = 2
    item.segment.options.sackBlocks[0] = SackBlock(left: 2001, right: 3001)
    item.segment.options.sackBlocks[1] = SackBlock(left: 4001, right: 4501)
    item.segment.marks = [.matchesFilter, .truncated]
    return item
  }

  private func holds(_ text: String) throws -> Bool {
    let expression = try MatchExpression(text)
    expression.zero = 1_700_000_000_000_000_000
    let verdict = SegmentVerdict(certainty: .likely, evidence: .dsack)
    return expression.matches(Self.sample(), verdict: verdict)
  }

  @Test(arguments: [
    "True", "true", "not False", "1", "len > 1000", "len == 1448 and dport == 443", "len>1000&&dport==443",
    "sport == 0x9c40", "sum == 0xBEEF", "urp == 0", "ack_flag and psh_flag", "not syn_flag", "!syn_flag",
    "syn_flag or psh_flag", "syn_flag || ack_flag", "ack_flag + psh_flag == 2",
    "not syn_flag and not fin_flag", "not (syn_flag or fin_flag)", "seq == 1449", "end - seq == len",
    "ack == 501", "raw_seq == 0xfffffff0", "raw_ack == 1501", "win == 64256", "raw_win == 502",
    "win / raw_win == 128", "frame == 1171", "time == 2.5", "time in 2..3", "connection == 3",
    "direction == 1", "flow == 3.1", "ttl == 64", "flight >= 5000", "rtt_ms == 1.5",
    "sip == 10.1.2.3", "sip != 10.1.2.4", "10.1.2.3 == sip", "sip == '10.1.2.3'", "sip == \"10.1.2.3\"",
    "sip in 10.0.0.0/8", "dip not in 10.0.0.0/8", "ip in 192.168.0.0/16", "sip in (1.2.3.4, 10.1.2.3)",
    "dport in (80, 443)", "dport in [80, 443]", "dport in (1..100, 400..500)", "dport in 400..500",
    "dport not in (80, 8080)", "tsval", "tsval == 77", "tsecr == 0", "tsecr", "not mss", "not (mss > 0)",
    "sackblocks", "len(sackblocks) == 2", "sackblocks[0][0] == 1001", "sackblocks[0][1] == 2001",
    "sackblocks[1][1] - sackblocks[1][0] == 500", "raw_sackblocks[0][0] == 2001",
    "sackblocks[len(sackblocks) - 1][1] == 3501", "retransmission", "rto", "not fast", "spurious", "likely",
    "not certain", "partial", "window_full", "truncated", "dup_ack", "class == 'retransmission'",
    "kind == \"rto\"", "kind in ('rto', 'rtoRecovery')", "kind == 'rto' and spurious == 'likely'",
    "kind", "kind != 'rto_recovery'", "ackclass == 'duplicate'", "class not in ('syn', 'fin')",
    "1 + 2 * 3 == 7", "(1 + 2) * 3 == 9", "7 % 4 == 3", "-len < 0", "--1 == 1", "8 - 4 - 2 == 2",
    "16 / 4 / 2 == 2", "1 or 0 and 0", "not 0 and 1", "not 1 == 2", "10 > 2 and 2 < 10", "3 >= 3", "3 <= 3",
    "raw_seq > 4294967000", "flags == 0x018", "time > 1.25 and time < 9007199254740992",
  ])
  func conditionHolds(text: String) throws {
    #expect(try holds(text))
  }

  @Test(
    arguments: [
      "False", "0", "syn_flag", "len > 1448", "mss", "mss > 0", "mss < 1e", "wsc == 7", "mss != 5",
      "mss == mss",
      "mss + 1 > 0", "mss not in (1, 2)", "sackok", "1 / 0 > 0", "1 / 0 == 1 / 0", "1 / 0 != 3", "1 % 0 < 1",
      "1 / 0", "sackblocks[2][0] > 0", "sackblocks[-1][0] > 0", "sackblocks[0][2] > 0",
      "sackblocks[0.5][0] > 0",
      "sip in 11.0.0.0/8", "sip == ::ffff:10.1.2.3", "sip in ::/0", "fast", "new_data", "out_of_order",
      "certain",
      "reordered", "zero_window", "syn", "fin", "pipe > 0", "pipe", "interface", "dport in (80)",
      "class == 'ack'", "spurious == 'none'", "seq > 1449", "flow == 3.2",
    ].filter { $0 != "mss < 1e" })
  func conditionDoesNotHold(text: String) throws {
    #expect(try !holds(text))
  }

  @Test func retransmissionIncludesThatOfASyn() throws {
    var item = Self.sample()
    item.segmentClass = .synRetransmission
    #expect(try MatchExpression("retransmission and syn_retransmission").matches(item))
    #expect(try !MatchExpression("class == 'retransmission'").matches(item))
  }

  @Test func outOfOrderIsReordered() throws {
    var item = Self.sample()
    item.segmentClass = .reordered
    #expect(try MatchExpression("out_of_order and reordered").matches(item))
  }

  @Test func zeroWindowIsKnownWithoutAScale() throws {
    var item = Self.sample()
    item.windowBytes = -1
    #expect(try !MatchExpression("win >= 0").matches(item))
    item.segment.window = 0
    #expect(try MatchExpression("win == 0").matches(item))
  }

  @Test func acknowledgmentWithoutItsFlagIsAbsent() throws {
    var item = Self.sample()
    item.segment.flags = .syn
    #expect(try !MatchExpression("ack >= 0 or raw_ack >= 0").matches(item))
  }

  @Test func everyNameOfEveryMarkClassAndKindIsKnown() throws {
    var names = ClassificationMarks.named.map(\.name) + SegmentMarks.named.map(\.name)
    names += SegmentClass.allCases.filter { $0 != .ack }.map(\.name)
    names += SegmentKind.allCases.filter { $0 != .none }.map(\.name)
    for name in names { _ = try MatchExpression(MatchVocabulary.snakeCase(name)) }
    for word in MatchWord.allCases {
      for name in word.names {
        _ = try MatchExpression("\(word.name) == '\(name)'")
        _ = try MatchExpression("\(word.name) == '\(MatchVocabulary.snakeCase(name))'")
      }
    }
  }
}
