public import Measurements

/// The window that a receiver advertised, with what was in flight below it.
public struct WindowChart: Chart, RowChart {
  /// Name of the kind.
  public static let kind = "window"
  /// The largest window without scaling, plus one.
  static let unscaledLimit = 65_536.0

  /// The data.
  public let data: WindowData

  /// Makes the chart of a flow's window.
  public init(data: WindowData) {
    self.data = data
  }

  var timeAxis: TimeAxis { data.axis }
  var dataPeriod: ClosedRange<Int64>? { span([data.window.times, data.inFlight.times]) }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    "Advertised window" + ChartWords.titleEnd("B \u{2192} A", period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, scaling.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    let scaling =
      isEmpty ? [] : [WindowWords.scaling(data.windowShift) ?? "scale unknown: the handshake was not seen"]
    return (data.identity.subtitleParts + scaling).joined(separator: PageHeader.separator)
  }

  /// Whether no window is known.
  var isEmpty: Bool { !data.window.values.prefix(data.window.count).contains { $0 != nil } }
  /// Whether bytes can be shown.
  var isScaled: Bool { data.windowShift != nil }
  /// Whether what is in flight has the unit of the window.
  var hasFlight: Bool { isScaled && data.inFlight.values.contains { ($0 ?? 0) > 0 } }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// The only row.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    let flightValues = hasFlight ? ValueAxis.extremes(data.inFlight.numbers(period)) : []
    let axis = ValueAxis.over(
      ValueAxis.extremes(data.window.numbers(period)) + flightValues,
      family: isScaled ? .binaryBytes : .count,
      names: isScaled ? ["Bytes"] : ["Window field, scale unknown", "Window field"], range: type.style.yRange)
    var row = TimeRow(axis: axis)
    guard !isEmpty else {
      row.message = data.emptyReason.isEmpty ? "No window advertised in this flow" : data.emptyReason
      return [row]
    }
    let flight = Scene.Style(stroke: type.theme.paint(.data), lineWidth: type.line * 0.6)
    row.lines = [WindowWords.line(data.window, type, isSubject: true)]
    if hasFlight { row.lines.append(data.inFlight.line("in-flight", style: flight)) }
    if let shift = data.windowShift, shift > 0, axis.upper > Self.unscaledLimit {
      row.references = [
        TimeRow.Reference(
          value: Self.unscaledLimit, lines: ["64 KiB, limit", "without scaling"], shortLines: ["64 KiB"])
      ]
    }
    row.names = names(period, flight: flight, type: type)
    row.states = [TimeRow.State(name: "zero window", periods: data.zeroWindows)]
    row.lanes = [
      EventLane.events("zero window", .loss, data.zeroWindows, in: period),
      EventLane.events("probe", .data, data.probeTimes.map { $0...$0 }, in: period),
    ].compactMap(\.self)
    return [row]
  }

  private func names(_ period: TimePeriod, flight: Scene.Style, type: Typography) -> [DirectLabel] {
    var names: [DirectLabel] = []
    if let value = data.window.last(period) {
      let size = text(value)
      names.append(
        DirectLabel(
          lines: ["advertised", size], shortLines: [size], paint: type.theme.textPaint(.win), value: value,
          symbol: .line(SegmentMarks.windowStyle(type, isSubject: true))))
    }
    if hasFlight, let value = data.inFlight.last(period) {
      names.append(
        DirectLabel(
          lines: ["in flight"], shortLines: ["in flight"], paint: type.theme.textPaint(.data), value: value,
          symbol: .line(flight)))
    }
    return names
  }

  /// A window as people read it.
  private func text(_ value: Double) -> String {
    isScaled ? Quantity.iec(value) : Quantity.count(Int64(max(0, min(9e15, value.rounded()))))
  }

  /// Caption in words: what is drawn, how it is scaled, and its extremes.
  ///
  /// - Parameter style: The part that is shown depends on it.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    var sentences = [
      ChartWords.head("Window advertised to the sender", data.identity, period: period, axis: data.axis)
    ]
    guard !isEmpty else { return ChartWords.joined(sentences + [emptySentence] + data.notes) }
    var clauses = [isScaled ? "upper line: advertised window after scaling" : "line: the bare window field"]
    if hasFlight { clauses.append("lower line: bytes in flight") }
    if let shift = data.windowShift, shift > 0 { clauses.append("dashed: 64 KiB, the limit without scaling") }
    sentences.append(ChartWords.sentence(clauses))
    sentences.append(
      ChartWords.sentence([
        WindowWords.scaling(data.windowShift) ?? "scale unknown: the handshake was not seen"
      ]))
    sentences.append(ChartWords.sentence([rangeClause(period)].compactMap(\.self)))
    sentences += WindowWords.zeroSentences(data.zeroWindows)
    if data.isAtReceiver, hasFlight {
      sentences.append("Captured at the receiver: in flight is what it had not yet acknowledged.")
    }
    return ChartWords.joined(sentences + data.notes)
  }

  private func rangeClause(_ period: TimePeriod) -> String? {
    let values = data.window.numbers(period)
    guard let least = values.min(), let greatest = values.max() else { return nil }
    return "window from \(text(least)) to \(text(greatest))"
  }

  private var emptySentence: String {
    (data.emptyReason.isEmpty ? "No window advertised in this flow" : data.emptyReason).droppedStop + "."
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    guard !isEmpty else {
      return ChartWords.limited(
        "Advertised window over time of \(data.identity.endpoints), empty: \(emptySentence)")
    }
    let scaling = WindowWords.scaling(data.windowShift) ?? "scale unknown"
    return ChartWords.limited(
      (["Advertised window over time of \(data.identity.endpoints), \(scaling)"] + facts.map(\.text))
        .joined(separator: ", ") + ".")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    let period = period(nil)
    let values = data.window.numbers(period)
    var facts: [ChartFact] = []
    if let least = values.min(), let greatest = values.max() {
      let unit = isScaled ? "Bytes" : "Field"
      facts.append(
        ChartFact(name: "leastWindow" + unit, value: least, text: "least window \(text(least))"))
      facts.append(
        ChartFact(name: "largestWindow" + unit, value: greatest, text: "largest window \(text(greatest))"))
    }
    if hasFlight, let peak = data.inFlight.numbers(period).max() {
      facts.append(
        ChartFact(
          name: "maxBytesInFlight", value: peak, text: "at most \(Quantity.iec(peak)) in flight"))
    }
    facts += WindowWords.zeroFacts(data.zeroWindows)
    if !data.probeTimes.isEmpty {
      facts.append(.count("zeroWindowProbes", Int64(data.probeTimes.count), "zero window probe"))
    }
    return facts
  }

  /// The window, what was in flight, zero windows and probes, unreduced.
  public var dataTables: [DataTable] {
    [
      WindowWords.windowTable(data.window, name: "", unit: isScaled ? "window_B" : "window_field"),
      WindowWords.windowTable(data.inFlight, name: "inflight", unit: "in_flight_B"),
      WindowWords.zeroTable(data.zeroWindows),
      DataTable(name: "probe", columns: [.init("time_s", .seconds(data.probeTimes, decimals: 9))]),
    ]
  }
}
