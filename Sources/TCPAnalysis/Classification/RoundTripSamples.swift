/// Round-trip times of one flow, kept to say their percentiles: exactly, or of very many within half a percent.
struct RoundTripSamples: Sendable {
  /// Samples that are kept without a list.
  private static let inlineCount = 4
  /// Samples that are kept one by one; beyond, they are counted in bins.
  static let exactCount = 1 << 18

  /// Number of samples.
  private(set) var count = 0
  private(set) var minimum: Int64 = .max
  private(set) var maximum: Int64 = 0
  /// The first samples in nanoseconds, as 32-bit floats: half a part in ten million is enough for a percentile.
  private var first: InlineArray<4, Float> = .init(repeating: 0)
  /// All samples, once there are more than fit above.
  private var values: [Float] = []
  /// The samples in bins, once there are too many to keep: at most one.
  private var binned: [Binned] = []

  /// Very many samples.
  private struct Binned: Sendable {
    var histogram = RoundTripHistogram()
    /// Mean and sum of squared distances from it (Welford's method).
    var mean = 0.0
    var squares = 0.0
    /// The least since it was last asked for.
    var recent = Float.infinity

    mutating func add(_ sample: Float) {
      histogram.add(Int64(sample))
      recent = min(recent, sample)
      let distance = Double(sample) - mean
      mean += distance / Double(histogram.total)
      squares += distance * (Double(sample) - mean)
    }
  }

  /// Forgets everything and keeps the room, if it is not too large to keep.
  mutating func removeAll() {
    if count > Self.inlineCount {
      values.removeAll(keepingCapacity: values.capacity <= 256)
      if !binned.isEmpty { binned = [] }
    }
    count = 0
    minimum = .max
    maximum = 0
  }

  /// Adds a sample in nanoseconds.
  @inline(__always)
  mutating func append(_ sample: Int64) {
    if count < Self.inlineCount { first[count] = Float(sample) } else { appendToList(Float(sample)) }
    count += 1
    minimum = min(minimum, sample)
    maximum = max(maximum, sample)
  }

  @inline(never)
  private mutating func appendToList(_ sample: Float) {
    if count == Self.inlineCount { for index in 0..<Self.inlineCount { values.append(first[index]) } }
    if count < Self.exactCount {
      values.append(sample)
      return
    }
    if binned.isEmpty {
      var all = Binned()
      for value in values { all.add(value) }
      // The list stays until its newest samples were asked for.
      all.recent = .infinity
      binned = [all]
    }
    binned[0].add(sample)
  }

  /// The summary, `nil` without samples.
  mutating func summary() -> RoundTripSummary? {
    guard count > 0 else { return nil }
    if count == 1 { return RoundTripSummary(only: minimum) }
    if count <= Self.inlineCount {
      sortFirst()
      let sorted = first
      return summary { sorted[$0] }
    }
    if let all = binned.first { return summary(of: all) }
    values.sort()
    return values.withUnsafeBufferPointer { sorted in summary { sorted[$0] } }
  }

  /// The least of the samples from a count on.
  ///
  /// Not to be called after `summary()`, which sorts them.
  ///
  /// - Parameter first: What `count` was at the last call, 0 for the first one.
  /// - Returns: Nanoseconds; `nil` if there are none.
  mutating func takeMinimum(since first: Int) -> Int64? {
    guard first < count else { return nil }
    var least = Float.infinity
    if count <= Self.inlineCount {
      for index in first..<count { least = min(least, self.first[index]) }
    } else {
      for value in values.dropFirst(first) { least = min(least, value) }
      if !binned.isEmpty {
        least = min(least, binned[0].recent)
        binned[0].recent = .infinity
        values = []
      }
    }
    return least.isFinite ? Int64(least) : nil
  }

  private func summary(of all: Binned) -> RoundTripSummary {
    var summary = RoundTripSummary()
    summary.isApproximate = true
    summary.count = Int64(count)
    summary.minimum = minimum
    summary.maximum = maximum
    summary.mean = Int64(all.mean)
    summary.deviation = Int64((all.squares / Double(count - 1)).squareRoot())
    func quantile(_ fraction: Double) -> Int64 {
      min(max(all.histogram.value(at: Int(fraction * Double(count - 1))), minimum), maximum)
    }
    summary.percentile5 = quantile(0.05)
    summary.median = quantile(0.5)
    summary.percentile95 = quantile(0.95)
    summary.percentile99 = quantile(0.99)
    return summary
  }

  private mutating func sortFirst() {
    for index in 1..<count {
      let value = first[index]
      var place = index
      while place > 0, first[place - 1] > value {
        first[place] = first[place - 1]
        place -= 1
      }
      first[place] = value
    }
  }

  @inline(__always)
  private func summary(_ sorted: (Int) -> Float) -> RoundTripSummary {
    var summary = RoundTripSummary()
    summary.count = Int64(count)
    summary.minimum = minimum
    summary.maximum = maximum
    var sum = 0.0
    for index in 0..<count { sum += Double(sorted(index)) }
    let mean = sum / Double(count)
    summary.mean = Int64(mean)
    var squares = 0.0
    for index in 0..<count { squares += (Double(sorted(index)) - mean) * (Double(sorted(index)) - mean) }
    summary.deviation = Int64((squares / Double(count - 1)).squareRoot())
    summary.percentile5 = quantile(0.05, sorted)
    summary.median = quantile(0.5, sorted)
    summary.percentile95 = quantile(0.95, sorted)
    summary.percentile99 = quantile(0.99, sorted)
    return summary
  }

  /// The quantile of the sorted values with linear interpolation (type 7 of Hyndman and Fan).
  @inline(__always)
  private func quantile(_ fraction: Double, _ sorted: (Int) -> Float) -> Int64 {
    let position = fraction * Double(count - 1)
    let lower = Int(position)
    let upper = min(lower + 1, count - 1)
    let value = Double(sorted(lower)) + Double(sorted(upper) - sorted(lower)) * (position - Double(lower))
    // Half away from zero, as `rounded()` has it, of a value that is not negative, without its call of the C library.
    let whole = Int64(value)
    return min(max(value - Double(whole) >= 0.5 ? whole + 1 : whole, minimum), maximum)
  }
}
