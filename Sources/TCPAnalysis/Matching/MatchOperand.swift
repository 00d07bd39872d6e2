import PacketCapture

/// A part of a match expression with what it can be used for.
struct MatchOperand {
  /// What it is.
  enum Kind {
    case number
    /// Something that holds (1) or not (0).
    case truth
    /// A number of an option, with the option's bit.
    case option(UInt8)
    case word(MatchWord)
    case string(String)
    case end(MatchEnd)
    case network(MatchNetwork)
    case blocks(isRaw: Bool)
    /// One SACK block; its step gives the index.
    case block(isRaw: Bool)
    case analysis

    /// What it is, in words.
    var words: String {
      switch self {
      case .number, .option: "a number"
      case .truth: "a truth"
      case .word(let word): "a \(word.name)"
      case .string: "a string"
      case .end, .network: "an address"
      case .blocks: "a list of SACK blocks"
      case .block: "a SACK block"
      case .analysis: "an analysis"
      }
    }
  }

  var kind: Kind
  /// Its step; `nil` where it has no number.
  var node: Int32?
  var range: Range<Int>

  init(_ kind: Kind, _ node: Int32?, _ range: Range<Int>) {
    self.kind = kind
    self.node = node
    self.range = range
  }
}

extension MatchParser {
  /// The step of an operand that must have one.
  func node(of operand: MatchOperand) throws(MatchError) -> Int32 {
    guard let node = operand.node else {
      throw MatchError(bytes, operand.range, "\(operand.kind.words) is no number")
    }
    return node
  }

  /// The step of a number.
  func number(of operand: MatchOperand) throws(MatchError) -> Int32 {
    switch operand.kind {
    case .number, .truth, .option: return try node(of: operand)
    default: throw MatchError(bytes, operand.range, "expected a number, found \(operand.kind.words)")
    }
  }

  /// The step that says whether an operand holds.
  mutating func truth(of operand: MatchOperand) throws(MatchError) -> Int32 {
    switch operand.kind {
    case .truth, .analysis: return try node(of: operand)
    case .number: return add(.truth(try node(of: operand)))
    case .option(let bit): return add(.option(bit))
    case .blocks: return add(.truth(add(.blockCount)))
    case .word(let word) where word != .segmentClass: return add(.truth(try node(of: operand)))
    case .word, .string, .end, .network, .block:
      throw MatchError(
        bytes, operand.range, "\(operand.kind.words) is neither true nor false: compare it with something")
    }
  }

  /// Compares two operands that fit each other.
  mutating func compare(
    _ left: MatchOperand, _ comparison: MatchNode.Comparison, _ right: MatchOperand
  ) throws(MatchError) -> MatchOperand {
    let range = left.range.lowerBound..<max(left.range.upperBound, right.range.upperBound)
    let node: Int32
    switch (left.kind, right.kind) {
    case (.word(let word), .string(let text)):
      node = try compare(word, left, comparison, text, right)
    case (.string(let text), .word(let word)):
      node = try compare(word, right, comparison, text, left)
    case (.analysis, .string(let text)): node = try compare(left, comparison, text, right)
    case (.string(let text), .analysis): node = try compare(right, comparison, text, left)
    case (.end(let end), .network(let network)), (.network(let network), .end(let end)):
      node = try compare(end, comparison, network, range)
    case (.end(let end), .string(let text)):
      node = try compare(end, comparison, try network(text, right.range), range)
    case (.string(let text), .end(let end)):
      node = try compare(end, comparison, try network(text, left.range), range)
    case (.number, .string), (.string, .number), (.option, .string), (.string, .option), (.truth, .string),
      (.string, .truth):
      throw MatchError(bytes, range, "a number cannot be compared with a string")
    default:
      let (first, second) = (isNumber(left), isNumber(right))
      guard first, second else {
        throw MatchError(
          bytes, range, "\(left.kind.words) cannot be compared with \(right.kind.words)")
      }
      node = add(.compare(comparison, try number(of: left), try number(of: right)))
    }
    return MatchOperand(.truth, node, range)
  }

  private func isNumber(_ operand: MatchOperand) -> Bool {
    switch operand.kind {
    case .number, .truth, .option: true
    default: false
    }
  }

  private mutating func compare(
    _ word: MatchWord, _ operand: MatchOperand, _ comparison: MatchNode.Comparison, _ text: String,
    _ string: MatchOperand
  ) throws(MatchError) -> Int32 {
    guard comparison == .equal || comparison == .notEqual else {
      throw MatchError(bytes, operand.range, "a \(word.name) has no order: use == or !=")
    }
    guard let number = word.number(of: text) else {
      throw MatchError(
        bytes, string.range,
        "there is no \(word.name) \(text); there are \(word.names.joined(separator: ", "))")
    }
    let constant = add(.constant(Double(number)))
    return add(.compare(comparison, try node(of: operand), constant))
  }

  /// Whether a name is among those that the rules of another tool gave; they may give several.
  private mutating func compare(
    _ operand: MatchOperand, _ comparison: MatchNode.Comparison, _ text: String, _ string: MatchOperand
  ) throws(MatchError) -> Int32 {
    guard comparison == .equal || comparison == .notEqual else {
      throw MatchError(bytes, operand.range, "an analysis has no order: use == or !=")
    }
    let names = rules.analysisNames
    guard let number = names.firstIndex(of: text) else {
      throw MatchError(
        bytes, string.range, "there is no analysis \(text); there are \(names.joined(separator: ", "))")
    }
    let isGiven = add(.analysis(1 << UInt32(number)))
    return comparison == .equal ? isGiven : add(.not(isGiven))
  }

  private mutating func compare(
    _ end: MatchEnd, _ comparison: MatchNode.Comparison, _ network: MatchNetwork, _ range: Range<Int>
  ) throws(MatchError) -> Int32 {
    guard comparison == .equal || comparison == .notEqual else {
      throw MatchError(bytes, range, "addresses have no order: use ==, != or in")
    }
    let isIn = add(.address(end, network: add(network)))
    return comparison == .equal ? isIn : add(.not(isIn))
  }

  private func network(_ text: String, _ range: Range<Int>) throws(MatchError) -> MatchNetwork {
    guard let address = IPAddress(text) else {
      throw MatchError(bytes, range, "'\(text)' is no address")
    }
    return MatchNetwork(address: address, bits: address.isIPv6 ? 128 : 32)
  }
}
