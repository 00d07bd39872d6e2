import PacketCapture

/// What later packets told of a retransmission.
public struct SegmentVerdict: Sendable, Equatable {
  /// How sure it is that the segment was needless; `nil` if nothing says so.
  public var certainty: SpuriousCertainty?
  /// What says so.
  public var evidence: SpuriousEvidence
  /// The packets that brought the evidence.
  public var frames = EvidenceFrames()
  /// Why it was sent though it was needless; `nil` if it was needed, or the packets do not tell.
  public var cause: NeedlessCause?
  /// For a timeout, those in a row before it; else `nil`.
  public var backoff: Int?

  /// Makes a verdict.
  public init(certainty: SpuriousCertainty? = nil, evidence: SpuriousEvidence = []) {
    self.certainty = certainty
    self.evidence = evidence
  }

  /// Takes the verdict of a retransmission.
  public init(_ retransmission: Retransmission) {
    self.init(certainty: retransmission.certainty, evidence: retransmission.evidence)
    frames = retransmission.evidenceFrames
    cause = retransmission.cause
    backoff = retransmission.backoff
  }
}

/// A condition on segments in a small language: names of header fields, options and verdicts, comparisons,
/// arithmetic, `and`, `or`, `not`.
///
/// The text is parsed and compiled into a list of steps once, and never executed as anything else. A value that a
/// segment does not have, such as an option, makes its comparison false, and so does a division by zero. Numbers
/// are 64-bit floating point, exact for whole numbers up to 2^53.
public final class MatchExpression {
  private let nodes: [MatchNode]
  private let networks: [MatchNetwork]
  private let values: UnsafeMutablePointer<Double>
  /// Time that counts as 0, nanoseconds since the epoch.
  public var zero: Int64 = 0

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - text: The condition.
  ///   - rules: Whose rules give the names of `analysis`; those of captcp give none.
  /// - Throws: ``MatchError`` that names the place.
  public init(_ text: String, rules: RuleSet = .native) throws(MatchError) {
    var parser = try MatchParser(Array(text.utf8), rules: rules)
    try parser.parse()
    nodes = parser.nodes
    networks = parser.networks
    values = .allocate(capacity: parser.nodes.count)
    values.initialize(repeating: 0, count: parser.nodes.count)
  }

  deinit {
    values.deallocate()
  }

  /// Whether a segment fulfils the condition.
  ///
  /// - Complexity: O(steps); allocates nothing.
  public func matches(
    _ segment: borrowing ClassifiedSegment, verdict: SegmentVerdict = SegmentVerdict(),
    peer: PeerVerdict? = nil
  ) -> Bool {
    let given = peer?.analysisBits ?? 0
    for index in nodes.indices { values[index] = value(nodes[index], segment, verdict, given) }
    return values[nodes.count - 1] == 1
  }

  private func value(
    _ node: MatchNode, _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict, _ given: UInt32
  ) -> Double {
    switch node {
    case .constant(let value): value
    case .field(let field): MatchValues.number(field, item, zero: zero)
    case .flag(let mask): item.segment.flags.rawValue & mask != 0 ? 1 : 0
    case .option(let bit): item.segment.options.present.rawValue & bit != 0 ? 1 : 0
    case .word(let word, let mask): mask >> UInt32(MatchValues.number(word, item, verdict)) & 1 == 1 ? 1 : 0
    case .wordNumber(let word): Double(MatchValues.number(word, item, verdict))
    case .mark(let mask): item.marks.rawValue & mask != 0 ? 1 : 0
    case .analysis(let mask): given & mask != 0 ? 1 : 0
    case .captureMark(let mask): item.segment.marks.rawValue & mask != 0 ? 1 : 0
    case .blockCount: Double(MatchValues.blockCount(item))
    case .edge(let block, let side, let isRaw):
      MatchValues.edge(item, block: values[Int(block)], side: values[Int(side)], isRaw: isRaw)
    case .address(let end, let network): isInside(networks[Int(network)], end, item) ? 1 : 0
    case .arithmetic(let operation, let left, let right):
      Self.calculate(operation, values[Int(left)], values[Int(right)])
    case .negative(let operand): -values[Int(operand)]
    case .compare(let comparison, let left, let right):
      Self.compare(comparison, values[Int(left)], values[Int(right)]) ? 1 : 0
    case .presence(let operand): values[Int(operand)].isFinite ? 1 : 0
    case .truth(let operand): values[Int(operand)].isFinite && values[Int(operand)] != 0 ? 1 : 0
    case .not(let operand): 1 - values[Int(operand)]
    case .and(let left, let right): values[Int(left)] * values[Int(right)]
    case .or(let left, let right): max(values[Int(left)], values[Int(right)])
    }
  }

  private func isInside(_ network: MatchNetwork, _ end: MatchEnd, _ item: borrowing ClassifiedSegment) -> Bool
  {
    let source = item.segment.source
    let destination = item.segment.destination
    return switch end {
    case .source: network.contains(source)
    case .destination: network.contains(destination)
    case .either: network.contains(source) || network.contains(destination)
    }
  }

  /// What is absent is not a number; so is every result that it has a part in.
  private static func calculate(_ operation: MatchNode.Arithmetic, _ left: Double, _ right: Double) -> Double
  {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: right == 0 ? .nan : left / right
    case .remainder: right == 0 ? .nan : left.truncatingRemainder(dividingBy: right)
    }
  }

  private static func compare(_ comparison: MatchNode.Comparison, _ left: Double, _ right: Double) -> Bool {
    guard left.isFinite, right.isFinite else { return false }
    return switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
