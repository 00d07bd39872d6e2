public import Charts
import TCPAnalysis

extension SpacingSection {
  /// Every interval between data packets, and between the acknowledgments that came back.
  public func chart(of flow: FlowMaterial) -> (any Chart)? {
    guard let series = flow.series(SpacingSeries.self) else { return nil }
    let zero = flow.axis.zero
    var rows = [SpacingData.Row(name: "TX", gaps: Self.gaps(series.sentTimes, zero: zero))]
    if series.returnedTimes.count > 1 {
      rows.append(
        .init(name: "RX", gaps: Self.gaps(series.returnedTimes, zero: zero), packets: .returned))
    }
    var data = SpacingData(identity: flow.identity, axis: flow.axis, rows: rows)
    let result = outline(of: flow)
    data.notes = flow.captionNotes(of: result)
    if series.sentTimes.count < 2 {
      data.emptyReason = flow.emptyReason(result, "No two packets with data in this flow")
    }
    return SpacingChart(data: data)
  }

  private static func gaps(_ times: [Int64], zero: Int64) -> TimedSamples {
    TimedSamples(
      times: times.dropFirst().map { $0 &- zero }, values: zip(times, times.dropFirst()).map { $1 &- $0 })
  }
}
