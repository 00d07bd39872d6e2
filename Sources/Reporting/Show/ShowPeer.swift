import Measurements
import PacketCapture
import TCPAnalysis

/// What `show` prints of a segment by the rules of another tool, in the place of captcp's own verdict.
enum ShowPeer {
  /// The columns of the CSV form that hold the verdict, whoever gave it.
  static func columns(_ rules: RuleSet) -> String {
    switch rules {
    case .native: "class,kind,spurious,spuriousEvidence,ack,bytesInFlight,pipeBytes,rttMs"
    case .wireshark: ShowWireshark.columns
    case .tcptrace: ShowTcptrace.columns
    }
  }

  /// Writes the cells of those columns.
  static func writeCells(_ verdict: PeerVerdict, to text: inout TextBuffer) {
    switch verdict {
    case .wireshark(let verdict): ShowWireshark.writeCells(verdict, to: &text)
    case .tcptrace(let verdict): ShowTcptrace.writeCells(verdict, to: &text)
    }
  }

  /// Writes the members of the JSON forms, each with a comma in front.
  static func writeMembers(_ verdict: PeerVerdict, to text: inout TextBuffer) {
    switch verdict {
    case .wireshark(let verdict): ShowWireshark.writeMembers(verdict, to: &text)
    case .tcptrace(let verdict): ShowTcptrace.writeMembers(verdict, to: &text)
    }
  }

  /// Writes the remarks of the text form, with two spaces in front if there are any.
  static func writeRemarks(_ verdict: PeerVerdict, to text: inout TextBuffer) {
    switch verdict {
    case .wireshark(let verdict): ShowWireshark.writeRemarks(verdict, to: &text)
    case .tcptrace(let verdict): ShowTcptrace.writeRemarks(verdict, to: &text)
    }
  }

  /// The colour of the line, in the terms of ``SegmentColor``.
  static func color(_ verdict: PeerVerdict, _ item: borrowing ClassifiedSegment) -> StaticString {
    switch verdict {
    case .wireshark(let verdict): ShowWireshark.color(verdict, item.segment.flags)
    case .tcptrace(let verdict): ShowTcptrace.color(verdict, item.segment.flags)
    }
  }
}
