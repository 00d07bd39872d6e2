import Measurements
import TCPAnalysis

/// A line a flow in a format of the user: `'%(packets-packets)d %(tl-iats-avg).3f\t%(sip)s'`.
///
/// Conversions are those of Python's `%` operator: flags, width, precision and `d`, `i`, `u`, `s`, `r`, `f`, `F`.
/// Keys are those of the original captcp, `id`, `sip`, `sport`, `dip`, `dport`, and all of the JSON output. An
/// unknown value is printed as `-`.
public struct StatisticUserFormat: Sendable {
  /// Why a format cannot be used.
  public enum SyntaxError: Error, Sendable, Equatable {
    /// No value has this key.
    case unknownKey(String, column: Int)
    /// The text behind a percent sign is no conversion.
    case malformed(column: Int)
  }

  private let pieces: [UserFormatPiece]

  /// Reads a format.
  ///
  /// - Throws: ``SyntaxError`` with the column of the mistake, from 1.
  public init(_ format: String) throws(SyntaxError) {
    var parser = UserFormatParser(format)
    pieces = try parser.pieces()
  }

  /// Writes a line for each flow that is shown.
  ///
  /// - Parameters:
  ///   - material: What is written.
  ///   - sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(
    _ material: StatisticMaterial, to sink: ByteSink<Failure>
  ) throws(Failure) {
    var text = TextBuffer(capacity: pieceSize + 4096)
    try material.selection.forEach(in: material.analysis.connections) { connection throws(Failure) in
      for flow in material.selection.flows(of: connection) {
        write(flow, of: connection, to: &text)
      }
      guard text.count >= pieceSize else { return }
      try sink(text.bytes)
      text.removeAll()
    }
    try sink(text.bytes)
  }

  private func write(_ flow: FlowSummary, of connection: ConnectionSummary, to text: inout TextBuffer) {
    for piece in pieces {
      switch piece {
      case .literal(let bytes): text.append(contentsOf: bytes)
      case .conversion(let conversion, let value): conversion.write(value(flow, connection), to: &text)
      }
    }
    text.append("\n")
  }
}

extension StatisticUserFormat.SyntaxError: CustomStringConvertible {
  /// What is wrong; an unknown key names those that exist.
  public var description: String {
    switch self {
    case .unknownKey(let key, let column):
      "no value is named \"\(key)\" (column \(column)); known are: "
        + UserFormatKey.names.joined(separator: " ")
    case .malformed(let column):
      "column \(column): expected a conversion such as %(packets-packets)d, %(sip)s, %(tl-iats-avg).3f, or %%"
    }
  }
}

/// A part of a format.
enum UserFormatPiece: Sendable {
  /// Text that stands for itself.
  case literal([UInt8])
  /// A value in a form.
  case conversion(UserFormatConversion, UserFormatKey.Getter)
}

/// Reads a format from left to right.
private struct UserFormatParser {
  private let characters: [Character]
  private var position = 0

  init(_ format: String) {
    characters = Array(format)
  }

  mutating func pieces() throws(StatisticUserFormat.SyntaxError) -> [UserFormatPiece] {
    var pieces: [UserFormatPiece] = []
    var literal = ""
    while let character = next() {
      switch character {
      case "\\": literal.append(escape())
      case "%" where peek == "%":
        position += 1
        literal.append("%")
      case "%":
        pieces.append(.literal(Array(literal.utf8)))
        literal = ""
        pieces.append(try conversion())
      default: literal.append(character)
      }
    }
    return pieces + [.literal(Array(literal.utf8))]
  }

  private mutating func conversion() throws(StatisticUserFormat.SyntaxError) -> UserFormatPiece {
    let start = position
    guard next() == "(" else { throw .malformed(column: start) }
    var key = ""
    while let character = next(), character != ")" { key.append(character) }
    guard position <= characters.count, characters[position - 1] == ")" else {
      throw .malformed(column: start)
    }
    guard let getter = UserFormatKey.getter(key) else { throw .unknownKey(key, column: start + 2) }
    var flags: Set<Character> = []
    while let flag = peek, "-+ 0#".contains(flag) {
      flags.insert(flag)
      position += 1
    }
    let width = number() ?? 0
    var precision: Int?
    if peek == "." {
      position += 1
      precision = number() ?? 0
    }
    guard let letter = next(), "diusrfF".contains(letter), width <= 1000, precision ?? 0 <= 15 else {
      throw .malformed(column: position)
    }
    let conversion = UserFormatConversion(letter: letter, flags: flags, width: width, precision: precision)
    return .conversion(conversion, getter)
  }

  private mutating func escape() -> Character {
    switch peek {
    case "t": position += 1; return "\t"
    case "n": position += 1; return "\n"
    case "\\": position += 1; return "\\"
    default: return "\\"
    }
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let digit = peek, digit.isASCII, digit.isNumber {
      digits.append(digit)
      position += 1
    }
    return digits.isEmpty ? nil : Int(digits) ?? Int.max
  }

  private var peek: Character? { position < characters.count ? characters[position] : nil }

  private mutating func next() -> Character? {
    guard let character = peek else { return nil }
    position += 1
    return character
  }
}
