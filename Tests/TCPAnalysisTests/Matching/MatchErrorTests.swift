import PacketCapture
import Testing

@testable import TCPAnalysis

/// A wrong condition is refused with its place, and no bytes at all make the parser or a compiled condition trap.
@Suite struct MatchErrorTests {
  @Test(arguments: [
    ("", 0, "empty"), ("   ", 0, "empty"), ("len >", 5, "found the end"), ("len > and 3", 6, "found 'and'"),
    ("fop", 0, "no name fop"), ("retransmision", 0, "did you mean retransmission?"),
    ("len = 3", 4, "equality is =="), ("(len > 3", 8, "')'"), ("len > 3)", 7, "operator"),
    ("1 < len < 5", 8, "chain"), ("sip > 10.0.0.1", 0, "no order"), ("sip == 3", 0, "cannot be compared"),
    ("sip", 0, "neither true nor false"), ("sip == 'nonsense'", 7, "no address"),
    ("sip == 10.0.0.256", 7, "no address"), ("sip in 10.0.0.0/33", 16, "32 bits"),
    ("dport in (80, 443", 17, "')'"), ("dport in ()", 10, "found ')'"), ("len(seq)", 4, "sackblocks"),
    ("max(1)", 0, "no function max"), ("len[0]", 0, "index"), ("sackblocks[0] == 1", 0, "cannot be compared"),
    ("kind == 'fasst'", 8, "there is no kind fasst"), ("kind < 'fast'", 0, "no order"),
    ("kind == 3", 0, "compared"),
    ("len == '3'", 0, "string"), ("'abc", 0, "no end"), ("0x", 0, "no number"), ("12ab", 0, "no number"),
    ("len > 99999999999999999999", 6, "2^53"), ("len ? 3", 4, "no meaning"),
    ("len \u{2265} 3", 4, "no meaning"),
    ("-sip == 1", 1, "expected a number"), ("class", 0, "neither"),
    ("sackblocks + 1", 0, "expected a number"),
    ("1 2", 2, "operator"), ("not", 3, "found the end"), ("__import__('os')", 0, "no function"),
    ("len > 3; rm", 7, "no meaning"),
  ])
  func mistakeIsNamedAtItsPlace(text: String, column: Int, words: String) throws {
    let error = try #require(throws: MatchError.self) { try MatchExpression(text) }
    #expect(error.range.lowerBound == column, "\(error.description)")
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test func caretsStandBelowTheMistake() throws {
    let error = try #require(throws: MatchError.self) { try MatchExpression("len > 3 and fop") }
    #expect(error.description == "column 13: there is no name fop\n  len > 3 and fop\n              ^^^")
  }

  @Test func textIsEscapedForTheTerminal() throws {
    let error = try #require(throws: MatchError.self) { try MatchExpression("\u{1B}[2J and '\u{9B}31m' x") }
    #expect(!error.description.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
  }

  @Test(arguments: ["(", "not ", "-", "sackblocks[", "!"]) func nestingHasALimit(opening: String) throws {
    let text = String(repeating: opening, count: 300) + "1"
    let error = try #require(throws: MatchError.self) { try MatchExpression(text) }
    #expect(error.message.contains("levels"), "\(error.message)")
  }

  @Test func longChainsNeedNoDepth() throws {
    let text = Array(repeating: "len>1", count: 400).joined(separator: " and ")
    var item = ClassifiedSegment()
    #expect(try !MatchExpression(text).matches(item))
    item.segment.payloadLength = 2
    #expect(try MatchExpression(text).matches(item))
  }

  @Test func lengthHasALimit() throws {
    let error = try #require(throws: MatchError.self) {
      try MatchExpression(String(repeating: "1+", count: 5000) + "1")
    }
    #expect(error.message.contains("4096"))
  }

  private static let words = [
    "len", "seq", "ack", "(", ")", "[", "]", "and", "or", "not", "in", "!", "&&", "||", "==", "!=", "<", ">=",
    "+",
    "-", "*", "/", "%", ",", "..", "1", "0", "0x10", "2.5", "9007199254740992", "sip", "dip", "10.0.0.1",
    "10.0.0.0/8", "::1", "fe80::/10", "sackblocks", "raw_sackblocks", "mss", "kind", "class", "'fast'",
    "\"rto\"",
    "retransmission", "spurious", "tsval", "'10.0.0.1'", "true", "len(sackblocks)", "sackblocks[0][1]",
    "time",
  ]

  @Test(arguments: 0..<40) func randomWordsAndBytesNeverTrap(seed: Int) {
    var numbers = SeededGenerator(seed: UInt64(seed))
    var compiled = 0
    for _ in 0..<400 {
      let text: String
      if Bool.random(using: &numbers) {
        let count = Int.random(in: 0..<12, using: &numbers)
        text = (0..<count).map { _ in Self.words.randomElement(using: &numbers) ?? "" }.joined(separator: " ")
      } else {
        let count = Int.random(in: 0..<40, using: &numbers)
        text = String(
          decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }, as: UTF8.self)
      }
      guard let expression = try? MatchExpression(text) else {
        if case .failure(let error) = Result(catching: { () throws(MatchError) in try MatchExpression(text) })
        {
          #expect(error.range.upperBound <= text.utf8.count && !error.description.isEmpty)
        }
        continue
      }
      compiled += 1
      for _ in 0..<3 { _ = expression.matches(Self.randomSegment(&numbers)) }
    }
    #expect(compiled > 0)
  }

  private static func randomSegment(_ numbers: inout SeededGenerator) -> ClassifiedSegment {
    var item = ClassifiedSegment()
    item.connection = .random(in: 0 ... .max, using: &numbers)
    item.start = .random(in: .min ... .max, using: &numbers)
    item.end = .random(in: .min ... .max, using: &numbers)
    item.acknowledgment = .random(in: .min ... .max, using: &numbers)
    item.marks = ClassificationMarks(rawValue: .random(in: 0 ... .max, using: &numbers))
    item.segment.timestamp = .random(in: .min ... .max, using: &numbers)
    item.segment.frame = .random(in: 0 ... .max, using: &numbers)
    item.segment.flags = TCPFlags(rawValue: .random(in: 0...0x0FFF, using: &numbers))
    item.segment.options.present = TCPOptions.Present(rawValue: .random(in: 0...255, using: &numbers))
    item.segment.options.sackBlockCount = .random(in: 0...255, using: &numbers)
    item.segment.options.sackBlocks[0] = SackBlock(left: .random(in: 0 ... .max, using: &numbers), right: 0)
    item.segment.payloadLength = .random(in: 0 ... .max, using: &numbers)
    return item
  }

  /// A small generator that gives the same numbers for the same seed.
  struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }
}
