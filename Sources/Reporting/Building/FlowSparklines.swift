import Measurements
import TCPAnalysis

extension SparklineBlock {
  /// What a flow sent, the window it met and what it sent again, over time; `nil` if it sent no data.
  public init?(flow: FlowMaterial, columns: Int = 48) {
    guard let series = flow.series(TimeSequenceSeries.self), columns > 0,
      let first = series.segmentTimes.first
    else { return nil }
    let last = max(first, series.segmentTimes.last ?? first, series.ackTimes.last ?? first)
    let grid = Columns(first: first, last: last, count: columns)
    let columnText = Quantity.duration(nanoseconds: grid.width)
    start = "\(ReportTime.range(first, nil, axis: flow.axis)) s"
    stop = "\(ReportTime.range(last, nil, axis: flow.axis)) s"
    rows = []
    let sent = Self.sums(series, in: grid)
    rows.append(
      Row(
        name: "sent", values: sent.bytes, note: "\(Quantity.si(sent.bytes.max() ?? 0, "B"))/\(columnText)"))
    if let window = Self.windows(series, in: grid) {
      rows.append(Row(name: "window", values: window, note: Quantity.iec(window.max() ?? 0)))
    }
    if sent.repeats.contains(where: { $0 > 0 }) {
      let total = flow.summary.retransmittedPackets
      let note = "\(Quantity.count(total)) segment\(total == 1 ? "" : "s")"
      rows.append(Row(name: "sent again", values: sent.repeats, note: note))
    }
    if !series.zeroWindows.isEmpty {
      let total = series.zeroWindows.reduce(Int64(0)) { $0 &+ ($1.stop &- $1.start) }
      rows.append(
        Row(
          name: "zero window", values: Self.states(series.zeroWindows, in: grid),
          note: Quantity.duration(nanoseconds: total)))
    }
  }

  /// Columns of equal length over a range of times.
  private struct Columns {
    let first: Int64
    let count: Int
    let width: Int64

    init(first: Int64, last: Int64, count: Int) {
      self.first = first
      self.count = count
      width = max(1, (last &- first) / Int64(count) &+ 1)
    }

    func index(_ time: Int64) -> Int { Int(max(0, min(Int64(count) - 1, (time &- first) / width))) }
  }

  private static func sums(_ series: TimeSequenceSeries, in grid: Columns) -> (
    bytes: [Double], repeats: [Double]
  ) {
    var bytes = [Double](repeating: 0, count: grid.count)
    var repeats = bytes
    for (index, time) in series.segmentTimes.enumerated() {
      let column = grid.index(time)
      bytes[column] += Double(series.segmentEnds[index] &- series.segmentStarts[index])
      if series.segmentClasses[index] == .retransmission { repeats[column] += 1 }
    }
    return (bytes, repeats)
  }

  /// The newest window at the end of each column; `nil` if none is known in bytes.
  private static func windows(_ series: TimeSequenceSeries, in grid: Columns) -> [Double]? {
    var result = [Double](repeating: 0, count: grid.count)
    guard var current = series.ackWindows.first(where: { $0 >= 0 }) else { return nil }
    var next = 0
    for column in result.indices {
      let end = grid.first &+ Int64(column + 1) &* grid.width
      while next < series.ackTimes.count, series.ackTimes[next] < end {
        if series.ackWindows[next] >= 0 { current = series.ackWindows[next] }
        next += 1
      }
      result[column] = Double(current)
    }
    return result
  }

  private static func states(_ periods: [TimeSequenceSeries.Period], in grid: Columns) -> [Double] {
    var result = [Double](repeating: 0, count: grid.count)
    for period in periods where period.start <= period.stop {
      for column in grid.index(period.start)...max(grid.index(period.start), grid.index(period.stop)) {
        result[column] = 1
      }
    }
    return result
  }
}
