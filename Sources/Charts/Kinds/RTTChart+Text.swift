public import Measurements

extension RTTChart {
  /// Caption in words: what is drawn, how samples are taken, what was reduced or left out.
  ///
  /// - Parameter style: The caption tells of reduction, and of a distribution for which there is no room.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    guard let first = data.rows.first else { return "" }
    var sentences = [
      ChartWords.head("Round-trip times", first.identity, period: period, axis: data.axis)
    ]
    let shown = data.rows.filter { !$0.samples.shown(period).isEmpty }
    if let row = shown.first {
      sentences.append(ChartWords.sentence(reading(row, style: style)))
      sentences.append(reductionSentence(row.samples.shown(period).count, "sample", style: style))
    }
    for (index, row) in data.rows.enumerated() { sentences += rowSentences(row, index, period) }
    sentences.append(methodSentence)
    return ChartWords.joined(sentences + data.notes)
  }

  private func reading(_ row: RTTData.Row, style: ChartStyle) -> [String] {
    var parts = ["dots: samples at the time of their end"]
    if !row.smoothedNanoseconds.isEmpty { parts.append("thin line: smoothed (RFC 6298)") }
    if row.samples.count > 1 { parts.append("step: minimum so far") }
    if row.samples.count > 1, SideDistribution.fits(style) {
      parts.append(
        options.showsHistogram ? "right: histogram" : "right: share of samples at or below a value")
    }
    return parts
  }

  private func rowSentences(_ row: RTTData.Row, _ index: Int, _ period: TimePeriod) -> [String] {
    let summary = row.samples.summary(period, .duration)
    let name = data.rows.count > 1 ? "\(Self.ways[index % 2]): " : ""
    guard summary.count > 0 else { return [name + emptyReason(row).droppedStop + "."] }
    var sentences = [
      "\(name)\(ChartWords.counted(Int64(summary.count), "sample")), \(summary.clause)."
    ]
    if row.excludedAcks > 0 {
      let acks = ChartWords.counted(row.excludedAcks, "acknowledgment")
      sentences.append("\(acks) of new data gave no sample.")
    }
    return sentences
  }

  private var methodSentence: String {
    switch data.method {
    case .ack, .sack:
      "A sample runs from a segment to the acknowledgment of its end; segments sent twice, and those behind a hole, give"
        + " none."
    case .path:
      "A sample is the time from the capture point to the receiver and back and, nearest to it in time, that to the "
        + "sender and back, added."
    case .timestamps: "A sample runs from a time stamp to its first echo (RFC 7323)."
    }
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let period = period(nil)
    let endpoints = data.rows.first?.identity.endpoints ?? "the capture"
    guard let row = data.rows.first(where: { !$0.samples.shown(period).isEmpty }) else {
      let reason = data.rows.first.map(emptyReason) ?? "no flow"
      return ChartWords.limited(
        "Chart of round-trip times of \(endpoints) without any sample: \(reason.droppedStop).")
    }
    let summary = row.samples.summary(period, .duration)
    return ChartWords.limited(
      "Round-trip times over time of \(endpoints), \(ChartWords.counted(Int64(summary.count), "sample")), "
        + summary.clause + ", \(methodWords).")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    let period = period(nil)
    return data.rows.enumerated().flatMap { index, row -> [ChartFact] in
      let prefix = index == 0 ? "rtt" : "rttBackward"
      let noun = data.rows.count > 1 ? "RTT \(Self.ways[index % 2])" : "RTT"
      var facts = row.samples.summary(period, .duration).facts(prefix: prefix, noun: noun)
      if row.excludedAcks > 0 {
        facts.append(
          .count(
            index == 0 ? "excludedAcks" : "excludedBackwardAcks", row.excludedAcks,
            "acknowledgment without a sample", "acknowledgments without a sample"))
      }
      return facts
    }
  }

  /// All samples, unreduced, a table for each direction.
  public var dataTables: [DataTable] {
    data.rows.enumerated().map { index, row in
      let times = row.samples.times.head(row.samples.count)
      let smoothed = (0..<row.samples.count).map {
        $0 < row.smoothedNanoseconds.count ? Double(row.smoothedNanoseconds[$0]) / 1e9 : .nan
      }
      return DataTable(
        name: index == 0 ? "" : "backward",
        columns: [
          .init("time_s", .seconds(times, decimals: 9)),
          .init("rtt_s", .seconds(row.samples.values.head(row.samples.count), decimals: 9)),
          .init("smoothed_rtt_s", .numbers(smoothed, decimals: 9)),
        ], form: .dots(column: "rtt_s", isLogarithmic: false))
    }
  }
}

extension String {
  /// The text without a full stop at its end.
  var droppedStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
