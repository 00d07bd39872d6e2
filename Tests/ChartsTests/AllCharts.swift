@testable import Charts

/// Every kind of chart, and what can be asked of each, for tests that hold for all.
enum AllCharts {
  /// Names of all kinds, and of forms of a kind that are laid out differently.
  static let kinds =
    [
      "timesequence", "timesequence-detrended", "timesequence-inset", "throughput", "flowgraph",
      "flowgraph-peer",
      "flowgraph-scale", "rtt-histogram",
    ] + RowDataSets.kinds

  /// A chart of a kind with the data set of a name.
  static func chart(_ kind: String, _ name: String) -> any Chart {
    switch kind {
    case "timesequence":
      return TimeSequenceChart(data: ChartDataSets.timeSequence(name), options: ChartDataSets.options(name))
    case "timesequence-detrended", "timesequence-inset":
      let data = ChartDataSets.timeSequence(name)
      var options = ChartDataSets.options(name)
      options.isDetrended = kind == "timesequence-detrended"
      let last = max(data.segmentTimes.last ?? 0, data.ackTimes.last ?? 0)
      if kind == "timesequence-inset" { options.inset = last / 3...max(last / 2, last / 3 + 1000) }
      return TimeSequenceChart(data: data, options: options)
    case "throughput": return ThroughputChart(data: ChartDataSets.throughput(name))
    case "flowgraph", "flowgraph-peer", "flowgraph-scale":
      var options = FlowGraphChart.Options()
      options.isToScale = kind == "flowgraph-scale"
      return FlowGraphChart(
        data: FlowGraphDataSets.flowGraph(name, peer: kind == "flowgraph-peer"), options: options)
    case "rtt-histogram":
      var options = RTTChart.Options()
      options.showsHistogram = true
      return RTTChart(data: RowDataSets.rtt(name, rows: name == "states" ? 2 : 1), options: options)
    default: return RowDataSets.chart(kind, name)
    }
  }

  /// Whether a page may have no room: the times of two captures on both sides of the arrows fill a column of a paper
  /// where they are long.
  static func mayBeRefused(_ kind: String, _ name: String, _ style: ChartStyle) -> Bool {
    kind == "flowgraph-peer" && style.preset == .paperColumn && name == "absolute"
  }

  /// Whether a debug build needs minutes for it: ten thousand packets are hundreds of pages, which are alike.
  static func isLong(_ kind: String, _ name: String) -> Bool {
    kind.hasPrefix("flowgraph") && ["10^4", "zoom", "hours"].contains(name)
  }

  /// All pages of a chart.
  static func scenes(
    _ chart: any Chart, style: ChartStyle, measurer: any TextMeasurer
  ) throws(LayoutError) -> [Scene] {
    guard let paged = chart as? any PagedChart else {
      return [try chart.scene(style: style, measurer: measurer)]
    }
    return try paged.pages(style: style, measurer: measurer)
  }
}
