public import Measurements

extension InFlightChart {
  /// Caption in words: what is drawn, how to read it, and its greatest value.
  ///
  /// - Parameter style: The part that is shown depends on it.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    let what = data.measure == .bytes ? "Bytes in flight" : "Segments in flight"
    var sentences = [ChartWords.head(what, data.identity, period: period, axis: data.axis)]
    guard !isEmpty else { return ChartWords.joined(sentences + [emptySentence] + data.notes) }
    var clauses = ["lower line: sent and not yet acknowledged"]
    if hasWindow {
      clauses.append(
        isWindowAbove(period)
          ? "the advertised window lies above the range" : "upper line: advertised window")
    }
    if data.zeroWindows.contains(where: { $0.upperBound >= period.first && $0.lowerBound <= period.last }) {
      clauses.append("band: zero window")
    }
    sentences.append(ChartWords.sentence(clauses))
    if data.isAtReceiver {
      sentences.append(
        "Captured at the receiver: the values are what it had received and not yet acknowledged, not what the sender had"
          + " in flight.")
    }
    if let peak = peak(period) { sentences.append("At most \(text(peak)).") }
    sentences.append(ChartWords.counted(data.retransmittedSegments, "retransmission") + ".")
    sentences += WindowWords.zeroSentences(data.zeroWindows)
    return ChartWords.joined(sentences + data.notes)
  }

  private var emptySentence: String {
    (data.emptyReason.isEmpty ? "No data in flight in this flow" : data.emptyReason).droppedStop + "."
  }

  private func text(_ value: Double) -> String {
    data.measure == .bytes
      ? Quantity.iec(value) : ChartWords.counted(Int64(max(-9e15, min(9e15, value.rounded()))), "segment")
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let what = data.measure == .bytes ? "Bytes in flight" : "Segments in flight"
    guard !isEmpty else {
      return ChartWords.limited("\(what) over time of \(data.identity.endpoints), empty: \(emptySentence)")
    }
    let period = period(nil)
    let length = Quantity.duration(nanoseconds: Int64(max(0, min(9e18, period.length))))
    var parts = ["\(what) over time of \(data.identity.endpoints), \(length)"]
    parts += facts.map(\.text)
    return ChartWords.limited(parts.joined(separator: ", ") + ".")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    let period = period(nil)
    var facts: [ChartFact] = []
    if let peak = peak(period), !isEmpty {
      facts.append(
        ChartFact(
          name: data.measure == .bytes ? "maxBytesInFlight" : "maxPacketsInFlight", value: peak,
          text: "at most \(text(peak)) in flight"))
    }
    if hasWindow, let largest = data.window.numbers(period).max() {
      facts.append(
        ChartFact(
          name: "largestWindowBytes", value: largest, text: "largest window \(Quantity.iec(largest))"))
    }
    facts.append(.count("retransmittedSegments", data.retransmittedSegments, "retransmission"))
    return facts + WindowWords.zeroFacts(data.zeroWindows)
  }

  /// What was in flight, the window, retransmissions and zero windows, unreduced.
  public var dataTables: [DataTable] {
    let flight = data.inFlight
    let unit = data.measure == .bytes ? "in_flight_B" : "in_flight_packets"
    return [
      DataTable(
        name: "",
        columns: [
          .init("time_s", .seconds(flight.times.head(flight.count), decimals: 9)),
          .init(unit, .integers(Array(flight.values.prefix(flight.count)))),
        ]),
      WindowWords.windowTable(data.window, name: "window"),
      DataTable(
        name: "retransmission", columns: [.init("time_s", .seconds(data.retransmissionTimes, decimals: 9))]),
      WindowWords.zeroTable(data.zeroWindows),
    ]
  }
}
