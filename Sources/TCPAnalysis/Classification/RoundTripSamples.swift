/// Round-trip times of one flow, kept to say their percentiles exactly.
struct RoundTripSamples: Sendable {
  /// Samples in nanoseconds, as 32-bit floats: half a part in ten million is enough for a percentile.
  ///
  /// A single sample needs no list: it is the minimum.
  private var values: [Float] = []
  /// Number of samples.
  private(set) var count = 0
  private(set) var minimum: Int64 = .max
  private(set) var maximum: Int64 = 0

  /// Forgets everything and keeps the room, if it is not too large to keep.
  mutating func removeAll() {
    if count > 1 { values.removeAll(keepingCapacity: values.capacity <= 256) }
    count = 0
    minimum = .max
    maximum = 0
  }

  /// Adds a sample in nanoseconds.
  mutating func append(_ sample: Int64) {
    if count == 1 { values.append(Float(minimum)) }
    if count > 0 { values.append(Float(sample)) }
    count += 1
    minimum = min(minimum, sample)
    maximum = max(maximum, sample)
  }

  /// The summary, `nil` without samples.
  mutating func summary() -> RoundTripSummary? {
    guard count > 0 else { return nil }
    if count == 1 { return RoundTripSummary(only: minimum) }
    values.sort()
    var summary = RoundTripSummary()
    summary.count = Int64(values.count)
    summary.minimum = minimum
    summary.maximum = maximum
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    summary.mean = Int64(mean)
    if values.count > 1 {
      let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      summary.deviation = Int64((squares / Double(values.count - 1)).squareRoot())
    }
    summary.percentile5 = quantile(0.05)
    summary.median = quantile(0.5)
    summary.percentile95 = quantile(0.95)
    summary.percentile99 = quantile(0.99)
    return summary
  }

  /// The quantile of the sorted values with linear interpolation (type 7 of Hyndman and Fan).
  private func quantile(_ fraction: Double) -> Int64 {
    let position = fraction * Double(values.count - 1)
    let lower = Int(position)
    let upper = min(lower + 1, values.count - 1)
    let value = Double(values[lower]) + Double(values[upper] - values[lower]) * (position - Double(lower))
    return min(max(Int64(value.rounded()), minimum), maximum)
  }
}

/// Summary of the round-trip times of a flow: from the capture point to the receiver and back, in nanoseconds.
public struct RoundTripSummary: Sendable, Equatable {
  /// Number of samples.
  public var count: Int64 = 0
  /// Least sample.
  public var minimum: Int64 = 0
  /// Value below which 5 % of the samples lie.
  public var percentile5: Int64 = 0
  /// Middle of the samples.
  public var median: Int64 = 0
  /// Value below which 95 % of the samples lie; to be printed from 20 samples on.
  public var percentile95: Int64 = 0
  /// Value below which 99 % of the samples lie; to be printed from 100 samples on.
  public var percentile99: Int64 = 0
  /// Greatest sample.
  public var maximum: Int64 = 0
  /// Arithmetic mean.
  public var mean: Int64 = 0
  /// Standard deviation of the sample; `nil` below two samples.
  public var deviation: Int64?

  /// Makes the summary of a single sample in nanoseconds.
  public init(only sample: Int64) {
    count = 1
    (minimum, percentile5, median, percentile95) = (sample, sample, sample, sample)
    (percentile99, maximum, mean) = (sample, sample, sample)
  }

  /// Makes a summary of nothing.
  public init() {}
}
