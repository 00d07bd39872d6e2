import Measurements

extension TimeSequenceChart {
  /// Share of the page's width that a plot usually has; reduction must be the same for all fonts.
  static let plotShare = 0.75
  /// The same for each of two plots side by side.
  static let insetShare = 0.36

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    let main = view(style: style)
    let inset = insetView(style: style)
    let share = inset == nil ? Self.plotShare : Self.insetShare
    let spec = panelSpec(main, type: type, share: share, isNamed: inset == nil)
    let insetSpec = inset.map { panelSpec($0, type: type, share: share, isNamed: true, isInset: true) }
    let lanes = max(spec.lanes.count, insetSpec?.lanes.count ?? 0)
    let gap = inset == nil ? 0 : type.size
    let split = inset == nil ? type.pageWidth : (type.pageWidth - gap) * 0.5
    return try ChartPage.scene(
      of: self, type: type, title: title(of: main), subtitle: subtitle(of: main), lanes: lanes,
      longDescription: longDescription
    ) { page, builder throws(LayoutError) in
      func panel(_ spec: PanelSpec, _ left: Double, _ width: Double) throws(LayoutError) -> Panel {
        let region = Scene.Rect(x: left, y: page.region.y, width: width, height: page.region.height)
        return try PanelLayout(
          spec: spec, region: region, type: page.type, minimumShare: 0.46, minimumHeight: 0.4 * page.height
        ).solve()
      }
      let first = try panel(spec, 0, split)
      draw(main, panel: first, share: share, id: "plot", into: &builder)
      guard let inset, let insetSpec else { return [first.area] }
      let second = try panel(insetSpec, split + gap, type.pageWidth - split - gap)
      draw(inset, panel: second, share: share, id: "inset", into: &builder)
      return [first.area, second.area]
    }
  }

  /// The part shown again at the right; `nil` if it was not asked for or the page is one column.
  func insetView(style: ChartStyle) -> TimeSequenceView? {
    guard let inset = options.inset, style.preset != .paperColumn, !summary.isEmpty else { return nil }
    var period = TimePeriod(first: inset.lowerBound, last: inset.upperBound)
    period.zoom(from: inset.lowerBound, to: inset.upperBound)
    var plain = style
    plain.yRange = nil
    return TimeSequenceView(data: data, options: options, summary: summary, period: period, style: plain)
  }

  private func panelSpec(
    _ view: TimeSequenceView, type: Typography, share: Double, isNamed: Bool, isInset: Bool = false
  ) -> PanelSpec {
    let density = view.density(style: type.style, share: share)
    var spec = PanelSpec(
      firstTime: view.period.first, lastTime: view.period.last, timeAxis: data.axis,
      valueAxis: view.valueAxis(
        isInset ? ["zoom \(view.period.text(axis: data.axis))", "zoom"] : axisNames))
    guard !summary.isEmpty else {
      spec.showsTicks = false
      return spec
    }
    if isNamed { spec.labels = names(view, type: type) }
    if isNamed { spec.key = key(view, density: density) }
    let width = type.pageWidth * share
    spec.lanes = lanes(view, density: density, plotWidth: width, type: type)
    return spec
  }

  private var axisNames: [String] {
    if options.isDetrended {
      return ["Sequence minus mean rate \u{D7} time", "Sequence minus mean", "Sequence"]
    }
    if options.showsAbsoluteNumbers, data.initialSequenceNumber != nil {
      return ["Sequence number, absolute", "Sequence number", "Sequence"]
    }
    return ["Sequence number, relative", "Sequence number", "Sequence"]
  }

  /// Names at the right ends of the lines.
  private func names(_ view: TimeSequenceView, type: Typography) -> [DirectLabel] {
    let theme = type.theme
    func label(
      _ number: Int64?, at time: Int64, _ name: String, _ short: String, _ role: Role, _ style: Scene.Style
    ) -> DirectLabel? {
      guard let number else { return nil }
      let value = view.value(number, at: time)
      let arrow = value > view.upper ? " \u{2191}" : value < view.lower ? " \u{2193}" : ""
      return DirectLabel(
        lines: [name + arrow], shortLines: [short + arrow], paint: theme.textPaint(role), value: value,
        symbol: .line(style))
    }
    let lastSegmentTime = view.segments.last.map { data.segmentTimes[$0] } ?? view.period.last
    let lastAckTime = view.acks.last.map { data.ackTimes[$0] } ?? view.period.last
    let sent = Scene.Style(stroke: theme.paint(.data), lineWidth: type.line * 1.2)
    return [
      view.drawsWindow
        ? label(
          view.lastWindowEdge, at: lastAckTime, "ACK + window", "window", .win, SegmentMarks.windowStyle(type)
        ) : nil,
      label(view.highestSent, at: lastSegmentTime, "sent", "sent", .data, sent),
      label(view.lastAck, at: lastAckTime, "acknowledged", "acked", .ack, SegmentMarks.ackStyle(type)),
    ].compactMap { $0 }
  }

  /// Shapes that are present, with their meaning.
  private func key(_ view: TimeSequenceView, density: DensityClass) -> [KeyEntry] {
    guard density != .large else { return [] }
    let marks = TimeSequenceMarks(view: view)
    var entries: [KeyEntry] = []
    func add(_ symbol: KeySymbol, _ text: String, _ short: String, if isPresent: Bool) {
      if isPresent { entries.append(KeyEntry(symbol: symbol, text: text, shortText: short)) }
    }
    add(density == .small ? .beam : .bar, "new data", "data", if: marks.has(.newData))
    add(.resent(.retransmission), "retransmit (dup ACK, SACK)", "retransmit", if: marks.has(.retransmission))
    add(
      .resent(.retransmissionAfterTimeout), "retransmit after timeout", "after timeout",
      if: marks.has(.retransmissionAfterTimeout))
    add(.resent(.reordered), "out of order", "out of order", if: marks.has(.reordered))
    add(.sackBlock, "SACK block", "SACK", if: !view.sacks.isEmpty)
    add(.duplicateTick, "duplicate ACK", "dup ACK", if: !marks.duplicateRows.isEmpty)
    add(.windowTick, "repeated window", "same window", if: !marks.repeatedWindowRows(density).isEmpty)
    add(.letter("D"), "D-SACK", "D-SACK", if: !marks.duplicateSackRows.isEmpty)
    add(.letter("S"), "SYN", "SYN", if: marks.has(.syn))
    add(.letter("F"), "FIN", "FIN", if: marks.has(.fin))
    add(
      .marker(.cross, .loss, isFilled: false), "RST", "RST", if: marks.has(.rst) || marks.has(.rstOfReceiver))
    if options.showsExtendedMarks {
      add(.marker(.dot, .data, isFilled: true), "PSH", "PSH", if: marks.has(.push))
      add(.marker(.square, .win, isFilled: false), "ECE", "ECE", if: marks.has(.ece))
      add(.marker(.square, .win, isFilled: true), "CWR", "CWR", if: marks.has(.cwr))
    }
    return entries
  }

  /// Strips for events and states that would not be seen in the plot.
  private func lanes(
    _ view: TimeSequenceView, density: DensityClass, plotWidth: Double, type: Typography
  ) -> [EventLane] {
    let marks = TimeSequenceMarks(view: view)
    let isLarge = density == .large
    var lanes: [EventLane] = []
    func add(_ name: String, _ role: Role, _ spans: [ClosedRange<Int64>], _ count: String, if isWanted: Bool)
    {
      if isWanted, !spans.isEmpty {
        lanes.append(EventLane(name: name, role: role, count: count, spans: spans))
      }
    }
    func moments(_ rows: [Int], _ times: [Int64]) -> [ClosedRange<Int64>] {
      rows.map { times[$0]...times[$0] }
    }
    let resent = view.segments.filter {
      data.segmentKinds[$0] == .retransmission || data.segmentKinds[$0] == .retransmissionAfterTimeout
    }
    add(
      "retransmit", .loss, moments(resent, data.segmentTimes), Quantity.count(Int64(resent.count)),
      if: isLarge)
    for state in states(view) {
      let isLabelled = labelledStates(view, plotWidth: plotWidth, type: type).contains {
        $0.name == state.name
      }
      let total = state.periods.reduce(into: Int64(0)) {
        $0 =
          $0.addingReportingOverflow(max(0, TimeSequenceSummary.difference($1.upperBound, $1.lowerBound)))
          .partialValue
      }
      add(
        state.name, .loss, state.periods, Quantity.duration(nanoseconds: max(0, total)),
        if: isLarge || !isLabelled)
    }
    let congestion = marks.eventRows([.ece, .cwr])
    add(
      "ECN", .win, moments(congestion, data.eventTimes), Quantity.count(Int64(congestion.count)),
      if: isLarge || !options.showsExtendedMarks)
    let resets = marks.eventRows([.rst, .rstOfReceiver])
    add("RST", .loss, moments(resets, data.eventTimes), Quantity.count(Int64(resets.count)), if: isLarge)
    return lanes
  }

  /// Timeouts and zero windows inside the view.
  func states(_ view: TimeSequenceView) -> [(name: String, periods: [ClosedRange<Int64>])] {
    func visible(_ periods: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
      periods.filter { $0.upperBound >= view.period.first && $0.lowerBound <= view.period.last }
    }
    return [("RTO wait", visible(data.timeoutWaits)), ("zero window", visible(data.zeroWindows))]
      .filter { !$0.1.isEmpty }
  }

  /// States whose every period is long enough for a band with its name; at most five in all.
  func labelledStates(
    _ view: TimeSequenceView, plotWidth: Double, type: Typography
  ) -> [(name: String, periods: [ClosedRange<Int64>])] {
    guard options.annotates, type.style.showsStates else { return [] }
    return states(view).filter { state in
      state.periods.count <= 5
        && state.periods.allSatisfy { period in
          let visible = TimeScale.distance(
            from: max(period.lowerBound, view.period.first), to: min(period.upperBound, view.period.last))
          let width = visible / view.period.length * plotWidth
          return width >= type.width(Self.stateText(state.name, period)) + 1.6 * type.size
        }
    }
  }

  /// The name of a band.
  static func stateText(_ name: String, _ period: ClosedRange<Int64>) -> String {
    let time = Quantity.duration(
      nanoseconds: max(0, TimeSequenceSummary.difference(period.upperBound, period.lowerBound)))
    return name == "RTO wait" ? "no data for \(time)" : "\(name) \(time)"
  }
}
