import Measurements

extension CompareChart {
  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    let period = period(style)
    let columns = columns(type)
    let rows = isMultiple ? (drawn.count + columns - 1) / columns : 1
    return try ChartPage.scene(
      of: self, type: type, title: title(period), subtitle: subtitle, lanes: 0,
      extraHeight: Double(max(0, rows - 2)) * 0.42 * style.preset.height
    ) { page, builder throws(LayoutError) in
      if isMultiple { return try drawMultiples(page, period, columns: columns, into: &builder) }
      // Names stand near their lines if all find room there, else at the right or in the key.
      var trial = builder
      var areas = try drawTogether(page, period, namesInKey: false, into: &trial)
      if let areas {
        builder = trial
        return areas
      }
      areas = try drawTogether(page, period, namesInKey: true, into: &builder)
      return areas ?? []
    }
  }

  /// Columns of plots where each flow has its own.
  func columns(_ type: Typography) -> Int {
    max(1, min(3, Int(type.pageWidth / (14 * type.size))))
  }

  /// Whether the page has a distribution beside the plot over time.
  func hasSide(_ style: ChartStyle) -> Bool {
    data.form == .both && !isMultiple && SideDistribution.fits(style)
      && drawn.contains { $0.samples.count > 1 }
  }

  /// The sentence in place of data; `nil` if there are data.
  func emptyText(_ period: TimePeriod) -> String? {
    if isDistribution {
      guard drawn.allSatisfy({ distribution($0, period).count == 0 }) else { return nil }
    } else {
      guard valuesShown(period).isEmpty else { return nil }
    }
    let reasons = Set(drawn.map(\.emptyReason).filter { !$0.isEmpty })
    if reasons.count == 1, let reason = reasons.first { return reason }
    return isDistribution
      ? "No samples of \(data.distribution.title.lowercasedFirst) in these flows"
      : "No values of \(data.metric.title.lowercasedFirst) in this part of the flows"
  }

  /// Why a flow is not to be seen among others that are; `nil` if it is.
  func missing(_ series: CompareData.Series, _ period: TimePeriod) -> String? {
    let bins = bins(series)
    if isDistribution {
      return distribution(series, period).count > 0 ? nil : "no samples"
    }
    guard !visible(bins, period).contains(where: { series.values[$0].isFinite }) else { return nil }
    if !series.emptyReason.isEmpty { return "no data" }
    if bins.count > bins.drawnCount, bins.drawnCount == 0 { return "shorter than a bin" }
    return data.metric == .rtt ? "no samples" : "not in this part"
  }

  /// Values of all flows in bins that a period shows.
  func valuesShown(_ period: TimePeriod) -> [Double] {
    drawn.flatMap { series in
      let bins = bins(series)
      return visible(bins, period).map { series.values[$0] }.filter(\.isFinite)
    }
  }

  /// Bins that are drawn in a period.
  func visible(_ bins: CompareBins, _ period: TimePeriod) -> Range<Int> {
    func index(_ time: Int64) -> Double {
      TimeScale.distance(from: bins.start, to: time) / Double(bins.length)
    }
    let count = Double(bins.drawnCount)
    let first = max(0, min(count, index(period.first).rounded(.down)))
    return Int(first)..<Int(max(first, min(count, index(period.last).rounded(.up))))
  }

  private func overlaySpec(_ period: TimePeriod, _ type: Typography) -> PanelSpec {
    let axis = ValueAxis.over(
      valuesShown(period), family: data.metric.family, names: [data.metric.axisName],
      isLogarithmic: type.style.hasLogarithmicY, range: type.style.yRange)
    var spec = PanelSpec(
      firstTime: period.first, lastTime: period.last, timeAxis: data.axis, valueAxis: axis)
    spec.showsTicks = emptyText(period) == nil
    guard spec.showsTicks, !isMultiple else { return spec }
    spec.labels = drawn.indices.compactMap { label($0, period, axis, type) }
    return spec
  }

  /// The name of a flow beside its last value.
  private func label(
    _ index: Int, _ period: TimePeriod, _ axis: ValueAxis, _ type: Typography
  ) -> DirectLabel? {
    let series = drawn[index]
    let shown = visible(bins(series), period).last { series.values[$0].isFinite }
    guard let shown else { return nil }
    let value = series.values[shown]
    let name = type.shortened(series.name, width: 0.2 * type.pageWidth)
    let arrow = value > axis.upper ? " \u{2191}" : value < axis.lower ? " \u{2193}" : ""
    return DirectLabel(
      lines: [name + arrow], shortLines: [name + arrow], paint: type.theme.textPaint(Self.role(index)),
      value: value, symbol: .line(lineStyle(index, type)))
  }

  private func distributionSpec(_ period: TimePeriod, _ type: Typography, isAlone: Bool) -> PanelSpec {
    let style = type.style
    let isSame = !isAlone && data.metric == data.distribution
    let axis = ValueAxis.over(
      drawn.flatMap { distribution($0, period).sorted }, family: data.distribution.family,
      names: [data.distribution.axisName],
      isLogarithmic: style.hasLogarithmicX || isSame && style.hasLogarithmicY,
      range: isAlone ? style.xRange : nil)
    let shares = ValueAxis(
      lower: 0, upper: 102, family: .percent, names: [data.distribution.sampleNoun])
    var spec = PanelSpec(
      firstTime: period.first, lastTime: period.last, timeAxis: data.axis,
      valueAxis: isAlone ? shares.fixed(to: style.yRange) : shares)
    spec.xAxis = axis
    spec.hasVerticalGrid = true
    return spec
  }

  /// Draws all flows into one plot, or two side by side; `nil` if a name finds no room near its line.
  private func drawTogether(
    _ page: ChartPage, _ period: TimePeriod, namesInKey: Bool, into scene: inout SceneBuilder
  ) throws(LayoutError) -> [Scene.PlotArea]? {
    let type = page.type
    var specs: [PanelSpec] = []
    if isDistribution {
      var spec = distributionSpec(period, type, isAlone: true)
      spec.showsTicks = emptyText(period) == nil
      if namesInKey { spec.seriesKey = drawn.indices.map { keyEntry($0, type) } }
      specs = [spec]
    } else {
      specs = [overlaySpec(period, type)]
      if !namesInKey { specs[0].labels = [] }
      if hasSide(type.style) { specs.append(distributionSpec(period, type, isAlone: false)) }
    }
    let grid = PanelGrid(
      rows: [specs], shares: specs.count > 1 ? [0.66, 0.34] : [1], region: page.region,
      pageHeight: page.height, type: type)
    let panels = try grid.solve()[0]
    var isNamed = true
    for (index, panel) in panels.enumerated() {
      scene.beginGroup("panel" + (index > 0 ? " distribution" : ""), id: index > 0 ? "distribution" : "plot")
      panel.drawBackground(bands: [], into: &scene)
      if index == 0, let sentence = emptyText(period) {
        panel.drawAxes(into: &scene)
        panel.drawMessage(sentence, into: &scene)
      } else if isDistribution || index > 0 {
        drawCurves(panel, period, into: &scene)
        panel.drawAxes(into: &scene)
      } else {
        drawLines(panel, period, Array(drawn.indices), into: &scene)
        panel.drawAxes(into: &scene)
        panel.drawNames(into: &scene)
      }
      if index == 0, !namesInKey, emptyText(period) == nil {
        isNamed = drawLineNames(panel, period, into: &scene)
      }
      scene.endGroup()
    }
    return isNamed || namesInKey ? panels.map(\.area) : nil
  }

  private func keyEntry(_ index: Int, _ type: Typography) -> KeyEntry {
    let name = type.shortened(drawn[index].name, width: 0.3 * type.pageWidth)
    return KeyEntry(symbol: .line(lineStyle(index, type)), text: name, shortText: name)
  }
}

extension String {
  /// The text with its first letter in lower case, unless it is an abbreviation.
  var lowercasedFirst: String {
    dropFirst().first?.isUppercase == true ? self : prefix(1).lowercased() + dropFirst()
  }
}
