/// Summary numbers of a set of samples.
///
/// Percentiles interpolate linearly between order statistics (type 7 of Hyndman and Fan, 1996), as R and NumPy
/// do by default.
public struct Distribution: Sendable, Hashable {
  /// Samples in ascending order; none is NaN.
  public let sorted: [Double]

  /// Makes the distribution of `samples`; those that are not finite are left out.
  ///
  /// - Complexity: O(n log n).
  public init(_ samples: consuming [Double]) {
    // An array that nobody else holds is sorted where it lies: copies of a large one are most of a chart's memory.
    if samples.contains(where: { !$0.isFinite }) { samples.removeAll { !$0.isFinite } }
    samples.sort()
    sorted = samples
  }

  /// Number of samples.
  public var count: Int { sorted.count }
  /// The least sample; `nil` if there is none.
  public var minimum: Double? { sorted.first }
  /// The greatest sample; `nil` if there is none.
  public var maximum: Double? { sorted.last }
  /// The middle of the samples; `nil` if there is none.
  public var median: Double? { quantile(0.5) }

  /// The arithmetic mean; `nil` if there is no sample.
  public var mean: Double? {
    sorted.isEmpty ? nil : sorted.reduce(0, +) / Double(sorted.count)
  }

  /// The standard deviation of the sample (divided by n - 1); `nil` below two samples.
  public var standardDeviation: Double? {
    guard sorted.count > 1, let mean else { return nil }
    return (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count - 1)).squareRoot()
  }

  /// The value below which the share `fraction` (0 to 1) of the samples lies; `nil` if there is none.
  public func quantile(_ fraction: Double) -> Double? {
    guard !sorted.isEmpty, !fraction.isNaN else { return nil }
    let position = max(0, min(1, fraction)) * Double(sorted.count - 1)
    let lower = Int(position)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
  }
}
