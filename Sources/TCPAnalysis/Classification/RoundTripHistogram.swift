/// Counts of positive numbers in bins whose width is at most half a percent of their value.
///
/// Each power of two is divided into 256 equal bins: 0.4 % at its lower end, 0.2 % at its upper.
struct RoundTripHistogram: Sendable {
  private static let binsPerOctave = 256

  private var counts = [UInt32](repeating: 0, count: 64 * binsPerOctave)
  private(set) var total = 0

  /// Counts a number; those below 1 count as 1.
  mutating func add(_ value: Int64) {
    let bin = Self.bin(of: max(1, value))
    if counts[bin] < .max { counts[bin] += 1 }
    total += 1
  }

  /// The number at a place in the sorted order, 0 the least: the middle of its bin.
  func value(at rank: Int) -> Int64 {
    var below = 0
    for bin in counts.indices where counts[bin] > 0 {
      below += Int(counts[bin])
      if below > rank { return Self.middle(of: bin) }
    }
    return 0
  }

  private static func bin(of value: Int64) -> Int {
    let exponent = 63 - value.leadingZeroBitCount
    let fraction = (UInt64(value) << UInt64(63 - exponent)) >> 55 & 0xFF
    return exponent * binsPerOctave + Int(fraction)
  }

  private static func middle(of bin: Int) -> Int64 {
    let exponent = bin / binsPerOctave
    let lower = Double(UInt64(1) << UInt64(exponent))
    return Int64(lower * (1 + (Double(bin % binsPerOctave) + 0.5) / Double(binsPerOctave)))
  }
}
