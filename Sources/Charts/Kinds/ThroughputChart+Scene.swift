import Measurements

/// One line of a throughput chart.
struct ThroughputLine {
  /// Bytes in each bin.
  var bytes: [Int64]
  /// Name at its end.
  var name: String
  /// Colour.
  var role: Role
  /// Dash in points at a width of 1.
  var dash: [Double]
  /// Class in an SVG.
  var cssClass: String
}

extension ThroughputChart {
  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    let period = period(style)
    let spec = panelSpec(period, type: type)
    return try ChartPage.scene(
      of: self, type: type, title: title(period: period), subtitle: subtitle, lanes: spec.lanes.count
    ) { page, builder throws(LayoutError) in
      let panel = try PanelLayout(
        spec: spec, region: page.region, type: page.type, minimumShare: 0.46, minimumHeight: 0.4 * page.height
      ).solve()
      draw(panel, into: &builder)
      return [panel.area]
    }
  }

  /// The lines that are drawn.
  var lines: [ThroughputLine] {
    if bins.isSeveral {
      return bins.series.enumerated().map { index, series in
        ThroughputLine(
          bytes: series.bytes, name: series.name.isEmpty ? "series \(index + 1)" : series.name,
          role: SeriesCycle.roles[index % SeriesCycle.roles.count],
          dash: SeriesCycle.dashes[index % SeriesCycle.dashes.count], cssClass: "series series-\(index + 1)")
      }
    }
    guard let series = bins.series.first else { return [] }
    let goodput = ThroughputLine(
      bytes: series.goodputBytes, name: "goodput", role: .ack, dash: [], cssClass: "goodput")
    if data.layer == .goodput { return [goodput] }
    return [
      ThroughputLine(bytes: series.bytes, name: layerName, role: .data, dash: [], cssClass: "throughput"),
      goodput,
    ]
  }

  /// The mean goodput that is drawn as a reference, in bits per second.
  var meanGoodput: Double? {
    guard !bins.isSeveral, let rate = bins.series.first?.goodputBitsPerSecond, rate.isFinite, rate >= 0 else {
      return nil
    }
    return rate
  }

  /// The unit of rates that was asked for, if it is one.
  private var askedUnit: AxisUnit? { data.unitName.flatMap(AxisUnit.init(rateNamed:)) }

  private func panelSpec(_ period: TimePeriod, type: Typography) -> PanelSpec {
    var spec = PanelSpec(
      firstTime: period.first, lastTime: period.last, timeAxis: data.axis,
      valueAxis: valueAxis(period, type.style))
    switch mode {
    case .message:
      spec.showsTicks = false
      return spec
    case .bars: break
    case .lines:
      spec.labels = names(period, unit: spec.valueAxis.chosenUnit, type: type, range: spec.valueAxis)
      spec.key = key(type)
    }
    let times = bins.series.flatMap(\.retransmissionTimes).filter(period.contains).sorted()
    if options.showsRetransmissions, !times.isEmpty {
      spec.lanes = [
        EventLane(
          name: "retransmit", role: .loss, count: Quantity.count(Int64(times.count)),
          spans: times.map { $0...$0 })
      ]
    }
    return spec
  }

  /// Bins that a period shows, those that it cuts included.
  func visibleBins(_ period: TimePeriod) -> Range<Int> {
    func index(_ time: Int64) -> Double {
      TimeScale.distance(from: bins.start, to: time) / Double(bins.length)
    }
    let first = max(0, min(Double(bins.count), index(period.first).rounded(.down)))
    let last = max(first, min(Double(bins.count), index(period.last).rounded(.up)))
    return Int(first)..<Int(last)
  }

  private func valueAxis(_ period: TimePeriod, _ style: ChartStyle) -> ValueAxis {
    let isBars = mode == .bars
    var values: [Double] = []
    let visible = visibleBins(period)
    if isBars {
      values = lines.prefix(1).flatMap { line in
        visible.filter { $0 < line.bytes.count }.map { Double(line.bytes[$0]) }
      }
    } else {
      for (index, line) in lines.enumerated() {
        let drawsBins = !bins.hasMean || (index == 0 && !bins.isSeveral)
        let rates = bins.rates(line.bytes)
        if drawsBins { values += rates[visible.clamped(to: 0..<rates.count)] }
        if bins.hasMean { values += bins.means(line.bytes).filter { visible.contains($0.bin) }.map(\.rate) }
      }
      if let meanGoodput { values.append(meanGoodput) }
    }
    let highest = values.max() ?? 0
    var upper = (highest > 0 ? highest : 1) * (isBars ? 1.2 : 1.04)
    var lower = 0.0
    if !options.startsAtZero, !isBars, let lowest = values.min(), lowest < highest {
      lower = lowest - 0.04 * (highest - lowest)
    }
    let isLogarithmic = style.hasLogarithmicY && !isBars
    if isLogarithmic {
      let smallest = values.filter { $0 > 0 }.min() ?? upper / 10
      lower = min(powerOfTen(decimalExponent(of: smallest)), upper / 10)
      upper *= 1.15
    }
    let axis = ValueAxis(
      lower: lower, upper: upper, isLogarithmic: isLogarithmic, family: isBars ? .bytes : .bitRate,
      unit: isBars ? nil : askedUnit,
      names: isBars ? ["Bytes in each bin of \(bins.binText)", "Bytes a bin"] : ["Rate"])
    return axis.fixed(to: style.yRange)
  }

  /// Names with the last value of each line, and that of the mean over the whole flow.
  private func names(
    _ period: TimePeriod, unit: AxisUnit, type: Typography, range: ValueAxis
  ) -> [DirectLabel] {
    let visible = visibleBins(period)
    var labels = lines.compactMap { line -> DirectLabel? in
      let means = bins.hasMean ? bins.means(line.bytes).filter { visible.contains($0.bin) }.map(\.rate) : []
      let rates = bins.rates(line.bytes)
      let last = bins.hasMean ? means.last : rates[visible.clamped(to: 0..<rates.count)].last
      guard let last else { return nil }
      let value = Self.number(last / unit.factor)
      let arrow = last > range.upper ? " \u{2191}" : last < range.lower ? " \u{2193}" : ""
      let name = type.shortened(line.name, width: 0.22 * type.pageWidth)
      return DirectLabel(
        lines: ["\(name) \(value)\(arrow)"],
        shortLines: [bins.isSeveral ? name + arrow : "\(name) \(value)\(arrow)"],
        paint: type.theme.textPaint(line.role), value: last,
        symbol: .line(lineStyle(line, type: type, isStrong: true)))
    }
    if let mean = meanGoodput {
      let value = Self.number(mean / unit.factor)
      labels.append(
        DirectLabel(
          lines: ["mean goodput", "\(value) \(unit.symbol)"], shortLines: ["mean \(value)"],
          paint: type.theme.textPaint(.aux), value: mean, symbol: .line(referenceStyle(type))))
    }
    return labels
  }

  /// Two decimals below 100, one below 1000, else none.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 9e15 else { return "\u{2014}" }
    if value.magnitude >= 999.95 { return Quantity.count(Int64(value.rounded())) }
    return Quantity.decimal(value, decimals: value.magnitude >= 99.995 ? 1 : 2)
  }

  private func key(_ type: Typography) -> [KeyEntry] {
    guard let first = lines.first else { return [] }
    if !bins.hasMean {
      let text = "\(bins.binText) bins"
      return [
        KeyEntry(symbol: .line(lineStyle(first, type: type, isStrong: false)), text: text, shortText: text)
      ]
    }
    var entries = [
      KeyEntry(
        symbol: .line(lineStyle(first, type: type, isStrong: true)), text: "\(bins.meanText) mean",
        shortText: "\(bins.meanText) mean")
    ]
    if !bins.isSeveral {
      entries.append(
        KeyEntry(
          symbol: .line(binStyle(first, type: type)), text: "\(bins.binText) bins (\(first.name))",
          shortText: "\(bins.binText) bins"))
    }
    return entries
  }

  /// Line of a moving mean, or of bins that stand alone.
  func lineStyle(_ line: ThroughputLine, type: Typography, isStrong: Bool) -> Scene.Style {
    let width = type.line * (isStrong && bins.hasMean ? 1.43 : 1)
    return .init(
      stroke: type.theme.paint(line.role), lineWidth: width, dash: line.dash.map { $0 * max(1, width) })
  }

  /// Thin line of bins behind their mean.
  func binStyle(_ line: ThroughputLine, type: Typography) -> Scene.Style {
    .init(stroke: type.theme.paint(line.role, opacity: 0.45), lineWidth: type.line * 0.7)
  }

  /// Dashed line of a mean over the whole flow.
  func referenceStyle(_ type: Typography) -> Scene.Style {
    .init(stroke: type.theme.paint(.aux), lineWidth: type.line * 0.7, dash: [2, 2])
  }
}
