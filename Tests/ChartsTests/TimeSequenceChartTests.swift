import Measurements
import Testing

@testable import Charts

@Suite struct TimeSequenceChartTests {
  private func fact(_ chart: any Chart, _ name: String) -> Double? {
    chart.facts.first { $0.name == name }?.value
  }

  @Test func titleNamesDirectionAndZoom() {
    var data = ChartDataSets.timeSequence("ten")
    #expect(TimeSequenceChart(data: data).title == "Time sequence, A \u{2192} B")
    data.axis.zoomStart = 20_000_000
    data.axis.zoomStop = 60_000_000
    #expect(TimeSequenceChart(data: data).title == "Time sequence, A \u{2192} B, zoom 20\u{2013}60 ms")
    var options = TimeSequenceChart.Options()
    options.isDetrended = true
    data.axis.zoomStart = nil
    data.axis.zoomStop = nil
    #expect(
      TimeSequenceChart(data: data, options: options).title == "Time sequence minus mean rate, A \u{2192} B")
  }

  @Test func subtitleNamesEndpointsFileAndCapturePoint() {
    let subtitle = TimeSequenceChart(data: ChartDataSets.timeSequence("ten")).subtitle
    #expect(
      subtitle.hasPrefix(
        "A 10.9.0.1:39990 \u{2192} B 10.9.0.2:5201 \u{B7} snd.pcap, taken at A \u{B7} 105 ms, "))
  }

  @Test func factsCountWhatTheColumnsHold() {
    let data = ChartDataSets.timeSequence("states")
    let chart = TimeSequenceChart(data: data)
    #expect(fact(chart, "dataSegments") == 150)
    #expect(fact(chart, "retransmittedSegments") == Double(data.retransmittedSegments))
    #expect(fact(chart, "duplicateAcks") == Double(data.ackIsDuplicate.count { $0 }))
    #expect(fact(chart, "sackBlocks") == Double(data.sackTimes.count))
    #expect(fact(chart, "rstSegments") == 1)
    #expect(fact(chart, "zeroWindowPeriods") == 1)
    #expect(fact(chart, "timeoutWaits") == 2)
  }

  @Test func acknowledgedBytesLeaveOutSYNAndFIN() {
    var data = TimeSequenceData(identity: ChartDataSets.identity, axis: TimeAxis(zero: 0))
    data.segmentTimes = [10, 20]
    data.segmentStarts = [1, 101]
    data.segmentEnds = [101, 201]
    data.segmentKinds = [.newData, .newData]
    data.ackTimes = [5, 30]
    data.ackValues = [1, 202]
    #expect(fact(TimeSequenceChart(data: data), "acknowledgedBytes") == 200)
  }

  @Test(arguments: ChartDataSets.names)
  func alternativeTextHasTheRightLength(_ name: String) {
    for text in [
      TimeSequenceChart(data: ChartDataSets.timeSequence(name)).altText,
      ThroughputChart(data: ChartDataSets.throughput(name)).altText,
    ] {
      #expect((60...350).contains(text.count), "\(text)")
      #expect(!text.contains("nan") && !text.contains("inf "))
    }
  }

  @Test func captionExplainsTheMarksWhereThereIsNoKey() {
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("states"))
    let paper = chart.caption(style: ChartStyle(preset: .paperPage))
    #expect(paper.contains("Bars: new data; circles: retransmits;"))
    #expect(paper.contains("step: cumulative ACK"))
    #expect(paper.contains("S and F: SYN and FIN"))
    #expect(!chart.caption(style: ChartStyle(preset: .screen)).contains("circles"))
    #expect(paper.contains("2 periods of wait for a timeout, 920 ms in all."))
  }

  @Test func captionTellsReductionAndZeroRetransmissions() {
    let chart = TimeSequenceChart(
      data: ChartDataSets.flow(segments: 5000, step: 1_000_000, resentEvery: 9999))
    let caption = chart.caption(style: ChartStyle())
    #expect(caption.contains("5000 segments drawn as per-column envelope."))
    #expect(caption.contains("0 retransmissions (0 after timeout) of 5000 data segments."))
  }

  @Test func captionHoldsNotesAndMissingInitialNumber() {
    var data = ChartDataSets.timeSequence("ten")
    data.notes = ["Packets are missing."]
    var options = TimeSequenceChart.Options()
    options.showsAbsoluteNumbers = true
    let caption = TimeSequenceChart(data: data, options: options).caption(style: ChartStyle())
    #expect(caption.hasSuffix("Packets are missing."))
    #expect(caption.contains("the SYN with the absolute one was not seen"))
  }

  @Test func windowIsDrawnNearTheDataAndNamedBeyond() throws {
    var data = ChartDataSets.flow(segments: 100, step: 1_000_000)
    let range = Double(data.segmentEnds.max() ?? 0)
    func chart(edge: Double, _ window: TimeSequenceChart.Options.Window = .automatic) -> TimeSequenceChart {
      data.windowEdges = data.ackValues.map { _ in Int64(edge) }
      var options = TimeSequenceChart.Options()
      options.window = window
      return TimeSequenceChart(data: data, options: options)
    }
    func draws(_ chart: TimeSequenceChart) throws -> Bool {
      try chart.scene(style: ChartStyle(), measurer: FixedMeasurer()).groups.contains("window")
    }
    #expect(try draws(chart(edge: 1.34 * range)))
    #expect(try !draws(chart(edge: 1.36 * range)))
    #expect(chart(edge: 1.36 * range).subtitle.contains("window above the range ("))
    #expect(try draws(chart(edge: 3 * range, .on)))
    #expect(try !draws(chart(edge: 1.1 * range, .off)))
    #expect(!chart(edge: 3 * range, .off).subtitle.contains("window"))
  }

  @Test func unknownWindowScaleDrawsNoWindow() throws {
    var data = ChartDataSets.timeSequence("ten")
    data.windowEdges = data.windowEdges.map { _ in nil }
    var options = TimeSequenceChart.Options()
    options.window = .on
    let scene = try TimeSequenceChart(data: data, options: options).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(!scene.groups.contains("window"))
  }

  @Test func zoomFitsTheNumbersAndZeroKeepsZero() throws {
    let data = ChartDataSets.timeSequence("zoom")
    let zoomed = try TimeSequenceChart(data: data).scene(style: ChartStyle(), measurer: FixedMeasurer())
    #expect(zoomed.plots[0].yRange.lowerBound > 0)
    #expect(zoomed.plots[0].xRange == 1.3...1.8)
    var options = TimeSequenceChart.Options()
    options.startsAtZero = true
    let zero = try TimeSequenceChart(data: data, options: options).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(zero.plots[0].yRange.lowerBound <= 0)
  }

  @Test func styleRangesOverrideTheData() throws {
    var style = ChartStyle()
    style.xRange = 0.02...0.05
    // In the unit of the axis, kB.
    style.yRange = 0...50
    let scene = try TimeSequenceChart(data: ChartDataSets.timeSequence("ten")).scene(
      style: style, measurer: FixedMeasurer())
    #expect(scene.plots[0].xRange == 0.02...0.05)
    #expect(scene.plots[0].yRange == 0...50_000)
    #expect(scene.title.hasSuffix("zoom 20\u{2013}50 ms"))
  }

  @Test func absoluteNumbersGoOnBeyondTheWrap() throws {
    let data = ChartDataSets.timeSequence("wrap")
    let chart = TimeSequenceChart(data: data, options: ChartDataSets.options("wrap"))
    let range = try chart.scene(style: ChartStyle(), measurer: FixedMeasurer()).plots[0].yRange
    #expect(range.lowerBound > 4_294_800_000)
    #expect(range.upperBound > 4_294_967_296)
  }

  @Test func denseViewHasLinesAndLanesAndSparseViewHasMarks() throws {
    let dense = try TimeSequenceChart(data: ChartDataSets.timeSequence("10^4")).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(dense.groups.contains("sent") && dense.groups.contains("lane lane-retransmit"))
    #expect(!dense.groups.contains("segment"))
    let sparse = try TimeSequenceChart(data: ChartDataSets.timeSequence("ten")).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(sparse.groups.contains("segment") && !sparse.groups.contains("lane lane-retransmit"))
  }

  @Test func laneCountsWhatIsShown() throws {
    let data = ChartDataSets.timeSequence("10^4")
    let scene = try TimeSequenceChart(data: data).scene(style: ChartStyle(), measurer: FixedMeasurer())
    let count = scene.texts.first { $0.purpose == "lane-count" }?.string
    #expect(count == Quantity.count(Int64(data.segmentKinds.count { $0 == .retransmission })))
  }

  @Test func longStatesHaveNamedBands() throws {
    let data = ChartDataSets.timeSequence("states")
    let strings = try TimeSequenceChart(data: data).scene(style: ChartStyle(), measurer: FixedMeasurer())
      .strings
    #expect(strings.contains("zero window 1.00 s"))
    #expect(strings.contains("RTO wait"))
  }

  @Test func extendedMarksAreDrawnOnDemand() throws {
    let data = ChartDataSets.timeSequence("states")
    var options = TimeSequenceChart.Options()
    let plain = try TimeSequenceChart(data: data, options: options).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(!plain.groups.contains("push") && plain.groups.contains("lane lane-ecn"))
    options.showsExtendedMarks = true
    let extended = try TimeSequenceChart(data: data, options: options).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(Set(["push", "ece", "cwr", "rst", "syn", "fin"]).isSubset(of: Set(extended.groups)))
  }

  @Test func insetIsASecondPlotButNotInAColumn() throws {
    var options = TimeSequenceChart.Options()
    options.inset = 1_000_000_000...2_000_000_000
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("10^4"), options: options)
    let page = try chart.scene(style: ChartStyle(preset: .paperPage), measurer: FixedMeasurer())
    #expect(page.plots.map(\.xRange.lowerBound) == [0, 1])
    let column = ChartStyle(preset: .paperColumn)
    #expect(try chart.scene(style: column, measurer: FixedMeasurer()).plots.count == 1)
    #expect(chart.caption(style: column).contains("The inset is left out"))
  }

  @Test func emptyFlowSaysWhy() throws {
    let data = ChartDataSets.timeSequence("none")
    let chart = TimeSequenceChart(data: data)
    let scene = try chart.scene(style: ChartStyle(), measurer: FixedMeasurer())
    let message = scene.texts.filter { $0.purpose == "message" }.map(\.string).joined(separator: " ")
    #expect(message == data.emptyReason)
    #expect(!scene.texts.contains { $0.purpose == "tick" })
    #expect(chart.caption(style: ChartStyle()).contains(data.emptyReason))
  }

  @Test func singleSegmentIsLabelledWithItsSize() throws {
    let scene = try TimeSequenceChart(data: ChartDataSets.timeSequence("one")).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    #expect(scene.strings.contains("1 segment: 1448 B"))
    #expect(scene.plots[0].xRange.upperBound - scene.plots[0].xRange.lowerBound == 0.2)
  }

  @Test func tablesHoldAllRowsWithTheirUnits() {
    let data = ChartDataSets.timeSequence("states")
    let tables = TimeSequenceChart(data: data).dataTables
    #expect(tables.map(\.name) == ["", "ack", "sack", "window", "event", "state"])
    #expect(tables[0].columns.map(\.name) == ["time_s", "start_B", "end_B", "kind"])
    #expect(tables.map(\.rowCount) == [150, 150, data.sackTimes.count, 150, 6, 3])
    let lines = String(decoding: tables[0].csv(), as: UTF8.self).split(separator: "\n")
    #expect(lines[1] == "0.020000000,1,1449,new")
  }
}

@Suite struct HostileDataTests {
  private func draw(_ chart: any Chart) {
    for style in [ChartStyle(preset: .screen), ChartStyle(preset: .paperColumn, theme: .grey)] {
      _ = try? chart.scene(style: style, measurer: BuiltinMeasurer())
      _ = chart.caption(style: style)
    }
    _ = chart.altText
    _ = chart.facts
    _ = chart.dataTables.map { $0.csv() }
  }

  @Test(arguments: 0..<25)
  func randomColumnsDoNotTrap(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    func numbers(_ sorted: Bool = false) -> [Int64] {
      let extremes: [Int64] = [.min, .max, 0, -1, 1, 1 << 40]
      let values = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? extremes.randomElement(using: &generator) ?? 0
          : Int64.random(in: .min ... .max, using: &generator)
      }
      return sorted ? values.sorted() : values
    }
    var data = TimeSequenceData(
      identity: ChartDataSets.identity,
      axis: TimeAxis(origin: seed % 2 == 0 ? .absolute : .capture, zero: .max))
    data.segmentTimes = numbers(seed % 3 == 0)
    data.segmentStarts = numbers()
    data.segmentEnds = numbers()
    data.segmentKinds = (0..<30).map { TimeSequenceData.SegmentKind.allCases[$0 % 4] }
    data.ackTimes = numbers(seed % 3 == 0)
    data.ackValues = numbers()
    data.ackIsDuplicate = [true, false, true]
    data.ackHasDSACK = [true]
    data.windowEdges = numbers().map { $0 % 5 == 0 ? nil : $0 }
    data.sackTimes = numbers()
    data.sackLefts = numbers()
    data.sackRights = numbers()
    data.eventTimes = numbers()
    data.eventKinds = (0..<30).map { TimeSequenceData.EventKind.allCases[$0 % 8] }
    data.eventValues = numbers()
    data.timeoutWaits = [Int64.min...Int64.max, 0...5]
    data.zeroWindows = [5...(1 << 50)]
    data.initialSequenceNumber = .max
    data.retransmittedSegments = .min
    data.axis.zoomStart = numbers().first
    for mode in 0..<3 {
      var options = TimeSequenceChart.Options()
      options.isDetrended = mode == 1
      options.showsAbsoluteNumbers = mode == 2
      options.showsExtendedMarks = true
      options.inset = mode == 2 ? 0...Int64.max : nil
      draw(TimeSequenceChart(data: data, options: options))
    }
  }

  @Test(arguments: 0..<25)
  func randomBinsDoNotTrap(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let extremes: [Int64] = [.min, .max, 0, -1, 1, 1_000_000_000]
    func number() -> Int64 { extremes.randomElement(using: &generator) ?? 0 }
    func numbers() -> [Int64] { (0..<Int.random(in: 0...40, using: &generator)).map { _ in number() } }
    let rates: [Double?] = [.nan, .infinity, -.infinity, nil, -1, 1e300]
    let series = (0..<Int.random(in: 0...8, using: &generator)).map { index in
      ThroughputData.Series(
        name: String(repeating: "x", count: index * 20), bytes: numbers(), goodputBytes: numbers(),
        retransmissionTimes: numbers(), totalBytes: number(), totalGoodputBytes: number(),
        dataNanoseconds: number(), goodputBitsPerSecond: rates[index % rates.count])
    }
    var data = ThroughputData(
      identity: ChartDataSets.identity, axis: TimeAxis(zero: number(), zoomStart: number(), zoomStop: nil),
      layer: ThroughputData.Layer.allCases[seed % 6], binNanoseconds: number(), firstBinStart: number(),
      lastBinNanoseconds: number(), meanBins: Int(truncatingIfNeeded: number()), series: series)
    data.packets = seed % 3 == 0 ? 5 : number()
    draw(ThroughputChart(data: data))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -5, 1e300])
  func strangePageSizesDoNotTrap(_ size: Double) {
    var style = ChartStyle()
    style.width = size
    style.height = size
    let chart = TimeSequenceChart(data: ChartDataSets.timeSequence("ten"))
    _ = try? chart.scene(style: style, measurer: FixedMeasurer())
    _ = chart.caption(style: style)
  }

  @Test(arguments: [-Double.infinity...Double.infinity, 0...0, 5...1e300, -1e-300...1e-300])
  func strangeRangesDoNotTrap(_ range: ClosedRange<Double>) {
    var style = ChartStyle()
    style.yRange = range
    style.xRange = range
    style.hasLogarithmicY = true
    for chart in [
      TimeSequenceChart(data: ChartDataSets.timeSequence("ten")),
      ThroughputChart(data: ChartDataSets.throughput("10^4")),
    ] as [any Chart] {
      _ = try? chart.scene(style: style, measurer: FixedMeasurer())
    }
  }
}
