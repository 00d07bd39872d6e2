import Foundation

/// Numbers that look random and are the same on every run (SplitMix64); a failure names the seed.
public struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence of a seed.
  public init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of any magnitude up to 2^`exponent`, of either sign.
  public mutating func double(below exponent: Int) -> Double {
    let size = Double.random(in: -Double(exponent)...Double(exponent), using: &self)
    return (Bool.random(using: &self) ? 1 : -1) * exp2(size)
  }

  /// Whether something of this probability happens.
  public mutating func happens(_ probability: Double) -> Bool {
    probability > 0 && Double.random(in: 0..<1, using: &self) < probability
  }

  /// The seeds of a test; `make test-slow` multiplies their number.
  public static func seeds(_ count: Int) -> Range<Int> {
    0..<count * (Int(ProcessInfo.processInfo.environment["SEEDS"] ?? "") ?? 1)
  }
}
