import PacketCapture

/// Reads a match expression by recursive descent and compiles it into steps.
///
/// From the weakest to the strongest: `or`, `and`, `not`, comparisons, sums, products, minus, indices.
struct MatchParser {
  /// Brackets, `not` and minus signs that may stand in each other.
  static let greatestDepth = 64

  let bytes: [UInt8]
  /// Whose rules give the names of `analysis`.
  let rules: RuleSet
  private let tokens: [MatchToken]
  private var position = 0
  private var depth = 0
  private(set) var nodes: [MatchNode] = []
  private(set) var networks: [MatchNetwork] = []

  init(_ bytes: [UInt8], rules: RuleSet) throws(MatchError) {
    self.bytes = bytes
    self.rules = rules
    tokens = try MatchLexer.tokens(of: bytes)
  }

  /// Compiles the whole expression; its value is that of the last step.
  mutating func parse() throws(MatchError) {
    guard tokens.count > 1 else { throw MatchError(bytes, 0..<0, "the expression is empty") }
    let result = try disjunction()
    guard current.kind == .end else { throw unexpected("an operator or the end") }
    let node = try truth(of: result)
    if Int(node) != nodes.count - 1 { _ = add(.truth(node)) }
  }

  // MARK: - Words

  private var current: MatchToken { tokens[min(position, tokens.count - 1)] }

  private mutating func take(_ symbol: MatchToken.Symbol) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: MatchToken.Symbol) throws(MatchError) {
    guard take(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
  }

  private func unexpected(_ wanted: String) -> MatchError {
    let range = current.range
    guard current.kind != .end else { return MatchError(bytes, range, "expected \(wanted), found the end") }
    return MatchError(
      bytes, range, "expected \(wanted), found '\(String(decoding: bytes[range], as: UTF8.self))'")
  }

  private mutating func descend() throws(MatchError) {
    depth += 1
    if depth > Self.greatestDepth {
      throw MatchError(bytes, current.range, "more than \(Self.greatestDepth) levels in each other")
    }
  }

  mutating func add(_ node: MatchNode) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  mutating func add(_ network: MatchNetwork) -> Int32 {
    networks.append(network)
    return Int32(networks.count - 1)
  }

  // MARK: - Grammar

  private mutating func disjunction() throws(MatchError) -> MatchOperand {
    var left = try conjunction()
    while take(.or) {
      let right = try conjunction()
      let node = MatchNode.or(try truth(of: left), try truth(of: right))
      left = MatchOperand(.truth, add(node), left.range.lowerBound..<right.range.upperBound)
    }
    return left
  }

  private mutating func conjunction() throws(MatchError) -> MatchOperand {
    var left = try negation()
    while take(.and) {
      let right = try negation()
      let node = MatchNode.and(try truth(of: left), try truth(of: right))
      left = MatchOperand(.truth, add(node), left.range.lowerBound..<right.range.upperBound)
    }
    return left
  }

  private mutating func negation() throws(MatchError) -> MatchOperand {
    let start = current.range.lowerBound
    guard take(.not) else { return try comparison() }
    try descend()
    let operand = try negation()
    depth -= 1
    return MatchOperand(.truth, add(.not(try truth(of: operand))), start..<operand.range.upperBound)
  }

  private mutating func comparison() throws(MatchError) -> MatchOperand {
    let left = try sum()
    if let comparison = takeComparison() {
      let right = try sum()
      let result = try compare(left, comparison, right)
      if takeComparison() != nil {
        throw MatchError(
          bytes, tokens[position - 1].range, "comparisons do not chain: write a < b and b < c")
      }
      return result
    }
    let isNegated =
      current.kind == .symbol(.not) && tokens[min(position + 1, tokens.count - 1)].kind == .symbol(.in)
    if isNegated { position += 1 }
    guard take(.in) else { return left }
    return try membership(left, isNegated: isNegated)
  }

  private mutating func takeComparison() -> MatchNode.Comparison? {
    guard case .symbol(let symbol) = current.kind else { return nil }
    let comparison: MatchNode.Comparison
    switch symbol {
    case .equal: comparison = .equal
    case .notEqual: comparison = .notEqual
    case .less: comparison = .less
    case .lessOrEqual: comparison = .lessOrEqual
    case .greater: comparison = .greater
    case .greaterOrEqual: comparison = .greaterOrEqual
    default: return nil
    }
    position += 1
    return comparison
  }

  /// What stands behind `in`: a list in brackets, a range, or a network.
  private mutating func membership(_ left: MatchOperand, isNegated: Bool) throws(MatchError) -> MatchOperand {
    let start = current.range.lowerBound
    var found: Int32?
    let closing: MatchToken.Symbol? = take(.open) ? .close : take(.openBracket) ? .closeBracket : nil
    try descend()
    if let closing {
      while found == nil || take(.comma) {
        if found != nil, current.kind == .symbol(closing) { break }
        let node = try element(of: left)
        found = found.map { add(.or($0, node)) } ?? node
      }
      try expect(closing)
    } else {
      found = try element(of: left)
    }
    depth -= 1
    var node = found ?? add(.constant(0))
    if isNegated {
      let isAbsent = add(.not(node))
      // A value that is not there is in no list, and not out of one either.
      node = left.node.map { add(.and(add(.presence($0)), isAbsent)) } ?? isAbsent
    }
    return MatchOperand(
      .truth, node, left.range.lowerBound..<max(start, tokens[position - 1].range.upperBound))
  }

  private mutating func element(of left: MatchOperand) throws(MatchError) -> Int32 {
    let low = try sum()
    guard take(.range) else { return try node(of: compare(left, .equal, low)) }
    let high = try sum()
    let above = try node(of: compare(left, .greaterOrEqual, low))
    let below = try node(of: compare(left, .lessOrEqual, high))
    return add(.and(above, below))
  }

  private mutating func sum() throws(MatchError) -> MatchOperand {
    var left = try product()
    while true {
      let operation: MatchNode.Arithmetic
      if take(.plus) { operation = .add } else if take(.minus) { operation = .subtract } else { return left }
      left = try calculate(operation, left, try product())
    }
  }

  private mutating func product() throws(MatchError) -> MatchOperand {
    var left = try negative()
    while true {
      let operation: MatchNode.Arithmetic
      if take(.times) {
        operation = .multiply
      } else if take(.divided) {
        operation = .divide
      } else if take(.remainder) {
        operation = .remainder
      } else {
        return left
      }
      left = try calculate(operation, left, try negative())
    }
  }

  private mutating func calculate(
    _ operation: MatchNode.Arithmetic, _ left: MatchOperand, _ right: MatchOperand
  ) throws(MatchError) -> MatchOperand {
    let node = MatchNode.arithmetic(operation, try number(of: left), try number(of: right))
    return MatchOperand(.number, add(node), left.range.lowerBound..<right.range.upperBound)
  }

  private mutating func negative() throws(MatchError) -> MatchOperand {
    let start = current.range.lowerBound
    guard take(.minus) else { return try indexed() }
    try descend()
    let operand = try negative()
    depth -= 1
    return MatchOperand(.number, add(.negative(try number(of: operand))), start..<operand.range.upperBound)
  }

  private mutating func indexed() throws(MatchError) -> MatchOperand {
    var operand = try primary()
    while take(.openBracket) {
      try descend()
      let index = try number(of: try sum())
      depth -= 1
      try expect(.closeBracket)
      let range = operand.range.lowerBound..<tokens[position - 1].range.upperBound
      switch operand.kind {
      case .blocks(let isRaw): operand = MatchOperand(.block(isRaw: isRaw), index, range)
      case .block(let isRaw):
        let block = try node(of: operand)
        operand = MatchOperand(.number, add(.edge(block: block, side: index, isRaw: isRaw)), range)
      default: throw MatchError(bytes, operand.range, "only sackblocks and its blocks have an index")
      }
    }
    return operand
  }

  private mutating func primary() throws(MatchError) -> MatchOperand {
    let token = current
    switch token.kind {
    case .number(let value):
      position += 1
      return MatchOperand(.number, add(.constant(value)), token.range)
    case .address(let address):
      position += 1
      let bits = address.isIPv6 ? 128 : 32
      return MatchOperand(.network(MatchNetwork(address: address, bits: bits)), nil, token.range)
    case .network(let address, let bits):
      position += 1
      return MatchOperand(.network(MatchNetwork(address: address, bits: bits)), nil, token.range)
    case .string(let text):
      position += 1
      return MatchOperand(.string(text), nil, token.range)
    case .symbol(.open):
      position += 1
      try descend()
      var inner = try disjunction()
      depth -= 1
      try expect(.close)
      inner.range = token.range.lowerBound..<tokens[position - 1].range.upperBound
      return inner
    case .name(let name):
      position += 1
      return current.kind == .symbol(.open) ? try call(name, token.range) : try self.name(name, token.range)
    default: throw unexpected("a name, a number, an address or a string")
    }
  }

  private mutating func call(_ name: String, _ range: Range<Int>) throws(MatchError) -> MatchOperand {
    guard name == "len" else {
      throw MatchError(bytes, range, "there is no function \(name); there is len()")
    }
    try expect(.open)
    try descend()
    let argument = try sum()
    depth -= 1
    try expect(.close)
    guard case .blocks = argument.kind else {
      throw MatchError(bytes, argument.range, "len() takes sackblocks; len alone is the payload's length")
    }
    return MatchOperand(.number, add(.blockCount), range.lowerBound..<tokens[position - 1].range.upperBound)
  }

  private mutating func name(_ name: String, _ range: Range<Int>) throws(MatchError) -> MatchOperand {
    guard let meaning = MatchVocabulary.meanings[name] else {
      let hint = MatchVocabulary.suggestion(for: name).map { "; did you mean \($0)?" } ?? ""
      throw MatchError(bytes, range, "there is no name \(name)\(hint)")
    }
    switch meaning {
    case .number(let field): return MatchOperand(.number, add(.field(field)), range)
    case .option(let field, let bit): return MatchOperand(.option(bit), add(.field(field)), range)
    case .truth(let node): return MatchOperand(.truth, add(node), range)
    case .word(let word): return MatchOperand(.word(word), add(.wordNumber(word)), range)
    case .analysis:
      guard !rules.analysisNames.isEmpty else {
        throw MatchError(bytes, range, "analysis needs the rules of another tool, as --classify wireshark")
      }
      return MatchOperand(.analysis, add(.analysis(.max)), range)
    case .end(let end): return MatchOperand(.end(end), nil, range)
    case .blocks(let isRaw): return MatchOperand(.blocks(isRaw: isRaw), nil, range)
    }
  }
}
