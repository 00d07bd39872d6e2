/// The smoothed round-trip time of RFC 6298, section 2, in nanoseconds.
public struct SmoothedRTT: Sendable, Hashable {
  /// SRTT; `nil` before the first sample.
  public private(set) var value: Double?
  /// RTTVAR; `nil` before the first sample.
  public private(set) var variation: Double?

  /// Makes a filter without samples.
  public init() {}

  /// Takes a sample: alpha is 1/8, beta 1/4; the first one is SRTT, and half of it RTTVAR.
  public mutating func add(_ sample: Int64) {
    let sample = Double(sample)
    guard let value, let variation else {
      self.value = sample
      variation = sample / 2
      return
    }
    self.variation = 0.75 * variation + 0.25 * (value - sample).magnitude
    self.value = 0.875 * value + 0.125 * sample
  }
}
