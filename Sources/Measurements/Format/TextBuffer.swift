/// A growing UTF-8 text that numbers are written into without intermediate strings.
///
/// Writers of tables, CSV, JSON and SVG share it: one fixed-point formatter, no locale, no Foundation.
public struct TextBuffer: Sendable {
  /// The UTF-8 bytes written so far.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty buffer.
  public init() {}

  /// Makes an empty buffer with room for `capacity` bytes.
  public init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  /// The text; bytes that are no UTF-8 become U+FFFD.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Bytes written so far.
  public var count: Int { bytes.count }

  /// Forgets the content and keeps the room.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends one byte.
  public mutating func append(byte: UInt8) {
    bytes.append(byte)
  }

  /// Appends UTF-8 bytes.
  public mutating func append(contentsOf other: some Sequence<UInt8>) {
    bytes.append(contentsOf: other)
  }

  /// Appends a string.
  public mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a literal without making a string.
  public mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends an integer in decimal, left-filled with zeros to `minimumDigits`.
  public mutating func append(_ value: Int64, minimumDigits: Int = 1) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    append(value.magnitude, minimumDigits: minimumDigits)
  }

  /// Appends an unsigned integer in decimal, left-filled with zeros to `minimumDigits`.
  public mutating func append(_ value: UInt64, minimumDigits: Int = 1) {
    let start = bytes.count
    var rest = value
    repeat {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    while bytes.count - start < minimumDigits { bytes.append(UInt8(ascii: "0")) }
    bytes[start...].reverse()
  }

  /// Appends nanoseconds as seconds with exactly `decimals` decimals (0 to 9), cut and not rounded.
  ///
  /// What is cut to zero has no sign.
  public mutating func appendSeconds(_ nanoseconds: Int64, decimals: Int) {
    let digits = max(0, min(decimals, 9))
    let kept = nanoseconds.magnitude / UInt64(Self.powersOfTen[9 - digits])
    let power = UInt64(Self.powersOfTen[digits])
    if nanoseconds < 0, kept > 0 { bytes.append(UInt8(ascii: "-")) }
    append(kept / power)
    guard digits > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    append(kept % power, minimumDigits: digits)
  }

  /// Appends `value` rounded to `decimals` decimals (0 to 15), halves away from zero, never with an exponent.
  ///
  /// Values that are not finite are written as `nan`, `inf` and `-inf`; a value that rounds to zero has no sign.
  public mutating func append(_ value: Double, decimals: Int, trimmingZeros: Bool = false) {
    guard value.isFinite else {
      append(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
      return
    }
    var digits = max(0, min(decimals, 15))
    let power = UInt64(Self.powersOfTen[digits])
    // The part below the point is exact, so large values lose nothing.
    let whole = value.magnitude.rounded(.towardZero)
    var fraction = UInt64(((value.magnitude - whole) * Double(power)).rounded(.toNearestOrAwayFromZero))
    let carry: UInt64 = fraction >= power ? 1 : 0
    fraction -= carry * power
    if value < 0, whole > 0 || fraction > 0 || carry > 0 { bytes.append(UInt8(ascii: "-")) }
    if whole < 0x1p63 { append(UInt64(whole) + carry) } else { appendHuge(whole) }
    if trimmingZeros {
      while digits > 0, fraction % 10 == 0 {
        fraction /= 10
        digits -= 1
      }
    }
    guard digits > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    append(fraction, minimumDigits: digits)
  }

  /// Powers of ten from 10^0 to 10^18.
  public static let powersOfTen: [Int64] = (0...18).map { exponent in
    (0..<exponent).reduce(Int64(1)) { power, _ in power * 10 }
  }

  /// Writes a positive whole number too large for 64 bits, exactly, without decimals.
  private mutating func appendHuge(_ value: Double) {
    // Limbs of base 10^9, the least first: the significand, then doubled as often as the exponent says.
    let (exponent, significand) = (Int(value.exponent) - 52, value.significandBitPattern | 1 << 52)
    var limbs = [significand % 1_000_000_000, significand / 1_000_000_000]
    for _ in 0..<max(0, exponent) {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let doubled = limbs[index] * 2 + carry
        limbs[index] = doubled % 1_000_000_000
        carry = doubled / 1_000_000_000
      }
      if carry > 0 { limbs.append(carry) }
    }
    for (index, limb) in limbs.reversed().enumerated() { append(limb, minimumDigits: index == 0 ? 1 : 9) }
  }
}
