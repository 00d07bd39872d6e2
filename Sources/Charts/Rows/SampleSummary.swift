import Measurements

/// Numbers of the samples that a row shows, each computed once for title, caption and tables.
struct SampleSummary: Sendable {
  /// What a sample measures.
  enum Quantity: Sendable, Equatable {
    /// Nanoseconds; facts are in milliseconds.
    case duration
    /// Bytes.
    case bytes
  }

  /// The samples, sorted.
  let distribution: Distribution
  /// What they measure.
  let quantity: Quantity

  init(_ values: consuming [Double], _ quantity: Quantity) {
    distribution = Distribution(values)
    self.quantity = quantity
  }

  /// Number of samples.
  var count: Int { distribution.count }

  /// The samples that an axis depends on: the least one, the least one above zero, the greatest one.
  var extremes: [Double] {
    let sorted = distribution.sorted
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] > 0 { high = middle } else { low = middle + 1 }
    }
    return [sorted.first, low < sorted.count ? sorted[low] : nil, sorted.last].compactMap(\.self)
  }

  /// A value as people read it.
  func text(_ value: Double) -> String {
    switch quantity {
    case .duration:
      Measurements.Quantity.duration(nanoseconds: Int64(exactly: max(-9e18, min(9e18, value.rounded()))) ?? 0)
    case .bytes: "\(Measurements.Quantity.count(Int64(max(-9e15, min(9e15, value.rounded()))))) B"
    }
  }

  /// A quantile with its name, `p95 110 ms`; `nil` below the number of samples that it needs.
  ///
  /// The 95th percentile needs 20 samples, the 99th 100: below, it would be the greatest sample by another name.
  func quantile(_ percent: Int) -> (value: Double, text: String)? {
    let least = percent >= 99 ? 100 : percent >= 95 ? 20 : 1
    guard count >= least, let value = distribution.quantile(Double(percent) / 100) else { return nil }
    return (value, text(value))
  }

  /// Median, 95th and 99th percentile and extremes in a clause: `median 83.1 ms, p95 110 ms, …`.
  var clause: String {
    guard count > 0 else { return "" }
    var parts = [50, 95, 99].compactMap { percent in
      quantile(percent).map { "\(percent == 50 ? "median" : "p\(percent)") \($0.text)" }
    }
    if let least = distribution.minimum, let greatest = distribution.maximum {
      parts.append("from \(text(least)) to \(text(greatest))")
    }
    return parts.joined(separator: ", ")
  }

  /// The numbers by name.
  ///
  /// Names start with the prefix (`rtt`), texts call it by the noun (`RTT`).
  func facts(prefix: String, noun: String) -> [ChartFact] {
    var facts: [ChartFact] = [.count(prefix + "Samples", Int64(count), "sample")]
    func add(_ name: String, _ word: String, _ value: Double?) {
      guard let value else { return }
      let isTime = quantity == .duration
      facts.append(
        ChartFact(
          name: prefix + name + (isTime ? "Ms" : "Bytes"), value: isTime ? value / 1e6 : value,
          text: "\(word) \(noun) \(text(value))"))
    }
    add("Min", "least", distribution.minimum)
    add("Median", "median", distribution.median)
    add("P95", "p95 of", quantile(95)?.value)
    add("P99", "p99 of", quantile(99)?.value)
    add("Max", "greatest", distribution.maximum)
    add("Mean", "mean", distribution.mean)
    return facts
  }

  /// Median and 95th percentile as marks on a curve; the 99th from a thousand samples on.
  var marks: [SideDistribution.Mark] {
    [50, 95, 99].compactMap { percent in
      guard percent < 99 || count >= 1000, let found = quantile(percent) else { return nil }
      return SideDistribution.Mark(
        percent: Double(percent), value: found.value, text: "p\(percent) \(found.text)")
    }
  }
}
