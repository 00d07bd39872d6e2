/// The words of one line: separated by blanks, with `<...>` and `"..."` as one word each, without the comment.
struct SegmentScriptWords {
  private var words: [String] = []
  private var position = 0

  init(_ line: Substring) throws(SegmentScriptProblem) {
    var word = ""
    var closing: Character?
    for character in line {
      if let end = closing {
        word.append(character)
        if character == end { closing = nil }
        continue
      }
      if character == "#" { break }
      if character == " " || character == "\t" || character == "\r" {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      if character == "<" { closing = ">" }
      if character == "\"" { closing = "\"" }
      word.append(character)
    }
    if let closing { throw SegmentScriptProblem("no closing \(closing)") }
    if !word.isEmpty { words.append(word) }
  }

  /// The next word without taking it.
  var peek: String? { position < words.count ? words[position] : nil }

  mutating func next() -> String? {
    guard position < words.count else { return nil }
    position += 1
    return words[position - 1]
  }

  mutating func word(named name: String) throws(SegmentScriptProblem) -> String {
    guard let word = next() else { throw SegmentScriptProblem("\(name) is missing") }
    return word
  }

  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, named name: String
  ) throws(SegmentScriptProblem) -> Value {
    let text = try word(named: name)
    guard let value = Self.parseInteger(text, as: type) else {
      throw SegmentScriptProblem("\(name) '\(text)' is no number from \(Value.min) to \(Value.max)")
    }
    return value
  }

  mutating func nanoseconds(named name: String) throws(SegmentScriptProblem) -> Int64 {
    let text = try word(named: name)
    guard let value = Self.parseNanoseconds(text) else {
      throw SegmentScriptProblem("\(name) '\(text)' is no time in seconds with at most nine decimals")
    }
    return value
  }

  /// A decimal number, or a hexadecimal one after `0x`.
  static func parseInteger<Value: FixedWidthInteger>(_ text: String, as type: Value.Type) -> Value? {
    text.hasPrefix("0x") ? Value(text.dropFirst(2), radix: 16) : Value(text, radix: 10)
  }

  /// Seconds with at most nine decimals, exactly, as nanoseconds.
  static func parseNanoseconds(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, let seconds = UInt32(whole) else { return nil }
    var nanoseconds = Int64(seconds) * 1_000_000_000
    if parts.count == 2 {
      guard (1...9).contains(parts[1].count), let digits = UInt32(parts[1]) else { return nil }
      nanoseconds += (parts[1].count..<9).reduce(Int64(digits)) { value, _ in value * 10 }
    }
    return nanoseconds
  }
}
