/// A growing UTF-8 text that numbers are written into without intermediate strings.
///
/// Writers of tables, CSV, JSON and SVG share it: one fixed-point formatter, no locale, no Foundation.
public struct TextBuffer: Sendable {
  // The bytes lie in the front part: appending to an array byte by byte would check and count each time.
  private var storage: [UInt8]
  /// Bytes written so far.
  public private(set) var count = 0

  /// Makes an empty buffer.
  public init() {
    storage = []
  }

  /// Makes an empty buffer with room for `capacity` bytes.
  public init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  /// The UTF-8 bytes written so far.
  ///
  /// - Complexity: O(n), they are copied.
  public var bytes: [UInt8] { Array(storage[..<count]) }

  /// The text; bytes that are no UTF-8 become U+FFFD.
  public var string: String { String(decoding: storage[..<count], as: UTF8.self) }

  /// Forgets the content and keeps the room.
  public mutating func removeAll() {
    count = 0
  }

  /// Lets `body` write at most `room` bytes behind what is there.
  ///
  /// - Parameter body: Gets the address of the first byte and gives the number of bytes that it wrote.
  public mutating func write(atMost room: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    provide(room)
    count += storage.withUnsafeMutableBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      return min(body(start + count), room)
    }
  }

  @inline(__always)
  private mutating func provide(_ room: Int) {
    if count + room > storage.count { grow(room) }
  }

  private mutating func grow(_ room: Int) {
    let wanted = max(count + room, 2 * storage.count, 256)
    storage.reserveCapacity(wanted)
    storage.append(contentsOf: repeatElement(0, count: wanted - storage.count))
  }

  /// Appends one byte.
  public mutating func append(byte: UInt8) {
    provide(1)
    storage[count] = byte
    count += 1
  }

  /// Appends a byte several times.
  public mutating func append(byte: UInt8, count repeats: Int) {
    guard repeats > 0 else { return }
    provide(repeats)
    for index in count..<count + repeats { storage[index] = byte }
    count += repeats
  }

  /// Appends UTF-8 bytes.
  public mutating func append(contentsOf other: some Sequence<UInt8>) {
    let done: Void? = other.withContiguousStorageIfAvailable { append($0) }
    if done == nil { for byte in other { append(byte: byte) } }
  }

  private mutating func append(_ other: UnsafeBufferPointer<UInt8>) {
    guard let source = other.baseAddress, !other.isEmpty else { return }
    write(atMost: other.count) { place in
      place.update(from: source, count: other.count)
      return other.count
    }
  }

  /// Appends a string.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends a literal without making a string.
  public mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  /// Appends an integer in decimal, left-filled with zeros to `minimumDigits`.
  public mutating func append(_ value: Int64, minimumDigits: Int = 1) {
    if value < 0 { append(byte: UInt8(ascii: "-")) }
    append(value.magnitude, minimumDigits: minimumDigits)
  }

  /// Appends an unsigned integer in decimal, left-filled with zeros to `minimumDigits`.
  public mutating func append(_ value: UInt64, minimumDigits: Int = 1) {
    let digits = max(value.decimalDigitCount, minimumDigits)
    write(atMost: digits) { place in
      Self.write(value, at: place, digits: digits)
      return digits
    }
  }

  /// Appends an integer in decimal, right-aligned in `width` columns.
  public mutating func append(_ value: Int64, width: Int) {
    let digits = value.magnitude.decimalDigitCount
    let length = digits + (value < 0 ? 1 : 0)
    let blanks = max(0, width - length)
    write(atMost: blanks + length) { place in
      for index in 0..<blanks { place[index] = UInt8(ascii: " ") }
      if value < 0 { place[blanks] = UInt8(ascii: "-") }
      Self.write(value.magnitude, at: place + (blanks + length - digits), digits: digits)
      return blanks + length
    }
  }

  @inline(__always)
  private static func write(_ value: UInt64, at place: UnsafeMutablePointer<UInt8>, digits: Int) {
    var rest = value
    var position = digits - 1
    while position >= 0 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: remainder)
      rest = quotient
      position -= 1
    }
  }

  /// Appends nanoseconds as seconds with exactly `decimals` decimals (0 to 9), cut and not rounded.
  ///
  /// What is cut to zero has no sign.
  public mutating func appendSeconds(_ nanoseconds: Int64, decimals: Int) {
    let digits = max(0, min(decimals, 9))
    let kept = nanoseconds.magnitude / UInt64(Self.powersOfTen[9 - digits])
    let power = UInt64(Self.powersOfTen[digits])
    if nanoseconds < 0, kept > 0 { append(byte: UInt8(ascii: "-")) }
    append(kept / power)
    guard digits > 0 else { return }
    append(byte: UInt8(ascii: "."))
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
    if value < 0, whole > 0 || fraction > 0 || carry > 0 { append(byte: UInt8(ascii: "-")) }
    if whole < 0x1p63 { append(UInt64(whole) + carry) } else { appendHuge(whole) }
    if trimmingZeros {
      while digits > 0, fraction % 10 == 0 {
        fraction /= 10
        digits -= 1
      }
    }
    guard digits > 0 else { return }
    append(byte: UInt8(ascii: "."))
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

extension UInt64 {
  /// Digits of the number in decimal, 1 to 20.
  fileprivate var decimalDigitCount: Int {
    var digits = 1
    var rest = self
    while rest >= 10_000 {
      rest /= 10_000
      digits += 4
    }
    return digits + (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
  }
}
