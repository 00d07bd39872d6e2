import PacketCapture

/// Cuts a match expression into words.
struct MatchLexer {
  /// Longest expression in bytes.
  static let greatestLength = 4096

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// All words, the end last.
  static func tokens(of bytes: [UInt8]) throws(MatchError) -> [MatchToken] {
    guard bytes.count <= greatestLength else {
      throw MatchError(
        bytes, greatestLength..<bytes.count, "the expression is longer than \(greatestLength) bytes")
    }
    var lexer = MatchLexer(bytes)
    var tokens: [MatchToken] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private mutating func next() throws(MatchError) -> MatchToken {
    while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count else { return MatchToken(kind: .end, range: position..<position) }
    if let token = try address() { return token }
    let byte = bytes[position]
    if Self.isDigit(byte) { return try number() }
    if Self.isLetter(byte) { return name() }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string(quote: byte) }
    for (symbol, sign) in MatchToken.Symbol.signs where bytes[position...].starts(with: sign) {
      return token(.symbol(symbol), length: sign.count)
    }
    // A character of several bytes is named as a whole.
    var end = position + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let hint = byte == UInt8(ascii: "=") ? "; equality is ==" : ""
    throw MatchError(
      bytes, position..<end,
      "'\(String(decoding: bytes[position..<end], as: UTF8.self))' has no meaning here\(hint)")
  }

  private mutating func token(_ kind: MatchToken.Kind, length: Int) -> MatchToken {
    let start = position
    position += length
    return MatchToken(kind: kind, range: start..<position)
  }

  private mutating func name() -> MatchToken {
    var end = position
    while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    let kind: MatchToken.Kind =
      switch text {
      case "and": .symbol(.and)
      case "or": .symbol(.or)
      case "not": .symbol(.not)
      case "in": .symbol(.in)
      default: .name(text)
      }
    return token(kind, length: end - position)
  }

  /// Decimal with an optional fraction, or hexadecimal; whole numbers up to 2^53, which are exact.
  private mutating func number() throws(MatchError) -> MatchToken {
    var end = position
    var value: Double?
    if bytes[position] == UInt8(ascii: "0"), position + 1 < bytes.count, bytes[position + 1] | 0x20 == 0x78 {
      end += 2
      while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
      value = UInt64(String(decoding: bytes[(position + 2)..<end], as: UTF8.self), radix: 16).map {
        Double($0)
      }
    } else {
      while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
      if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), Self.isDigit(bytes[end + 1]) {
        end += 1
        while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
      }
      // A letter at once behind it would make two words of what was meant as one.
      let wasNumber = end
      while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { end += 1 }
      if end == wasNumber { value = Double(String(decoding: bytes[position..<end], as: UTF8.self)) }
    }
    let range = position..<end
    guard let value else {
      throw MatchError(bytes, range, "'\(String(decoding: bytes[range], as: UTF8.self))' is no number")
    }
    guard value <= 0x1p53 else { throw MatchError(bytes, range, "numbers go up to 2^53") }
    return token(.number(value), length: range.count)
  }

  private mutating func string(quote: UInt8) throws(MatchError) -> MatchToken {
    guard let end = bytes[(position + 1)...].firstIndex(of: quote) else {
      throw MatchError(bytes, position..<bytes.count, "the string has no end")
    }
    let text = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    return token(.string(text), length: end + 1 - position)
  }

  /// An address or a network (`10.0.0.0/8`); `nil` where none stands.
  private mutating func address() throws(MatchError) -> MatchToken? {
    var end = position
    var colons = 0
    var dots = 0
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: ":") {
        colons += 1
      } else if byte == UInt8(ascii: ".") {
        if end + 1 < bytes.count, bytes[end + 1] == byte { break }
        dots += 1
      } else if !Self.isHexadecimal(byte) {
        break
      }
      end += 1
    }
    // A colon has no other meaning, and no number has three points.
    guard colons >= 1 || (dots >= 3 && Self.isDigit(bytes[position])) else { return nil }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    guard let address = IPAddress(text) else {
      throw MatchError(bytes, position..<end, "'\(text)' is no address")
    }
    guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "/"), Self.isDigit(bytes[end + 1]) else {
      return token(.address(address), length: end - position)
    }
    var last = end + 1
    while last < bytes.count, Self.isDigit(bytes[last]) { last += 1 }
    guard let bits = Int(String(decoding: bytes[(end + 1)..<last], as: UTF8.self)),
      bits <= (address.isIPv6 ? 128 : 32)
    else {
      throw MatchError(
        bytes, (end + 1)..<last, "a network of this kind has at most \(address.isIPv6 ? 128 : 32) bits")
    }
    return token(.network(address, bits: bits), length: last - position)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
