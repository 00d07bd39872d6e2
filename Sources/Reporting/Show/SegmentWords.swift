import Measurements
import PacketCapture
import TCPAnalysis

/// What a segment is, in words for people.
enum SegmentWords {
  /// Letters of the flags, from the lowest bit up: FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, and N for accurate ECN.
  static let flagLetters: [(flag: TCPFlags, letter: UInt8)] = [
    (.fin, UInt8(ascii: "F")), (.syn, UInt8(ascii: "S")), (.rst, UInt8(ascii: "R")),
    (.psh, UInt8(ascii: "P")),
    (.ack, UInt8(ascii: "A")), (.urg, UInt8(ascii: "U")), (.ece, UInt8(ascii: "E")),
    (.cwr, UInt8(ascii: "C")),
    (.ae, UInt8(ascii: "N")),
  ]

  /// Appends the letters of the flags.
  static func appendFlags(_ flags: TCPFlags, to text: inout TextBuffer) {
    for entry in flagLetters where flags.contains(entry.flag) { text.append(byte: entry.letter) }
  }

  /// The names of the ECN field's values, by value (RFC 3168, section 5).
  static func ecn(_ value: UInt8) -> String {
    switch value {
    case 1: "ECT1"
    case 2: "ECT0"
    case 3: "CE"
    default: "notECT"
    }
  }

  /// The class with the kind; empty for the ordinary.
  static func name(_ segmentClass: SegmentClass, _ kind: SegmentKind) -> String {
    switch segmentClass {
    case .retransmission: retransmission(kind)
    case .synRetransmission: "SYN retransmission"
    case .newDataAfterGap: "behind a gap"
    case .reordered: "out of order"
    case .unknownFill: "fills a gap: late or sent again"
    case .captureDuplicate: "captured twice"
    case .networkDuplicate: "duplicated by the network"
    case .zeroWindowProbe: "zero-window probe"
    case .keepAlive: "keep-alive"
    case .ack, .newData, .syn, .fin, .rst: ""
    }
  }

  private static func retransmission(_ kind: SegmentKind) -> String {
    switch kind {
    case .fast: "fast retransmission"
    case .rack: "retransmission (RACK)"
    case .recovery: "retransmission in recovery"
    case .tlp: "tail loss probe"
    case .rto: "retransmission timeout"
    case .rtoRecovery: "retransmission after timeout"
    case .fin: "FIN retransmission"
    case .syn: "SYN retransmission"
    case .unknown, .none: "retransmission, cause unknown"
    }
  }

  /// Why a needless retransmission was sent.
  static func name(_ cause: NeedlessCause) -> String {
    switch cause {
    case .delaySpike: "the round trip outgrew the timer"
    case .reordering: "the original was overtaken"
    case .ackLoss: "the ACKs of the original were lost"
    }
  }

  /// What an acknowledgment says; empty for the ordinary.
  static func name(_ ackClass: AckClass) -> String {
    switch ackClass {
    case .duplicate: "duplicate ACK"
    case .old: "old ACK"
    case .windowUpdate: "window update"
    case .unseen: "ACK of data not captured"
    case .zeroWindow, .new, .none: ""
    }
  }

  /// Marks that are worth a word on a line, in this order.
  private static let marks: [(mark: ClassificationMarks, words: String)] = [
    (.partial, "with new data"), (.alreadyAcked, "already acknowledged"), (.zeroWindow, "zero window"),
    (.windowFull, "window full"), (.dsack, "D-SACK"), (.synIsnChanged, "other initial sequence number"),
    (.earlyKeepAlive, "early"), (.guess, "guessed"), (.ackImplausible, "implausible ACK"),
    (.fastOpenData, "Fast Open data"), (.lateOriginal, "original behind its copy"),
    (.inconsistent, "other payload than before"), (.tlpOrRto, "perhaps a timeout"),
    (.sackReneging, "SACK taken back"), (.silly, "silly window"),
    (.captureReordered, "captured before its data"), (.rstInWindow, "not at the next byte"),
    (.rstOutOfWindow, "outside of the window"), (.likelyMiddlebox, "likely from a middlebox"),
  ]

  private static let captureMarks: [(mark: SegmentMarks, words: String)] = [
    (.optionsTruncated, "options cut"), (.optionsMalformed, "options malformed"),
    (.firstFragment, "IP fragment"), (.headerMalformed, "header malformed"),
  ]

  /// Everything that is said of a segment, separated by commas.
  static func remarks(_ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict) -> String {
    var words: [String] = []
    add(name(item.segmentClass, item.kind), to: &words)
    if let certainty = verdict.certainty {
      words.append("spurious: \(certainty.rawValue) (\(verdict.evidence.names.joined(separator: ", ")))")
    }
    add(name(item.ackClass), to: &words)
    let marks = item.marks
    if !marks.isEmpty {
      for entry in Self.marks where marks.contains(entry.mark) { words.append(entry.words) }
    }
    let captured = item.segment.marks
    for entry in captureMarks where captured.contains(entry.mark) { words.append(entry.words) }
    if item.segment.ecn == 3 { words.append("CE") }
    return words.joined(separator: ", ")
  }

  private static func add(_ word: String, to words: inout [String]) {
    if !word.isEmpty { words.append(word) }
  }
}
