import Measurements

/// Round-trip times of one flow, kept to say their percentiles exactly.
struct RoundTripSamples: Sendable {
  /// Samples in nanoseconds, as 32-bit floats: half a part in ten million is enough for a percentile.
  private(set) var values: [Float] = []
  private(set) var minimum: Int64 = .max
  private(set) var maximum: Int64 = 0

  /// Adds a sample in nanoseconds.
  mutating func append(_ sample: Int64) {
    values.append(Float(sample))
    minimum = min(minimum, sample)
    maximum = max(maximum, sample)
  }

  /// The summary, `nil` without samples.
  func summary() -> RoundTripSummary? {
    guard !values.isEmpty else { return nil }
    let distribution = Distribution(values.map(Double.init))
    var summary = RoundTripSummary()
    summary.count = Int64(values.count)
    summary.minimum = minimum
    summary.maximum = maximum
    summary.mean = Int64(distribution.mean ?? 0)
    summary.deviation = distribution.standardDeviation.map { Int64($0) }
    summary.percentile5 = Int64(distribution.quantile(0.05) ?? 0)
    summary.median = Int64(distribution.median ?? 0)
    summary.percentile95 = Int64(distribution.quantile(0.95) ?? 0)
    summary.percentile99 = Int64(distribution.quantile(0.99) ?? 0)
    return summary
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

  /// Makes a summary of nothing.
  public init() {}
}
