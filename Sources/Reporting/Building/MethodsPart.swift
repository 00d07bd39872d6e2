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

  /// What this version does not judge, if the connections that are drawn were to be judged.
  private func limits() -> [Definition] {
    let notes = composer.material.flows.flatMap { flow in
      flow.connection.notes + flow.connection.forward.notes + flow.connection.backward.notes
    }
    guard let note = notes.first(where: { $0.code == .notYetJudged }) else { return [] }
    return [Definition("Limits", RichText(note.sentence))]
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
        "What stands out",
        "Facts that the packets show, without a cause or a judgement: zero windows, silences, resets, segments sent "
          + "again, data that the capture missed. Only the connections that are drawn are looked at."),
      Definition(
        "Handshake RTT",
        "From the last SYN to the SYN/ACK, and from that to the ACK of it; only where all three were captured. It "
          + "covers the whole path, wherever the capture was taken."),
      Definition(
        "Lengths",
        "From the headers of the IP packets, so that a short snap length and padding change nothing."),
    ]
    var seen: Set<String> = Set(own.map(\.term))
    return own + composer.sections.flatMap(\.methods).filter { seen.insert($0.term).inserted } + limits()
  }
}
