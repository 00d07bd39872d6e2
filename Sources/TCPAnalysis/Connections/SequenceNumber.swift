/// Arithmetic on 32-bit sequence numbers, which are circular (RFC 9293, section 3.4).
enum SequenceNumber {
  /// The signed distance from `reference` to `number`, -2^31 to 2^31 - 1, whatever wrapped between them.
  static func distance(from reference: UInt32, to number: UInt32) -> Int32 {
    Int32(truncatingIfNeeded: number &- reference)
  }

  /// The 64-bit relative number of `number`: the one nearest to the relative number `near`.
  ///
  /// - Parameters:
  ///   - number: The 32-bit number from the header.
  ///   - base: The 32-bit number that counts as 0.
  ///   - near: A relative number known to be close, such as the highest one seen.
  /// - Returns: The relative number.
  static func unwrap(_ number: UInt32, base: UInt32, near: Int64) -> Int64 {
    let reference = base &+ UInt32(truncatingIfNeeded: near)
    return near &+ Int64(distance(from: reference, to: number))
  }
}
