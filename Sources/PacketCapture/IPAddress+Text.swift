extension IPAddress: CustomStringConvertible, LosslessStringConvertible {
  /// The usual text: dotted quad, or the canonical text of RFC 5952, section 4.
  ///
  /// IPv4-mapped addresses (`::ffff:0:0/96`) end in a dotted quad (RFC 5952, section 5).
  public var description: String {
    // 8 groups of 4 digits and 7 colons; a mapped address is shorter than that.
    String(unsafeUninitializedCapacity: 45) { buffer in
      var text = AddressText(buffer: buffer)
      text.append(self)
      return text.count
    }
  }

  /// Makes an address of its text; `nil` if the text is no address.
  ///
  /// Dotted quads need four decimal numbers without leading zeros. IPv6 addresses may have one `::` and may
  /// end in a dotted quad (RFC 4291, section 2.2). Zone names, prefix lengths and brackets are refused.
  public init?(_ text: String) {
    var parser = AddressParser(bytes: Array(text.utf8))
    guard let address = parser.parse() else { return nil }
    self = address
  }
}

extension Endpoint: CustomStringConvertible {
  /// Address and port: `10.0.0.1:80`, `[2001:db8::1]:80` (RFC 5952, section 6).
  public var description: String {
    String(unsafeUninitializedCapacity: Self.greatestLength) { buffer in
      var text = AddressText(buffer: buffer)
      text.append(self)
      return text.count
    }
  }

  /// Bytes of the longest text.
  public static var greatestLength: Int { 53 }

  /// Writes the text as ASCII to an address with room for ``greatestLength`` bytes; no string is made.
  ///
  /// - Returns: The number of bytes written.
  public func write(to place: UnsafeMutablePointer<UInt8>) -> Int {
    var text = AddressText(buffer: UnsafeMutableBufferPointer(start: place, count: Self.greatestLength))
    text.append(self)
    return text.count
  }
}

/// Writes addresses as ASCII into a buffer that is large enough for any of them.
private struct AddressText {
  let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(buffer: UnsafeMutableBufferPointer<UInt8>) {
    self.buffer = buffer
  }

  mutating func append(_ byte: UInt8) {
    buffer[count] = byte
    count += 1
  }

  /// Appends a number below 100 000.
  mutating func append(decimal value: UInt32) {
    if value < 100 {
      if value >= 10 { append(digit: value / 10) }
    } else {
      if value >= 1000 { appendUpper(value / 1000) }
      append(digit: value / 100 % 10)
      append(digit: value / 10 % 10)
    }
    append(digit: value % 10)
  }

  /// Appends the thousands of a number.
  private mutating func appendUpper(_ value: UInt32) {
    if value >= 10 { append(digit: value / 10) }
    append(digit: value % 10)
  }

  @inline(__always)
  private mutating func append(digit: UInt32) {
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
  }

  mutating func append(hexadecimal value: UInt16) {
    if value >= 16 { append(hexadecimal: value >> 4) }
    let digit = UInt8(value & 15)
    append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
  }

  mutating func append(_ endpoint: Endpoint) {
    if endpoint.address.isIPv6 { append(UInt8(ascii: "[")) }
    append(endpoint.address)
    if endpoint.address.isIPv6 { append(UInt8(ascii: "]")) }
    append(UInt8(ascii: ":"))
    append(decimal: UInt32(endpoint.port))
  }

  mutating func append(_ address: IPAddress) {
    if !address.isIPv6 {
      append(dottedQuad: UInt32(truncatingIfNeeded: address.low))
    } else if address.high == 0, address.low >> 32 == 0xffff {
      for byte in "::ffff:".utf8 { append(byte) }
      append(dottedQuad: UInt32(truncatingIfNeeded: address.low))
    } else {
      append(groupsOf: address)
    }
  }

  private mutating func append(dottedQuad bits: UInt32) {
    for index in 0..<4 as Range<UInt32> {
      if index > 0 { append(UInt8(ascii: ".")) }
      append(decimal: bits >> (24 - 8 * index) & 0xff)
    }
  }

  /// The longest run of two or more zero groups becomes `::`, the first of equal ones (RFC 5952, section 4.2).
  private mutating func append(groupsOf address: IPAddress) {
    let run = address.longestZeroRun
    var index = 0
    while index < 8 {
      if index == run.lowerBound, !run.isEmpty {
        append(UInt8(ascii: ":"))
        append(UInt8(ascii: ":"))
        index = run.upperBound
        continue
      }
      if index > 0, index != run.upperBound || run.isEmpty { append(UInt8(ascii: ":")) }
      append(hexadecimal: address.group(index))
      index += 1
    }
  }
}

extension IPAddress {
  /// One of the eight 16-bit groups of an IPv6 address.
  fileprivate func group(_ index: Int) -> UInt16 {
    let half = index < 4 ? high : low
    return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index & 3)))
  }

  /// Indices of the longest run of zero groups, empty if none has two.
  fileprivate var longestZeroRun: Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0..<8 {
      if group(index) != 0 {
        start = index + 1
      } else if index + 1 - start > max(best.count, 1) {
        best = start..<index + 1
      }
    }
    return best
  }
}

/// Reads the text of an address.
private struct AddressParser {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func parse() -> IPAddress? {
    // 45 bytes is the longest text: six groups of four digits and a dotted quad.
    guard bytes.count <= 45 else { return nil }
    if bytes.contains(UInt8(ascii: ":")) { return parseIPv6() }
    guard let bits = parseDottedQuad(), position == bytes.count else { return nil }
    return IPAddress(ipv4: bits)
  }

  private mutating func parseDottedQuad() -> UInt32? {
    var bits: UInt32 = 0
    for index in 0..<4 {
      if index > 0, !skip(UInt8(ascii: ".")) { return nil }
      guard let number = parseDecimalByte() else { return nil }
      bits = bits << 8 | number
    }
    return bits
  }

  private mutating func parseDecimalByte() -> UInt32? {
    let start = position
    var number: UInt32 = 0
    while position < bytes.count, position - start < 3, case 0x30...0x39 = bytes[position] {
      number = number * 10 + UInt32(bytes[position] - 0x30)
      position += 1
    }
    let hasLeadingZero = position - start > 1 && bytes[start] == UInt8(ascii: "0")
    return position > start && number <= 255 && !hasLeadingZero ? number : nil
  }

  private mutating func parseIPv6() -> IPAddress? {
    var groups: [UInt16] = []
    var gap: Int?
    if bytes.count >= 2, bytes[0] == UInt8(ascii: ":") {
      guard bytes[1] == UInt8(ascii: ":") else { return nil }
      gap = 0
      position = 2
    }
    while position < bytes.count {
      guard groups.count < 8 else { return nil }
      let start = position
      guard let group = parseGroup() else { return nil }
      if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
        position = start
        guard groups.count <= 6, let bits = parseDottedQuad(), position == bytes.count else { return nil }
        groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
        break
      }
      groups.append(group)
      guard position < bytes.count else { break }
      guard skip(UInt8(ascii: ":")), position < bytes.count else { return nil }
      if skip(UInt8(ascii: ":")) {
        guard gap == nil else { return nil }
        gap = groups.count
      }
    }
    if let gap {
      guard groups.count < 8 else { return nil }
      groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    let high = groups[..<4].reduce(0 as UInt64) { $0 << 16 | UInt64($1) }
    let low = groups[4...].reduce(0 as UInt64) { $0 << 16 | UInt64($1) }
    return IPAddress(ipv6High: high, low: low)
  }

  private mutating func parseGroup() -> UInt16? {
    let start = position
    var number: UInt16 = 0
    while position < bytes.count, position - start < 4, let digit = hexadecimalValue(bytes[position]) {
      number = number << 4 | digit
      position += 1
    }
    return position > start ? number : nil
  }

  private func hexadecimalValue(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46: UInt16(byte - 0x41 + 10)
    case 0x61...0x66: UInt16(byte - 0x61 + 10)
    default: nil
    }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
