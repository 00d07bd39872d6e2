/// One kind of finding: a threshold on facts.
///
/// One rule is one file; `FindingRules` lists them.
///
/// To add a rule, write a file with a type that conforms, and a line in the list.
protocol FindingRule: Sendable {
  /// Its name in output, an interface of the tool.
  var identifier: String { get }
  /// The rule in a few words, with a capital.
  var title: String { get }
  /// What would prove a finding of it wrong.
  var disproof: String { get }
  /// When it speaks, for the part on methods: the thresholds in a sentence.
  var threshold: String { get }
  /// What it finds in one flow's data.
  func findings(in flow: FlowSubject) -> [Finding]
  /// What it finds in a connection.
  func findings(in connection: ConnectionSubject) -> [Finding]
  /// What it finds in the capture as a whole.
  func findings(in capture: CaptureSubject) -> [Finding]
}

extension FindingRule {
  func findings(in flow: FlowSubject) -> [Finding] { [] }
  func findings(in connection: ConnectionSubject) -> [Finding] { [] }
  func findings(in capture: CaptureSubject) -> [Finding] { [] }
}

/// The rules in the order in which findings of one severity are told.
enum FindingRules {
  static let all: [any FindingRule] = [
    RefusedRule(), UnansweredRule(), ResetRule(), ZeroWindowRule(), TimeoutRule(), LossRule(),
    UnjudgedRule(), RepeatedHandshakeRule(), StallRule(), RoundTripRule(), WindowFullRule(),
    WindowNotScaledRule(), DelayedAckRule(), NeedlessRule(), MiddleboxRule(), ReorderingRule(),
    OneSidedRule(), MidstreamRule(), CaptureDropRule(), CutPacketsRule(), OffloadRule(), CapturedTwiceRule(),
  ]
}
