import PacketCapture

/// A word of a match expression.
struct MatchToken {
  /// What kinds of words there are.
  enum Kind: Equatable {
    case name(String)
    case number(Double)
    case address(IPAddress)
    case network(IPAddress, bits: Int)
    case string(String)
    case symbol(Symbol)
    case end
  }

  /// Operators and brackets; words such as `and` too.
  enum Symbol: String, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case and = "&&"
    case or = "||"
    case range = ".."
    case less = "<"
    case greater = ">"
    case not = "!"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"
    case open = "("
    case close = ")"
    case openBracket = "["
    case closeBracket = "]"
    case comma = ","
    case `in` = "in"

    /// Symbols that are written without letters, the longer ones first.
    static let signs: [(Symbol, [UInt8])] = allCases.filter { $0 != .in }.map {
      ($0, Array($0.rawValue.utf8))
    }
  }

  let kind: Kind
  /// Bytes of the expression.
  let range: Range<Int>
}
