public import Charts
import TCPAnalysis

extension SpacingDataAckSection {
  /// The delays of segments that were sent once and waited for nothing before them.
  public func chart(of flow: FlowMaterial) -> (any Chart)? {
    guard let series = flow.series(SpacingDataAckSeries.self) else { return nil }
    var data = DataAckData(identity: flow.identity, axis: flow.axis)
    let plain = series.delays.indices.filter { series.meanings[$0] == .plain }
      .sorted { (series.times[$0], $0) < (series.times[$1], $1) }
    data.delays = TimedSamples(
      times: plain.map { series.times[$0] &- flow.axis.zero }, values: plain.map { series.delays[$0] })
    data.isAtReceiver = CaptureSide(flow.connection, direction: flow.direction) == .receiver
    data.baseRTTNanoseconds = [flow.connection.handshakeRTT, flow.summary.roundTripTime?.minimum].compactMap(
      \.self
    )
    .min()
    let result = result(of: flow)
    data.notes = flow.captionNotes(of: result)
    let left = series.delays.count - plain.count
    if left > 0 {
      data.notes.insert(
        "\(left) delays of segments sent again, or behind missing bytes, are not drawn.", at: 0)
    }
    if plain.isEmpty { data.emptyReason = flow.emptyReason(result, "No acknowledged data in this flow") }
    return DataAckChart(data: data)
  }
}
