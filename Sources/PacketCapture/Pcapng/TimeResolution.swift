/// Length of a tick of an interface's clock: a negative power of ten, or of two
/// (if_tsresol; draft-ietf-opsawg-pcapng, section 4.2).
struct TimeResolution: Equatable {
  /// Highest bit: power of two; the others: the exponent.
  let rawValue: UInt8
  /// Ticks are multiplied by this; 0 if they need more than that.
  private let factor: Int64

  init(rawValue: UInt8) {
    self.rawValue = rawValue
    factor = rawValue <= 9 ? Self.powerOfTen(9 - Int(rawValue)) : 0
  }

  /// Nanoseconds, rounded down; the farthest time if they do not fit.
  ///
  /// Tick counts that would end after the year 2242 are read as negative numbers: that is what writers which
  /// subtract too much leave in the file, and read so, the distances between packets stay right.
  @inline(__always)
  func nanoseconds(ticks: UInt64) -> Int64 {
    guard factor > 0 else { return slowNanoseconds(ticks: ticks) }
    let (product, isOver) = Int64(bitPattern: ticks).multipliedReportingOverflow(by: factor)
    return isOver ? (ticks >> 63 == 1 ? .min : .max) : product
  }

  private func slowNanoseconds(ticks: UInt64) -> Int64 {
    let exponent = Int(rawValue & 0x7f)
    if rawValue & 0x80 != 0 {
      let signed = exponent < 30 ? Int128(Int64(bitPattern: ticks)) : Int128(ticks)
      return Int64(clamping: (signed &* 1_000_000_000) >> Int128(exponent))
    }
    // 10^18 is the greatest power of ten in 63 bits; no tick count reaches a second beyond it.
    return exponent - 9 > 18 ? 0 : Int64(clamping: ticks / UInt64(Self.powerOfTen(exponent - 9)))
  }

  /// Ticks that so many nanoseconds are, rounded down; the greatest number if they do not fit.
  func ticks(nanoseconds: Int64) -> UInt64 {
    if factor > 0 { return UInt64(bitPattern: nanoseconds / factor) }
    let exponent = Int(rawValue & 0x7f)
    if rawValue & 0x80 != 0 {
      let shifted = exponent < 64 ? Int128(nanoseconds) << Int128(exponent) : 0
      return UInt64(clamping: shifted / 1_000_000_000)
    }
    guard exponent - 9 <= 18 else { return 0 }
    return UInt64(clamping: Int128(nanoseconds) * Int128(Self.powerOfTen(exponent - 9)))
  }

  private static func powerOfTen(_ exponent: Int) -> Int64 {
    (0..<exponent).reduce(1 as Int64) { power, _ in power &* 10 }
  }

  /// Length of a tick as its binary logarithm in thousandths, for comparing; the finer, the smaller.
  var fineness: Int {
    let exponent = Int(rawValue & 0x7f)
    return rawValue & 0x80 != 0 ? -1000 * exponent : -3322 * exponent
  }

  /// `s`, `ms`, `µs`, `ns`, or the power.
  var text: String {
    switch rawValue {
    case 0, 0x80: "s"
    case 3: "ms"
    case 6: "µs"
    case 9: "ns"
    case 12: "ps"
    case 0x80...: "2^-\(rawValue & 0x7f) s"
    default: "10^-\(rawValue) s"
    }
  }
}
