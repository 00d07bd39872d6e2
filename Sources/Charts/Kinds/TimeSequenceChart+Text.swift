import Measurements

extension TimeSequenceChart {
  /// Caption in words: what is drawn, how to read it, what was reduced or left out.
  ///
  /// - Parameter style: The caption names the marks where the preset has no key, and reduction where it happened.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let view = view(style: style)
    let inset = insetView(style: style)
    var sentences = [captionHead(view)]
    guard !summary.isEmpty else { return (sentences + [emptyText + "."] + data.notes).joined(separator: " ") }
    let share = inset == nil ? Self.plotShare : Self.insetShare
    sentences += readingSentences(view, inset: inset, style: style, share: share)
    sentences.append(contentsOf: countSentences(view))
    if options.inset != nil, inset == nil {
      sentences.append("The inset is left out: the page is too narrow.")
    }
    if style.hasLogarithmicY { sentences.append("The axis of sequence numbers is always linear.") }
    if view.lacksInitialNumber {
      sentences.append("Sequence numbers are relative: the SYN with the absolute one was not seen.")
    }
    if let window = view.windowAboveRange, options.window == .automatic, !options.isDetrended {
      sentences.append("The advertised window lies above the range (\(Quantity.iec(Double(window)))).")
    }
    return (sentences + data.notes).joined(separator: " ")
  }

  private func captionHead(_ view: TimeSequenceView) -> String {
    let rate = options.isDetrended ? summary.meanRateText : nil
    return ChartWords.head(
      "Time-sequence diagram", data.identity, period: view.period, axis: data.axis,
      remark: rate.map { "with the mean rate of \($0) subtracted" } ?? "")
  }

  /// How to read the marks.
  private func readingSentences(
    _ view: TimeSequenceView, inset: TimeSequenceView?, style: ChartStyle, share: Double
  ) -> [String] {
    var sentences: [String] = []
    let density = view.density(style: style, share: share)
    if density == .large {
      sentences.append(
        view.drawsWindow
          ? "Lines: ACK plus advertised window, highest byte sent, and cumulative ACK."
          : "Lines: highest byte sent and cumulative ACK.")
      sentences.append("\(Quantity.count(Int64(view.segmentCount))) segments drawn as per-column envelope.")
    }
    let shown = [view, inset].compactMap { $0 }.filter { $0.density(style: style, share: share) != .large }
    if !shown.isEmpty, !style.preset.hasKey || style.height != nil || inset != nil {
      sentences.append(markSentence(shown))
    }
    if let inset { sentences.append("Right: the band on the left, \(inset.period.text(axis: data.axis)).") }
    return sentences
  }

  /// The marks that are present, in words.
  private func markSentence(_ views: [TimeSequenceView]) -> String {
    let marks = views.map(TimeSequenceMarks.init)
    var parts: [String] = []
    func add(_ text: String, if isPresent: Bool) { if isPresent { parts.append(text) } }
    add("Bars: new data", if: marks.contains { $0.has(.newData) })
    add("circles: retransmits", if: marks.contains { $0.has(.retransmission) })
    add("diamonds: retransmits after a timeout", if: marks.contains { $0.has(.retransmissionAfterTimeout) })
    add("triangles: segments out of order", if: marks.contains { $0.has(.reordered) })
    add("light bars: SACK blocks", if: views.contains { !$0.sacks.isEmpty })
    add("step: cumulative ACK", if: views.contains { !$0.acks.isEmpty || $0.carriedAck != nil })
    add("upper step: ACK plus advertised window", if: views.contains { $0.drawsWindow })
    add("ticks: duplicate ACKs", if: marks.contains { !$0.duplicateRows.isEmpty })
    add("D: D-SACK", if: marks.contains { !$0.duplicateSackRows.isEmpty })
    add("S and F: SYN and FIN", if: marks.contains { $0.has(.syn) || $0.has(.fin) })
    add("crosses: RST", if: marks.contains { $0.has(.rst) || $0.has(.rstOfReceiver) })
    if options.showsExtendedMarks {
      add("dots: PSH", if: marks.contains { $0.has(.push) })
      add("open squares: ECE", if: marks.contains { $0.has(.ece) })
      add("filled squares: CWR", if: marks.contains { $0.has(.cwr) })
    }
    guard let first = parts.first else { return "" }
    return ([first.prefix(1).uppercased() + first.dropFirst()] + parts.dropFirst()).joined(separator: "; ")
      + "."
  }

  /// Counts of the whole flow, and of the part that is shown.
  private func countSentences(_ view: TimeSequenceView) -> [String] {
    var text = "\(summary.retransmissionText) (\(summary.afterTimeout) after timeout)"
    text += " of \(ChartWords.counted(data.dataSegments, "data segment"))"
    if view.period.isZoomed { text += ", \(view.visibleRetransmissions) of them in the part shown" }
    var sentences = [text + "."]
    for state in states(view) {
      let total = state.periods.reduce(into: Int64(0)) { sum, period in
        sum =
          sum.addingReportingOverflow(
            max(0, TimeSequenceSummary.difference(period.upperBound, period.lowerBound))
          )
          .partialValue
      }
      let noun = state.name == "RTO wait" ? "wait for a timeout" : "zero window"
      let count = state.periods.count == 1 ? "1 \(noun)" : "\(state.periods.count) periods of \(noun)"
      sentences.append("\(count), \(Quantity.duration(nanoseconds: max(0, total))) in all.")
    }
    return sentences
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let endpoints = data.identity.endpoints
    guard !summary.isEmpty else {
      return ChartWords.limited(
        "Time sequence diagram of \(endpoints) without any data segment: \(emptyText).")
    }
    var parts = [
      "Time sequence A to B of \(endpoints), \(summary.durationText)",
      "\(summary.acknowledgedText) acknowledged",
      "\(summary.retransmissionText) (\(summary.afterTimeout) after timeout)",
    ]
    if !data.zeroWindows.isEmpty {
      parts.append(ChartWords.counted(Int64(data.zeroWindows.count), "zero window period"))
    }
    if summary.resets > 0 { parts.append("\(summary.resets) RST") }
    return ChartWords.limited(parts.joined(separator: ", ") + ".")
  }

  /// Further facts for the long description.
  var longDescription: String {
    facts.filter { $0.value != 0 }.map(\.text).prefix(12).joined(separator: "; ")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    func count(_ name: String, _ value: Int, _ noun: String, _ plural: String? = nil) -> ChartFact {
      .count(name, Int64(value), noun, plural)
    }
    let view = view(style: nil)
    var facts = [
      ChartFact(name: "durationSeconds", value: Double(summary.duration) / 1e9, text: summary.durationText),
      ChartFact(
        name: "acknowledgedBytes", value: Double(summary.acknowledgedBytes),
        text: "\(summary.acknowledgedText) acknowledged"),
      ChartFact(
        name: "sentStreamBytes", value: Double(summary.sentBytes),
        text: "\(Quantity.si(Double(summary.sentBytes), "B")) of sequence numbers sent"),
      count("dataSegments", Int(clamping: data.dataSegments), "data segment"),
      count("retransmittedSegments", Int(clamping: summary.retransmissions), "retransmission"),
      count("retransmittedAfterTimeoutSegments", summary.afterTimeout, "retransmission after timeout"),
      count("reorderedSegments", summary.reordered, "segment out of order", "segments out of order"),
      count("duplicateAcks", summary.duplicateAcks, "duplicate ACK"),
      count("sackBlocks", data.sackCount + Int(clamping: data.omitted.sackBlocks), "SACK block"),
      count("dsackAcks", summary.duplicateSacks, "ACK with D-SACK", "ACKs with D-SACK"),
      count("rstSegments", summary.resets, "RST segment"),
      count("zeroWindowPeriods", data.zeroWindows.count, "zero window period"),
      count("timeoutWaits", data.timeoutWaits.count, "wait for a timeout", "waits for a timeout"),
      count("visibleSegments", view.segmentCount, "segment"),
      count("visibleRetransmissions", view.visibleRetransmissions, "retransmission"),
    ]
    if let rate = summary.bytesPerNanosecond, let text = summary.meanRateText {
      facts.append(ChartFact(name: "meanBitsPerSecond", value: rate * 8e9, text: "\(text) mean rate"))
    }
    if let window = summary.largestWindow {
      facts.append(
        ChartFact(
          name: "largestWindowBytes", value: Double(window),
          text: "largest window \(Quantity.iec(Double(window)))"))
    }
    return facts
  }
}
