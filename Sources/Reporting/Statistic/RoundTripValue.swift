import TCPAnalysis

/// One number of a summary of round-trip times, in milliseconds, with its key.
struct RoundTripValue: Sendable {
  /// The key in JSON, `medianMs`.
  let key: String
  /// Gets the number; `nil` where there are too few samples for it.
  let milliseconds: @Sendable (RoundTripSummary) -> Double?

  /// All numbers in their order.
  ///
  /// A percentile is printed only where enough samples lie beyond it to mean something: p5 and p95 from 20 samples
  /// on, p99 from 100.
  static let all: [RoundTripValue] = [
    RoundTripValue(key: "minMs") { Double($0.minimum) / 1e6 },
    RoundTripValue(key: "p5Ms") { $0.count >= 20 ? Double($0.percentile5) / 1e6 : nil },
    RoundTripValue(key: "medianMs") { Double($0.median) / 1e6 },
    RoundTripValue(key: "p95Ms") { $0.count >= 20 ? Double($0.percentile95) / 1e6 : nil },
    RoundTripValue(key: "p99Ms") { $0.count >= 100 ? Double($0.percentile99) / 1e6 : nil },
    RoundTripValue(key: "maxMs") { Double($0.maximum) / 1e6 },
    RoundTripValue(key: "meanMs") { Double($0.mean) / 1e6 },
    RoundTripValue(key: "stdevMs") { $0.deviation.map { Double($0) / 1e6 } },
  ]
}
