import Charts
import Measurements
import TCPAnalysis

/// The window that the receiver of a flow's data advertised, and when it held the sender back.
public struct WindowSection: SeriesSection {
  /// Name of the module.
  public static let module = "window"

  /// Makes the section.
  public init() {}

  /// Asks for the windows that the flow's receiver advertised, and for what was in flight below them.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = WindowMetric(request.scope)
    return [Measurement(key: "window \(request.flow)", metric: metric) { metric.series }]
      + InflightSection().measurements(of: request)
  }

  /// What windows are, and what holds a sender back.
  public var methods: [Definition] {
    [
      Definition(
        "Advertised window",
        "The window field of every ACK of the receiver, shifted by the scale of its SYN (RFC 7323, section 2); that "
          + "of a SYN is never scaled. Means and medians are over time."),
      Definition(
        "Window full",
        "From a segment behind which less than one more would fit into the window, to the ACK that moves the right "
          + "edge of the window."),
      Definition(
        "Window shrink",
        "The right edge of the window moves to the left by more than scaling rounds (RFC 9293, section 3.8.6; RFC "
          + "7323, section 2.4)."),
    ]
  }

  /// Windows, and the periods in which they were zero or full.
  public func result(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(WindowSeries.self), var result = outline(of: flow) else { return nil }
    result.facts = facts(series, flow)
    result.tables = [
      mainTable(series, zero: flow.axis.zero),
      .periods("zero-window", series.zeroWindows, zero: flow.axis.zero, hasProbes: true),
      .periods("window-full", series.fullWindows, zero: flow.axis.zero),
    ]
    result.shownTables = ["zero-window", "window-full"]
    let isScaled = series.windowBytes.contains { $0 >= 0 }
    if !isScaled { result.plainColumns = [0, 3] }
    return result
  }

  /// What is said of them in words.
  public func outline(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(WindowSeries.self) else { return nil }
    var result = SeriesResult(of: flow, title: "Advertised window", parameters: ["window of B, data of A"])
    result.addNotes([.noHandshake, .windowScaleUnknown, .oneSided, .optionsCut])
    if let shift = series.leastShift {
      result.notes.append(
        SeriesNote(
          "windowScaleLowerBound", count: Int64(shift),
          "No byte was sent beyond the window if its scale is at least \(shift) (RFC 7323): windows are the field "
            + "times \(1 << shift) or more."))
    }
    if series.times.isEmpty {
      result.notes.append(SeriesNote("noAcknowledgments", "The receiver sent no ACK in what is shown."))
    }
    return result
  }

  private func facts(_ series: WindowSeries, _ flow: FlowMaterial) -> [SeriesFact] {
    let known = series.windowBytes.indices.filter {
      series.windowBytes[$0] >= 0 && !series.marks[$0].contains(.syn)
    }
    let windows = known.map { Int64(series.windowBytes[$0]) }
    let steps = WeightedDistribution(steps(series))
    let isScaled = !known.isEmpty || series.times.isEmpty
    let shrinks = Int64(series.marks.count { $0.contains(.shrink) })
    let receiver = flow.connection.flow(3 - flow.direction)
    let fields = series.fields.indices.filter { !series.marks[$0].contains(.syn) }.map { series.fields[$0] }
    return [
      .count("acks", Int64(series.times.count), "ACKs of the receiver"),
      .count("windowScale", receiver.windowScale, "window scale (shift)"),
      .count("windowScaleAtLeast", series.leastShift.map { Int64($0) }, "window scale at least"),
      .count("windowFieldMin", fields.min().map { Int64($0) }, "smallest window field"),
      .count("windowFieldMax", fields.max().map { Int64($0) }, "largest window field"),
      .bytes("windowMinBytes", windows.min(), "smallest window"),
      .bytes("windowMedianBytes", mean: steps.quantile(0.5), "median over time"),
      .bytes("windowMeanBytes", mean: steps.mean, "mean over time"),
      .bytes("windowMaxBytes", windows.max(), "largest window"),
      .bytes("roomMinBytes", series.roomBytes.filter { $0 >= 0 }.min().map { Int64($0) }, "least room left"),
      .count("windowUpdates", Int64(series.marks.count { $0.contains(.update) }), "window updates"),
      .count("windowShrinks", isScaled ? shrinks : nil, "window shrinks"),
    ] + SeriesFact.periods("zeroWindow", series.zeroWindows, "zero window")
      + SeriesFact.periods("windowFull", isScaled ? series.fullWindows : nil, "window full")
  }

  /// Windows with the times that they held.
  private func steps(_ series: WindowSeries) -> [(value: Double, weight: Double)] {
    series.times.indices.compactMap { index in
      guard series.windowBytes[index] >= 0, !series.marks[index].contains(.syn) else { return nil }
      let next = index + 1 < series.times.count ? series.times[index + 1] : series.lastTime
      return (Double(series.windowBytes[index]), Double(max(0, next &- series.times[index])))
    }
  }

  private func mainTable(_ series: WindowSeries, zero: Int64) -> DataTable {
    DataTable(
      name: "",
      columns: [
        .init("time_s", .seconds(series.times.map { $0 &- zero }, decimals: 9)),
        .init("frame", .unsigned(series.frames)), .init("window_B", .compact(series.windowBytes)),
        .init("field", .unsigned(series.fields)), .init("room_B", .compact(series.roomBytes)),
        .init("marks", .text(series.marks.map(\.names))),
      ])
  }
}
