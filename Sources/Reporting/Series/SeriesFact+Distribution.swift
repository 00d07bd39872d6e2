import Measurements

extension SeriesFact {
  /// The numbers of a distribution of times in nanoseconds; percentiles only where enough samples lie beyond them.
  ///
  /// - Parameters:
  ///   - distribution: The samples.
  ///   - prefix: What stands in front of each key; empty for none.
  /// - Returns: Least, p5, median, p95, p99, greatest, mean and standard deviation in milliseconds.
  static func times(_ distribution: Distribution, prefix: String = "") -> [SeriesFact] {
    let count = distribution.count
    let values: [(name: String, value: Double?, label: String)] = [
      ("min", distribution.minimum, "least"),
      ("p5", count >= 20 ? distribution.quantile(0.05) : nil, "5th percentile"),
      ("median", distribution.median, "median"),
      ("p95", count >= 20 ? distribution.quantile(0.95) : nil, "95th percentile"),
      ("p99", count >= 100 ? distribution.quantile(0.99) : nil, "99th percentile"),
      ("max", distribution.maximum, "greatest"),
      ("mean", distribution.mean, "mean"),
      ("stdev", distribution.standardDeviation, "standard deviation"),
    ]
    return values.map { milliseconds(key($0.name, "Ms", prefix: prefix), $0.value, $0.label) }
  }

  private static func key(_ name: String, _ unit: String, prefix: String) -> String {
    prefix.isEmpty ? name + unit : prefix + name.prefix(1).uppercased() + name.dropFirst() + unit
  }
}

extension SeriesNote {
  /// Why a percentile is unknown; `nil` if there are enough samples.
  static func fewSamples(_ count: Int) -> SeriesNote? {
    guard count < 100 else { return nil }
    let reason = count < 20 ? "below 20 samples p5 and p95, below 100 p99" : "below 100 samples p99"
    return SeriesNote(
      "fewSamples", count: Int64(count), "There are too few samples: \(reason) would mean nothing.")
  }
}
