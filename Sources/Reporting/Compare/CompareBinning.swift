import Charts
import Measurements
import TCPAnalysis

/// What was measured of one flow, in bins that start at its own zero.
struct CompareBinning {
  /// Start of the first bin in nanoseconds from the zero.
  let start: Int64
  /// True length of the last bin in nanoseconds.
  let lastLength: Int64
  private let length: Int64
  private let count: Int
  private let material: FlowMaterial

  /// Takes the bins from the first to the last packet of a flow; none for one without packets.
  init(_ material: FlowMaterial, length: Int64) {
    self.material = material
    self.length = length
    let zero = material.axis.zero
    guard let first = material.summary.firstTime, let last = material.summary.lastTime else {
      (start, lastLength, count) = (0, 0, 0)
      return
    }
    start = ThroughputSection.binStart(containing: first, zero: zero, bin: length) &- zero
    let span = max(0, last &- zero &- start)
    count = Int(min(span / length, Int64(ThroughputMetric.maximumBins))) + 1
    lastLength = max(0, min(length, span &- Int64(count - 1) &* length))
  }

  /// The metric in each bin in base units; NaN where it is unknown.
  func values(_ metric: CompareData.Metric) -> [Double] {
    switch metric {
    case .goodput, .throughput: rates(metric)
    case .rtt: medians()
    case .inflight: meanFlights()
    }
  }

  /// The bins as samples of a distribution: those of full length that have a value.
  func samples(_ metric: CompareData.Metric) -> (times: [Int64], values: [Double]) {
    let values = values(metric)
    let isCut = (metric == .goodput || metric == .throughput) && lastLength < length
    let kept = values.indices.dropLast(isCut ? 1 : 0).filter { values[$0].isFinite }
    return (kept.map { start &+ Int64($0) &* length }, kept.map { values[$0] })
  }

  private func rates(_ metric: CompareData.Metric) -> [Double] {
    let wanted = metric.layer
    let found = material.series.lazy.compactMap { $0 as? ThroughputSeries }.first { $0.layer == wanted }
    guard let series = found else { return [Double](repeating: .nan, count: count) }
    return (0..<count).map { bin in
      let time = bin == count - 1 ? lastLength : length
      guard time > 0 else { return .nan }
      return 8e9 * Double(bin < series.bytes.count ? series.bytes[bin] : 0) / Double(time)
    }
  }

  private func index(_ time: Int64) -> Int? {
    let place = (time &- material.axis.zero &- start) / length
    return place >= 0 && place < Int64(count) ? Int(place) : nil
  }

  private func medians() -> [Double] {
    var samples = [[Double]](repeating: [], count: count)
    guard let series = material.series(RTTSeries.self) else { return samples.map { _ in .nan } }
    for (time, sample) in zip(series.times, series.samples) {
      if let bin = index(time) { samples[bin].append(Double(sample)) }
    }
    return samples.map { Distribution($0).median ?? .nan }
  }

  /// Means over time: each value holds until the next one, an unknown one does not count.
  private func meanFlights() -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    var times = sums
    guard let series = material.series(InflightSeries.self) else { return sums.map { _ in .nan } }
    let end = material.axis.zero &+ start &+ Int64(max(0, count - 1)) &* length &+ lastLength
    for row in series.times.indices where series.flightBytes[row] >= 0 {
      var from = series.times[row]
      let to = min(end, row + 1 < series.times.count ? series.times[row + 1] : end)
      while from < to, let bin = index(from) {
        let border = material.axis.zero &+ start &+ Int64(bin + 1) &* length
        let part = Double(min(to, border) &- from)
        sums[bin] += part * Double(series.flightBytes[row])
        times[bin] += part
        from = border
      }
    }
    return zip(sums, times).map { $1 > 0 ? $0 / $1 : .nan }
  }
}
