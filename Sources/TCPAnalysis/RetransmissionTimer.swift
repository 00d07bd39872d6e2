/// The retransmission timeout that a sender computes from its round-trip times (RFC 6298, section 2).
///
/// ``smoothedRTT`` and ``variation`` are the same for both models; they differ in floor and cap.
public struct RetransmissionTimer: Sendable, Equatable {
  /// Whose rules make a timeout of the two.
  public enum Model: String, Sendable, CaseIterable {
    /// RFC 6298: at least 1 s, at most 60 s.
    case rfc6298
    /// Linux: the variation's share is at least 200 ms, the whole at most 120 s.
    case linux
  }

  /// SRTT in nanoseconds; 0 before the first sample.
  public private(set) var smoothedRTT: Int64 = 0
  /// RTTVAR in nanoseconds.
  public private(set) var variation: Int64 = 0

  /// Makes a timer without a sample.
  public init() {}

  /// Makes a timer in a known state, in nanoseconds.
  public init(smoothedRTT: Int64, variation: Int64) {
    self.smoothedRTT = smoothedRTT
    self.variation = variation
  }

  /// Takes a round-trip time in nanoseconds into the filters; samples that are not positive are ignored.
  public mutating func add(_ sample: Int64) {
    guard sample > 0 else { return }
    if smoothedRTT == 0 {
      smoothedRTT = sample
      variation = sample / 2
    } else {
      let deviation = Int64(clamping: (smoothedRTT - sample).magnitude)
      variation = (3 * variation + deviation) / 4
      smoothedRTT = (7 * smoothedRTT + sample) / 8
    }
  }

  /// The timeout in nanoseconds, 1 s before the first sample.
  ///
  /// - Parameters:
  ///   - model: Whose rules.
  ///   - backoff: Timeouts in a row before: each doubles it (RFC 6298, section 5.5).
  /// - Returns: Nanoseconds from now until it fires.
  public func timeout(_ model: Model, backoff: Int = 0) -> Int64 {
    let second: Int64 = 1_000_000_000
    let base: Int64
    let cap: Int64
    switch model {
    case .rfc6298:
      base = smoothedRTT == 0 ? second : max(second, smoothedRTT + 4 * variation)
      cap = 60 * second
    case .linux:
      base = smoothedRTT == 0 ? second : smoothedRTT + max(second / 5, 4 * variation)
      cap = 120 * second
    }
    return min(cap, min(cap, base) << Int64(min(max(backoff, 0), 7)))
  }
}

/// The timeouts of a flow beside what two models of the timer give.
public struct TimeoutSummary: Sendable, Equatable {
  /// The estimated timer after the last sample.
  public var timer = RetransmissionTimer()
  /// Timeouts that were measured: silences that ended with the oldest segment sent again by the timer.
  public var count: Int64 = 0
  /// Mean and greatest wait divided by the timeout of the Linux model; `nil` without timeouts.
  public var linux: Ratio?
  /// The same for the model of RFC 6298.
  public var rfc6298: Ratio?

  /// Measured waits in parts of the model's timeout, doubling after each timeout included.
  public struct Ratio: Sendable, Equatable {
    /// Arithmetic mean.
    public var mean: Double
    /// The greatest: above 3 the sender was hardly waiting for its timer alone.
    public var maximum: Double

    /// Makes the pair.
    public init(mean: Double, maximum: Double) {
      self.mean = mean
      self.maximum = maximum
    }
  }

  /// Makes a summary of nothing.
  public init() {}
}
