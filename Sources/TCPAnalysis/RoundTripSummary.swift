/// Summary of a series of round-trip times of a flow: from the capture point to the receiver and back, in nanoseconds.
public struct RoundTripSummary: Sendable, Equatable {
  /// Samples from which on 5 % of them say something about the tails.
  public static let tailCount: Int64 = 20
  /// Samples from which on 1 % of them says something.
  public static let farTailCount: Int64 = 100

  /// Number of samples.
  public var count: Int64 = 0
  /// Least sample.
  public var minimum: Int64 = 0
  /// Value below which 5 % of the samples lie; to be printed from `tailCount` samples on.
  public var percentile5: Int64 = 0
  /// Middle of the samples.
  public var median: Int64 = 0
  /// Value below which 95 % of the samples lie; to be printed from `tailCount` samples on.
  public var percentile95: Int64 = 0
  /// Value below which 99 % of the samples lie; to be printed from `farTailCount` samples on.
  public var percentile99: Int64 = 0
  /// Greatest sample.
  public var maximum: Int64 = 0
  /// Arithmetic mean.
  public var mean: Int64 = 0
  /// Standard deviation of the sample; `nil` below two samples.
  public var deviation: Int64?
  /// Whether median and percentiles were read from bins of at most half a percent: there were too many samples to keep.
  public var isApproximate = false

  /// Makes the summary of a single sample in nanoseconds.
  public init(only sample: Int64) {
    count = 1
    (minimum, percentile5, median, percentile95) = (sample, sample, sample, sample)
    (percentile99, maximum, mean) = (sample, sample, sample)
  }

  /// Makes a summary of nothing.
  public init() {}
}
