public import Charts
import TCPAnalysis

extension InflightSection {
  /// What was in flight over time, below the receiver's window.
  public func chart(of flow: FlowMaterial) -> (any Chart)? {
    guard let series = flow.series(InflightSeries.self) else { return nil }
    let zero = flow.axis.zero
    let times = series.times.map { $0 &- zero }
    let isBytes = series.segments.isEmpty
    var data = InFlightData(identity: flow.identity, axis: flow.axis, measure: isBytes ? .bytes : .packets)
    data.inFlight = TimedSteps(
      times: times, values: StepValues(compact: isBytes ? series.flightBytes : series.segments))
    data.window = TimedSteps(times: times, values: StepValues(compact: series.windowBytes))
    data.windowShift = flow.receiverShift
    data.retransmissionTimes = zip(times, series.events).filter { $0.1 == .retransmission }.map(\.0)
    data.retransmittedSegments = flow.summary.retransmittedPackets
    data.zeroWindows = WindowSection.ranges(series.zeroWindows, zero: zero)
    data.isAtReceiver = CaptureSide(flow.connection, direction: flow.direction) == .receiver
    let result = outline(of: flow)
    data.notes = flow.captionNotes(of: result)
    if series.times.isEmpty { data.emptyReason = flow.emptyReason(result, "No data in flight in this flow") }
    return InFlightChart(data: data)
  }
}

extension WindowSection {
  /// The shift by which fields became bytes, where the user told it and no SYN did.
  private static func shift(of series: WindowSeries) -> Int {
    for (field, bytes) in zip(series.fields, series.windowBytes) where field > 0 && bytes > 0 {
      return (Int64(bytes) / Int64(field)).trailingZeroBitCount & 15
    }
    return 0
  }

  /// The window over time, with what was in flight below it where that was measured.
  public func chart(of flow: FlowMaterial) -> (any Chart)? {
    guard let series = flow.series(WindowSeries.self) else { return nil }
    let zero = flow.axis.zero
    var data = WindowData(identity: flow.identity, axis: flow.axis)
    let isScaled = series.windowBytes.contains { $0 >= 0 }
    data.windowShift = isScaled ? flow.receiverShift ?? Self.shift(of: series) : nil
    data.window = TimedSteps(
      times: series.times.map { $0 &- zero },
      values: isScaled
        ? StepValues(compact: series.windowBytes)
        : StepValues(compact: series.fields.map { Int32(clamping: $0) }))
    if let flight = flow.series(InflightSeries.self) {
      data.inFlight = TimedSteps(
        times: flight.times.map { $0 &- zero }, values: StepValues(compact: flight.flightBytes))
    }
    data.zeroWindows = Self.ranges(series.zeroWindows, zero: zero)
    data.isAtReceiver = CaptureSide(flow.connection, direction: flow.direction) == .receiver
    let result = outline(of: flow)
    data.notes = flow.captionNotes(of: result)
    if series.times.isEmpty { data.emptyReason = "The capture has no acknowledgment from B to A" }
    return WindowChart(data: data)
  }

  /// Periods relative to the zero of an axis.
  static func ranges(_ periods: [WindowSeries.Period], zero: Int64) -> [ClosedRange<Int64>] {
    periods.map { period in
      let start = period.start.time &- zero
      return start...max(start, period.stop.time &- zero)
    }
  }
}
