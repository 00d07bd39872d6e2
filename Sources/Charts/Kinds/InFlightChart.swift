import Measurements

/// What a sender had in flight, below the window that the receiver advertised.
public struct InFlightChart: Chart, RowChart {
  /// Name of the kind.
  public static let kind = "inflight"

  /// The data.
  public let data: InFlightData

  /// Makes the chart of a flow.
  public init(data: InFlightData) {
    self.data = data
  }

  var timeAxis: TimeAxis { data.axis }
  var dataPeriod: ClosedRange<Int64>? { span([data.inFlight.times, data.window.times]) }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  func title(_ period: TimePeriod) -> String {
    let name = data.measure == .bytes ? "Bytes in flight" : "Segments in flight"
    return name + (hasWindow ? " and receiver window" : "")
      + ChartWords.titleEnd("A \u{2192} B", period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, scaling of the window.
  public var subtitle: String { subtitle(period(nil)) }

  func subtitle(_ period: TimePeriod) -> String {
    var parts = data.identity.subtitleParts
    if !isEmpty {
      if data.isAtReceiver { parts.append("receiver\u{2019}s side: received, not yet acknowledged") }
      if hasWindow, let words = WindowWords.scaling(data.windowShift) { parts.append(words) }
    }
    return parts.joined(separator: PageHeader.separator)
  }

  /// Whether nothing was ever in flight.
  var isEmpty: Bool { !data.inFlight.values.prefix(data.inFlight.count).contains { ($0 ?? 0) > 0 } }

  /// Whether the window is known and counted in the same unit.
  var hasWindow: Bool { data.measure == .bytes && data.window.values.contains { $0 != nil } }

  /// The greatest value in a period.
  func peak(_ period: TimePeriod) -> Double? { data.inFlight.numbers(period).max() }

  /// Whether the window lies so high that it would press the data down.
  func isWindowAbove(_ period: TimePeriod) -> Bool {
    guard let peak = peak(period), let least = data.window.numbers(period).lazy.filter({ $0 > 0 }).min()
    else {
      return false
    }
    return least > 3 * max(1, peak)
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    try rowScene(style, measurer)
  }

  /// The only row.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow] {
    let isAbove = isWindowAbove(period)
    let window = hasWindow && !isAbove ? ValueAxis.extremes(data.window.numbers(period)) : []
    let isBytes = data.measure == .bytes
    let axis = ValueAxis.over(
      ValueAxis.extremes(data.inFlight.numbers(period)) + window, family: isBytes ? .binaryBytes : .count,
      names: [isBytes ? "Bytes" : "Segments"], range: type.style.yRange)
    var row = TimeRow(axis: axis)
    guard !isEmpty else {
      row.message = data.emptyReason.isEmpty ? "No data in flight in this flow" : data.emptyReason
      return [row]
    }
    let flight = Scene.Style(stroke: type.theme.paint(.data), lineWidth: type.line)
    row.lines = [data.inFlight.line("in-flight", style: flight)]
    if hasWindow, !isAbove { row.lines.insert(WindowWords.line(data.window, type, areaOpacity: 0.07), at: 0) }
    row.names = names(period, axis: axis, flight: flight, type: type)
    row.states = [TimeRow.State(name: "zero window", periods: data.zeroWindows)]
    row.lanes = [
      EventLane.events(
        "retransmit", .loss, data.retransmissionTimes.map { $0...$0 }, in: period),
      EventLane.events("zero window", .loss, data.zeroWindows, in: period),
    ].compactMap(\.self)
    return [row]
  }

  private func names(
    _ period: TimePeriod, axis: ValueAxis, flight: Scene.Style, type: Typography
  ) -> [DirectLabel] {
    var names: [DirectLabel] = []
    if hasWindow, let value = data.window.last(period) {
      let isAbove = value > axis.upper
      let size = isAbove ? [Quantity.iec(value) + " \u{2191}"] : []
      names.append(
        DirectLabel(
          lines: ["receiver window"] + size, shortLines: ["window" + (isAbove ? " \u{2191}" : "")],
          paint: type.theme.textPaint(.win), value: isAbove ? nil : value,
          symbol: .line(SegmentMarks.windowStyle(type))))
    }
    if let value = data.inFlight.last(period) {
      names.append(
        DirectLabel(
          lines: ["in flight"], shortLines: ["in flight"], paint: type.theme.textPaint(.data), value: value,
          symbol: .line(flight)))
    }
    return names
  }
}
