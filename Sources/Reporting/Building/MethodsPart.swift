import TCPAnalysis

/// How the numbers of a report are defined.
struct MethodsPart {
  let composer: DocumentComposer

  /// The part, folded away.
  func part() -> Document.Part {
    var part = Document.Part(
      anchor: "methods", title: "Methods", detail: "how the numbers are defined",
      nodes: [.definitions(definitions())])
    part.isFolded = true
    return part
  }

  private func definitions() -> [Definition] {
    let own = [
      Definition(
        "Connections and flows",
        "A connection is both directions of a pair of addresses and ports, numbered by its first packet; flow n.1 is "
          + "the direction of that packet, n.2 the other one. In charts A is the sender of the data, B its receiver."
      ),
      Definition(
        "Time",
        RichText(
          "Seconds \(ReportTime.words(composer.options.origin)), by the clock of the capture. Frames are numbered as "
            + "in the file, from 1.")),
      Definition(
        "Findings",
        [
          "Facts that the packets show, above a threshold, without a cause or a judgement. Looked for were:"
        ]
          + FindingRules.all.map { rule in
            RichText([.strong(rule.title), .plain(": \(rule.threshold)")])
          }),
      Definition(
        "Handshake RTT",
        "From the last SYN to the SYN/ACK, and from that to the ACK of it; only where all three were captured. It "
          + "covers the whole path, wherever the capture was taken."),
      Definition(
        "RTT",
        "From a segment with data to the ACK that ends exactly at its last byte, seen from the capture point; none "
          + "where anything it covers was sent again or reported by SACK before. Percentiles interpolate linearly."
      ),
      Definition(
        "Why sent again",
        "fast, rack and recovery: on evidence from the receiver (RFC 5681, 6675, 8985). tlp: tail loss probe. rto and "
          + "rtoRecovery: after the retransmission timeout. syn, fin: those segments. Exact beside the sender, an "
          + "estimate elsewhere."),
      Definition(
        "Sent again without need",
        "By D-SACK (RFC 2883), time stamps (Eifel, RFC 3522), F-RTO (RFC 5682), an ACK that had already passed, or "
          + "one that came sooner than the path allows. Without SACK and time stamps it cannot be known."),
      Definition(
        "Lengths",
        "From the headers of the IP packets, so that a short snap length and padding change nothing."),
    ]
    var seen: Set<String> = Set(own.map(\.term))
    return own + composer.sections.flatMap(\.methods).filter { seen.insert($0.term).inserted }
  }
}
