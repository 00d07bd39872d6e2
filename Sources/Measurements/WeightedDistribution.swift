/// Summary numbers of a value that holds for some time, then for some time another one.
///
/// A quantile is the least value at or below which at least that share of the time was spent.
public struct WeightedDistribution: Sendable {
  private let sorted: [(value: Double, weight: Double)]
  /// The time in all, in the unit of the weights.
  public let total: Double

  /// Makes the distribution of values and the times that they held; what has no time or is not finite is left out.
  ///
  /// - Complexity: O(n log n).
  public init(_ steps: [(value: Double, weight: Double)]) {
    sorted = steps.filter { $0.value.isFinite && $0.weight > 0 }.sorted { $0.value < $1.value }
    total = sorted.reduce(0) { $0 + $1.weight }
  }

  /// The mean over time; `nil` for no time.
  public var mean: Double? {
    total > 0 ? sorted.reduce(0) { $0 + $1.value * ($1.weight / total) } : nil
  }

  /// The value at or below which the share `fraction` (0 to 1) of the time was spent; `nil` for no time.
  public func quantile(_ fraction: Double) -> Double? {
    guard total > 0, !fraction.isNaN else { return nil }
    let wanted = max(0, min(1, fraction)) * total
    var sum = 0.0
    for step in sorted {
      sum += step.weight
      if sum >= wanted { return step.value }
    }
    return sorted.last?.value
  }
}
