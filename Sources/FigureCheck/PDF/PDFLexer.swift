/// Reads objects and key words from bytes; total on any input, and never deeper or wider than its bounds.
struct PDFLexer {
  /// What stands at a place.
  enum Token {
    case object(PDFObject)
    case keyword(String)
    case end
  }

  /// Deepest nesting of arrays and dictionaries; ISO 32000 files of figures have fewer than ten.
  private static let deepest = 48
  /// Most elements of one array or dictionary.
  private static let widest = 1 << 20

  private let bytes: [UInt8]
  private let end: Int
  /// The next byte to read.
  private(set) var position: Int

  /// Reads a part of some bytes.
  init(_ bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    end = min(max(0, range.upperBound), bytes.count)
    position = min(max(0, range.lowerBound), end)
  }

  /// Reads all bytes.
  init(_ bytes: [UInt8]) { self.init(bytes, range: 0..<bytes.count) }

  /// The next object or key word.
  ///
  /// - Complexity: O(n) in the bytes of the object.
  mutating func next() -> Token { next(depth: 0) }

  /// The next object, if an object comes next.
  mutating func object() -> PDFObject? { if case .object(let value) = next() { value } else { nil } }

  /// The next object as a whole number.
  mutating func integer() -> Int? { object()?.integer }

  /// Goes on behind the end of the line, which is where the bytes of a stream begin.
  mutating func skipLineEnd() {
    if position < end, bytes[position] == 0x0D { position += 1 }
    if position < end, bytes[position] == 0x0A { position += 1 }
  }

  /// Goes behind the data of an inline picture: to the `EI` that white space encloses.
  mutating func skipInlinePicture() {
    while position + 2 < end {
      let isMark = bytes[position + 1] == UInt8(ascii: "E") && bytes[position + 2] == UInt8(ascii: "I")
      if isMark, Self.isSpace(bytes[position]), position + 3 >= end || Self.isSpace(bytes[position + 3]) {
        position += 3
        return
      }
      position += 1
    }
    position = end
  }

  private mutating func next(depth: Int) -> Token {
    skipSpace()
    guard position < end, depth < Self.deepest else { return .end }
    switch bytes[position] {
    case UInt8(ascii: "/"): return .object(.name(name()))
    case UInt8(ascii: "("): return .object(.string(literalString()))
    case UInt8(ascii: "["): return list(closedBy: "]", depth: depth) { .array($0) }
    case UInt8(ascii: "<"):
      guard position + 1 < end, bytes[position + 1] == UInt8(ascii: "<") else {
        return .object(.string(hexadecimalString()))
      }
      position += 1
      return list(closedBy: ">>", depth: depth) { .dictionary(Self.entries($0)) }
    case UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ")"):
      position += 1
      return .keyword(String(UnicodeScalar(bytes[position - 1])))
    case UInt8(ascii: ">"):
      let isDouble = position + 1 < end && bytes[position + 1] == UInt8(ascii: ">")
      position += isDouble ? 2 : 1
      return .keyword(isDouble ? ">>" : ">")
    default: return word()
    }
  }

  /// The elements up to a closing mark; `n g R` among them is one reference.
  private mutating func list(
    closedBy mark: String, depth: Int, as make: ([PDFObject]) -> PDFObject
  ) -> Token {
    position += 1
    var items: [PDFObject] = []
    while items.count < Self.widest {
      switch next(depth: depth + 1) {
      case .object(let object): items.append(object)
      case .keyword(mark): return .object(make(items))
      case .keyword("R") where items.count >= 2:
        let number = items[items.count - 2].integer
        items.removeLast(2)
        items.append(number.map { .reference($0) } ?? .null)
      case .keyword: continue
      case .end: return .end
      }
    }
    return .end
  }

  private static func entries(_ items: [PDFObject]) -> [String: PDFObject] {
    var entries: [String: PDFObject] = [:]
    var index = 0
    while index + 1 < items.count {
      if let key = items[index].name { entries[key] = items[index + 1] }
      index += 2
    }
    return entries
  }

  private mutating func word() -> Token {
    let start = position
    while position < end, Self.isRegular(bytes[position]) { position += 1 }
    // A byte that begins nothing would be met for ever.
    if position == start { position += 1 }
    let word = bytes[start..<position]
    if let number = Self.number(word) { return .object(.number(number)) }
    switch String(decoding: word.prefix(40), as: UTF8.self) {
    case "true": return .object(.boolean(true))
    case "false": return .object(.boolean(false))
    case "null": return .object(.null)
    case let text: return .keyword(text)
    }
  }

  /// Decimal numbers without exponent (section 7.3.3).
  static func number(_ word: ArraySlice<UInt8>) -> Double? {
    var value = 0.0
    var scale = 1.0
    var digits = 0
    var hasPoint = false
    var isNegative = false
    for (index, byte) in word.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value * 10 + Double(byte - UInt8(ascii: "0"))
        if hasPoint { scale *= 10 }
        digits += 1
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      case UInt8(ascii: "-") where index == 0: isNegative = true
      case UInt8(ascii: "+") where index == 0: break
      default: return nil
      }
    }
    guard digits > 0, digits < 300 else { return nil }
    return (isNegative ? -value : value) / scale
  }

  private mutating func name() -> String {
    position += 1
    var text: [UInt8] = []
    while position < end, Self.isRegular(bytes[position]) {
      if bytes[position] == UInt8(ascii: "#"), position + 2 < end,
        let high = Self.digit(bytes[position + 1]), let low = Self.digit(bytes[position + 2])
      {
        text.append(high << 4 | low)
        position += 3
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func hexadecimalString() -> [UInt8] {
    position += 1
    var result: [UInt8] = []
    var high: UInt8?
    while position < end, bytes[position] != UInt8(ascii: ">") {
      if let digit = Self.digit(bytes[position]) {
        if let first = high {
          result.append(first << 4 | digit)
          high = nil
        } else {
          high = digit
        }
      }
      position += 1
    }
    if let high { result.append(high << 4) }
    position = min(end, position + 1)
    return result
  }

  private mutating func literalString() -> [UInt8] {
    position += 1
    var result: [UInt8] = []
    var open = 1
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"):
        open -= 1
        if open == 0 { return result }
      case UInt8(ascii: "\\"):
        if let escaped = escaped() { result.append(escaped) }
        continue
      default: break
      }
      result.append(byte)
    }
    return result
  }

  /// What a backslash and the bytes behind it stand for; nothing for the end of a line.
  private mutating func escaped() -> UInt8? {
    guard position < end else { return nil }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case 0x0D, 0x0A:
      if byte == 0x0D, position < end, bytes[position] == 0x0A { position += 1 }
      return nil
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var value = Int(byte & 7)
      for _ in 0..<2 where position < end && (0x30...0x37).contains(bytes[position]) {
        value = value * 8 + Int(bytes[position] & 7)
        position += 1
      }
      return UInt8(truncatingIfNeeded: value)
    default: return byte
    }
  }

  private mutating func skipSpace() {
    while position < end {
      if bytes[position] == UInt8(ascii: "%") {
        while position < end, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      } else if Self.isSpace(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x0C || byte == 0
  }

  /// Neither white space nor a delimiter (section 7.2.2).
  private static func isRegular(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
      false
    default: !isSpace(byte)
    }
  }
}
