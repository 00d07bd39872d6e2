import Measurements

/// What is wrong with a match expression, and where.
public struct MatchError: Error, Sendable, Equatable {
  /// The expression.
  public let expression: String
  /// Bytes of the expression (UTF-8) that are wrong.
  public let range: Range<Int>
  /// What is wrong, in words.
  public let message: String

  init(_ expression: [UInt8], _ range: Range<Int>, _ message: String) {
    self.expression = String(decoding: expression, as: UTF8.self)
    let start = min(range.lowerBound, expression.count)
    self.range = start..<max(start, min(range.upperBound, expression.count))
    self.message = message
  }
}

extension MatchError: CustomStringConvertible {
  /// Most columns of the expression that are shown in front of and behind the mistake.
  private static let reach = 60

  /// The message, the expression below it, and carets below what is wrong.
  public var description: String {
    let bytes = Array(expression.utf8)
    let before = shown(bytes[..<range.lowerBound])
    let wrong = shown(bytes[range])
    let after = shown(bytes[range.upperBound...])
    let head = before.count > Self.reach ? "\u{2026}" + before.suffix(Self.reach) : before
    let middle = wrong.count > Self.reach ? wrong.prefix(Self.reach) + "\u{2026}" : wrong
    let tail = after.count > Self.reach ? after.prefix(Self.reach) + "\u{2026}" : after
    let carets = String(repeating: "^", count: max(1, middle.count))
    return "column \(before.count + 1): \(Escaping.terminal(message))\n"
      + "  \(head)\(middle)\(tail)\n"
      + "  \(String(repeating: " ", count: head.count))\(carets)"
  }

  private func shown(_ bytes: ArraySlice<UInt8>) -> String {
    Escaping.terminal(String(decoding: bytes, as: UTF8.self))
  }
}
