/// Which chart shows a finding best.
enum FindingCharts {
  /// Modules whose charts show findings of a rule, the best first; one of them at most is drawn for it.
  static func modules(for rule: String) -> [String] {
    byRule[rule, default: []] + ["timesequence", "throughput"]
  }

  /// What the rules of `FindingRules` are seen in beside a time sequence, which shows each packet.
  private static let byRule: [String: [String]] = [
    "zero-window": ["inflight", "window"], "window-full": ["inflight", "window"],
    "window-not-scaled": ["inflight", "window"], "rtt-inflation": ["rtt"],
    "delayed-ack": ["spacing-data-ack"],
    "refused": ["flowgraph"], "unanswered": ["flowgraph"], "handshake-repeated": ["flowgraph"],
    "reset": ["flowgraph"], "middlebox": ["flowgraph"],
  ]

  /// The rules that are named here.
  static var rules: Set<String> { Set(byRule.keys) }
}
