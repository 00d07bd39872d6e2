public import Charts
import TCPAnalysis

extension SpacingDataAckSection {
  /// The delays of segments that were sent once and waited for nothing before them.
  public func chart(of flow: FlowMaterial) -> (any Chart)? {
    guard let series = flow.series(SpacingDataAckSeries.self) else { return nil }
    var data = DataAckData(identity: flow.identity, axis: flow.axis)
    data.delays = Self.samples(series, zero: flow.axis.zero)
    data.isAtReceiver = CaptureSide(flow.connection, direction: flow.direction) == .receiver
    data.baseRTTNanoseconds = [flow.connection.handshakeRTT, flow.summary.roundTripTime?.minimum].compactMap(
      \.self
    )
    .min()
    let result = outline(of: flow)
    data.notes = flow.captionNotes(of: result)
    let left = series.delays.count - data.delays.times.count
    if left > 0 {
      data.notes.insert(
        "\(left) delays of segments sent again, or behind missing bytes, are not drawn.", at: 0)
    }
    if data.delays.times.isEmpty {
      data.emptyReason = flow.emptyReason(result, "No acknowledged data in this flow")
    }
    return DataAckChart(data: data)
  }

  /// The delays that are drawn, in the order of their segments.
  ///
  /// Acknowledgments come in that order but where segments were reordered: the rows are sorted only then.
  private static func samples(_ series: SpacingDataAckSeries, zero: Int64) -> TimedSamples {
    var times: [Int64] = []
    var values: [Int64] = []
    times.reserveCapacity(series.times.count)
    values.reserveCapacity(series.times.count)
    var isAscending = true
    for (row, meaning) in series.meanings.enumerated() where meaning == .plain {
      let time = series.times[row] &- zero
      if let last = times.last, time < last { isAscending = false }
      times.append(time)
      values.append(series.delays[row])
    }
    guard !isAscending else { return TimedSamples(times: times, values: values) }
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    return TimedSamples(times: order.map { times[$0] }, values: order.map { values[$0] })
  }
}
