import Measurements
import PacketCapture

/// The names that a match expression knows.
public enum MatchVocabulary {
  /// What a name means.
  enum Meaning {
    case number(MatchField)
    /// A number of an option: alone, it says whether the option is there.
    case option(MatchField, bit: UInt8)
    /// Something that holds or does not.
    case truth(MatchNode)
    case word(MatchWord)
    case end(MatchEnd)
    case blocks(isRaw: Bool)
    /// The names that the rules of another tool give.
    case analysis
  }

  /// All names for the manual, in groups.
  public static var groups: [(title: String, names: [String])] {
    [
      ("packet", numbers.map(\.0) + ends.map(\.0)), ("flags", flags.map(\.0)),
      ("options", options.map(\.0) + ["sackok", "sackblocks", "raw_sackblocks"]),
      ("verdicts", MatchWord.allCases.map(\.name) + ["analysis"] + verdicts.map(\.0)),
      (
        "marks",
        ClassificationMarks.named.map { snakeCase($0.name) } + SegmentMarks.named.map { snakeCase($0.name) }
      ),
    ]
  }

  /// The meaning of a name.
  static let meanings: [String: Meaning] = {
    var all: [String: Meaning] = [:]
    // Where a name stands twice, the later meaning holds.
    for mark in SegmentMarks.named { all[snakeCase(mark.name)] = .truth(.captureMark(mark.mark.rawValue)) }
    for mark in ClassificationMarks.named { all[snakeCase(mark.name)] = .truth(.mark(mark.mark.rawValue)) }
    for (name, word, mask) in verdicts { all[name] = .truth(.word(word, mask: mask)) }
    for word in MatchWord.allCases { all[word.name] = .word(word) }
    for (name, flag) in flags { all[name] = .truth(.flag(flag.rawValue)) }
    for (name, field, bit) in options { all[name] = .option(field, bit: bit.rawValue) }
    for (name, field) in numbers { all[name] = .number(field) }
    for (name, end) in ends { all[name] = .end(end) }
    all["sackok"] = .truth(.option(TCPOptions.Present.sackPermitted.rawValue))
    all["sackblocks"] = .blocks(isRaw: false)
    all["raw_sackblocks"] = .blocks(isRaw: true)
    all["analysis"] = .analysis
    all["true"] = .truth(.constant(1))
    all["True"] = .truth(.constant(1))
    all["false"] = .truth(.constant(0))
    all["False"] = .truth(.constant(0))
    return all
  }()

  private static let numbers: [(String, MatchField)] = [
    ("frame", .frame), ("time", .time), ("file", .file), ("interface", .interface),
    ("connection", .connection), ("direction", .direction), ("flow", .flow), ("sport", .sourcePort),
    ("dport", .destinationPort), ("seq", .sequence), ("end", .end), ("ack", .acknowledgment),
    ("win", .window),
    ("raw_seq", .rawSequence), ("raw_ack", .rawAcknowledgment), ("raw_win", .rawWindow),
    ("urp", .urgentPointer), ("sum", .checksum), ("len", .length), ("flags", .flags), ("ttl", .timeToLive),
    ("ip_id", .identification), ("ecn", .ecn), ("caplen", .capturedLength), ("flight", .flight),
    ("pipe", .pipe), ("rtt_ms", .roundTripMilliseconds),
  ]

  private static let ends: [(String, MatchEnd)] = [
    ("sip", .source), ("dip", .destination), ("ip", .either),
  ]

  private static let flags: [(String, TCPFlags)] = [
    ("syn_flag", .syn), ("ack_flag", .ack), ("fin_flag", .fin), ("rst_flag", .rst), ("psh_flag", .psh),
    ("urg_flag", .urg), ("ece_flag", .ece), ("cwr_flag", .cwr), ("ae_flag", .ae),
  ]

  private static let options: [(String, MatchField, TCPOptions.Present)] = [
    ("mss", .maximumSegmentSize, .maximumSegmentSize), ("wsc", .windowScale, .windowScale),
    ("tsval", .timestampValue, .timestamps), ("tsecr", .timestampEcho, .timestamps),
  ]

  /// Names of classes, kinds and the like that stand for themselves.
  ///
  /// A class wins over a kind of the same name.
  private static let verdicts: [(String, MatchWord, UInt32)] = {
    var list: [(String, MatchWord, UInt32)] = []
    for certainty in SpuriousCertainty.allCases {
      list.append(bit(.spurious, certainty.rawValue, certainty.rawValue))
    }
    for kind in SegmentKind.allCases where ![.none, .syn, .fin].contains(kind) {
      list.append(bit(.kind, snakeCase(kind.name), kind.name))
    }
    let acks: [(String, AckClass)] = [
      ("new_ack", .new), ("dup_ack", .duplicate), ("old_ack", .old), ("window_update", .windowUpdate),
      ("ack_unseen", .unseen),
    ]
    for (name, ack) in acks { list.append((name, .ackClass, 1 << UInt32(ack.rawValue))) }
    for value in SegmentClass.allCases where value != .ack {
      list.append(bit(.segmentClass, snakeCase(value.name), value.name))
    }
    list.append(bit(.segmentClass, "pure_ack", SegmentClass.ack.name))
    // What `statistic` counts as retransmitted.
    let resent: UInt32 =
      1 << UInt32(SegmentClass.retransmission.rawValue) | 1 << UInt32(SegmentClass.synRetransmission.rawValue)
    list.append(("retransmission", .segmentClass, resent))
    list.append(bit(.segmentClass, "out_of_order", SegmentClass.reordered.name))
    return list
  }()

  private static func bit(_ word: MatchWord, _ name: String, _ value: String) -> (String, MatchWord, UInt32) {
    (name, word, 1 << UInt32(word.number(of: value) ?? 31))
  }

  /// `newDataAfterGap` as `new_data_after_gap`; letters in a row (`RTO`) stay together.
  static func snakeCase(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase, !result.isEmpty { result.append("_") }
      result += character.lowercased()
    }
    return result
  }

  /// The known name that is nearest to a wrong one; `nil` if none is near.
  static func suggestion(for name: String) -> String? {
    NearestName.of(name, among: meanings.keys)
  }
}
