/// Writes JSON text in the order of the calls, so that the same values give the same bytes.
///
/// The caller opens and closes objects and arrays; commas, escapes, line breaks and indents are put in here.
/// Numbers that are not finite become `null`: JSON has no form for them, and unknown is never printed as 0.
public struct JSONWriter: Sendable {
  /// The text written so far.
  public private(set) var text: TextBuffer
  private let isPretty: Bool
  private var hasElement: [Bool] = [false]
  private var afterKey = false
  private var inlineDepth = 0

  /// Makes a writer.
  ///
  /// - Parameter pretty: Puts members on lines of their own, indented by two spaces; else all on one line.
  public init(pretty: Bool) {
    isPretty = pretty
    text = TextBuffer()
  }

  /// Hands over what was written so far and goes on behind it, for output in pieces.
  public mutating func takeBytes() -> [UInt8] {
    let bytes = text.bytes
    text.removeAll()
    return bytes
  }

  /// Opens an object; with `inline` its members stay on one line.
  public mutating func beginObject(inline: Bool = false) { open("{", inline: inline) }

  /// Closes the innermost object.
  public mutating func endObject() { close("}") }

  /// Opens an array; with `inline` its elements stay on one line.
  public mutating func beginArray(inline: Bool = false) { open("[", inline: inline) }

  /// Closes the innermost array.
  public mutating func endArray() { close("]") }

  /// Writes a member's name; a value, object or array must follow.
  public mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    text.append(isPretty ? ": " : ":")
    afterKey = true
  }

  /// Writes a string value.
  public mutating func value(_ string: String) {
    separate()
    appendQuoted(string)
  }

  /// Writes an integer value.
  public mutating func value(_ integer: Int64) {
    separate()
    text.append(integer)
  }

  /// Writes a Boolean value.
  public mutating func value(_ flag: Bool) {
    separate()
    text.append(flag ? "true" : "false")
  }

  /// Writes a number rounded to `decimals` decimals without trailing zeros, or `null` if it is not finite.
  public mutating func value(_ number: Double, decimals: Int = 9) {
    separate()
    guard number.isFinite else {
      text.append("null")
      return
    }
    text.append(number, decimals: decimals, trimmingZeros: true)
  }

  /// Writes a value that is JSON text already, as it is.
  public mutating func value(json: String) {
    separate()
    text.append(json)
  }

  /// Writes `null`.
  public mutating func null() {
    separate()
    text.append("null")
  }

  /// Writes a string member, or `null` for an unknown one.
  public mutating func member(_ name: String, _ string: String?) {
    key(name)
    if let string { value(string) } else { null() }
  }

  /// Writes an integer member, or `null` for an unknown one.
  public mutating func member(_ name: String, _ integer: (some FixedWidthInteger)?) {
    key(name)
    if let integer { value(Int64(clamping: integer)) } else { null() }
  }

  /// Writes a number member, or `null` for an unknown one.
  public mutating func member(_ name: String, _ number: Double?, decimals: Int = 9) {
    key(name)
    if let number { value(number, decimals: decimals) } else { null() }
  }

  /// Writes a Boolean member, or `null` for an unknown one.
  public mutating func member(_ name: String, _ flag: Bool?) {
    key(name)
    if let flag { value(flag) } else { null() }
  }

  /// Ends the text with a line feed.
  public mutating func endLine() {
    text.append("\n")
  }

  private mutating func open(_ bracket: StaticString, inline: Bool) {
    separate()
    text.append(bracket)
    hasElement.append(false)
    if inline || inlineDepth > 0 { inlineDepth += 1 }
  }

  private mutating func close(_ bracket: StaticString) {
    let hadElement = hasElement.popLast() ?? false
    if hasElement.isEmpty { hasElement = [true] }
    if inlineDepth > 0 {
      inlineDepth -= 1
      if hadElement, isPretty { text.append(" ") }
    } else if hadElement {
      breakLine()
    }
    text.append(bracket)
  }

  private mutating func separate() {
    if afterKey {
      afterKey = false
      return
    }
    let isFirst = !hasElement[hasElement.count - 1]
    hasElement[hasElement.count - 1] = true
    if hasElement.count == 1 { return }
    if !isFirst { text.append(",") }
    if inlineDepth > 0 {
      if isPretty { text.append(" ") }
    } else {
      breakLine()
    }
  }

  private mutating func breakLine() {
    guard isPretty else { return }
    text.append("\n")
    for _ in 1..<hasElement.count { text.append("  ") }
  }

  private mutating func appendQuoted(_ string: String) {
    text.append("\"")
    Escaping.json(string, into: &text)
    text.append("\"")
  }
}
