public import Charts
import Measurements
import TCPAnalysis

extension RTTSection {
  /// The samples of a flow over time, with their distribution.
  public func chart(of flow: FlowMaterial) -> (any Chart)? { chart(of: [flow]) }

  /// One chart for both directions of a connection, else one a flow.
  public func charts(of flows: [FlowMaterial]) -> [any Chart] {
    let isOneConnection = flows.count == 2 && flows[0].flow.connection == flows[1].flow.connection
    return (isOneConnection ? [chart(of: flows)] : flows.map { chart(of: $0) }).compactMap(\.self)
  }

  private func chart(of flows: [FlowMaterial]) -> (any Chart)? {
    let measured = flows.compactMap { flow in flow.series(RTTSeries.self).map { (flow, $0) } }
    // A direction without samples has no row beside one that has: the text of the module says why it has none.
    let sampled = measured.filter { !$0.1.samples.isEmpty }
    let all = sampled.isEmpty ? Array(measured.prefix(1)) : sampled
    guard let (first, series) = all.first else { return nil }
    var data = RTTData(
      axis: first.axis, method: Self.method(of: series), rows: all.map { row($0.1, of: $0.0) })
    data.notes = all.flatMap { $0.0.captionNotes(of: outline(of: $0.0)) }.uniqued
    var options = RTTChart.Options()
    options.showsHistogram = showsHistogram
    return RTTChart(data: data, options: options)
  }

  private static func method(of series: RTTSeries) -> RTTData.Method {
    switch series.method {
    case .ack: .ack
    case .sack: .sack
    case .path: .path
    case .timestamps:
      .timestamps(
        resolutionNanoseconds: series.timestampHertz.flatMap { $0 > 0 ? Int64((1e9 / $0).rounded()) : nil })
    }
  }

  private func row(_ series: RTTSeries, of flow: FlowMaterial) -> RTTData.Row {
    var row = RTTData.Row(identity: flow.identity)
    row.samples = TimedSamples(times: series.times.map { $0 &- flow.axis.zero }, values: series.samples)
    var smoothed = SmoothedRTT()
    row.smoothedNanoseconds = series.samples.map { sample in
      smoothed.add(sample)
      return Int64((smoothed.value ?? 0).rounded())
    }
    if series.method == .ack { row.excludedAcks = series.exclusions.values.reduce(0, &+) }
    if series.samples.isEmpty {
      row.emptyReason = flow.emptyReason(outline(of: flow), "No RTT sample in this flow")
    }
    return row
  }
}
