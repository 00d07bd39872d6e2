public import Charts
import TCPAnalysis

extension SegmentSizeSection {
  /// The sizes over time, with their distribution and the MSS.
  public func chart(of flow: FlowMaterial) -> (any Chart)? {
    guard let series = flow.series(SegmentSizeSeries.self) else { return nil }
    var data = SegmentSizeData(identity: flow.identity, axis: flow.axis)
    data.sizes = TimedSamples(
      times: series.times.map { $0 &- flow.axis.zero }, values: series.payloadBytes.map { Int64($0) })
    let limits = Limits(flow)
    data.maximumSegmentBytes = limits.effective ?? limits.mss
    data.offloadedSegments = limits.oversize(series) ?? 0
    let result = outline(of: flow)
    data.notes = (result?.notes ?? []).filter { $0.code != "offload" }.map(\.text)
    if series.times.isEmpty { data.emptyReason = flow.emptyReason(result, "No data segment in this flow") }
    return SegmentSizeChart(data: data)
  }
}
