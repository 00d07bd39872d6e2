import TCPAnalysis

/// In runs that have one reason for needless retransmissions no other cause may be named.
struct CauseBound: Bound {
  let claim =
    "no cause of a needless retransmission but the run's own is named at either end; >= 90 % are beside the sender"

  /// What was done to the packets of a run.
  private static let causes: [(prefix: String, cause: NeedlessCause)] = [
    ("needless_reorder", .reordering), ("reorder", .reordering), ("needless_delay", .delaySpike),
    ("spurious_rto", .delaySpike), ("needless_ackgap", .ackLoss),
  ]

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    var known = Share()
    for scenario in scenarios where !scenario.isDerived {
      guard let cause = Self.causes.first(where: { scenario.name.hasPrefix($0.prefix) })?.cause else {
        continue
      }
      for (side, reading) in [("sender", scenario.sender), ("receiver", scenario.receiver)] {
        let needless = (reading?.analysis.retransmissions ?? []).filter { $0.certainty != nil }
        guard !needless.isEmpty else { continue }
        let named = needless.compactMap(\.cause)
        for one in named { right.count(one == cause) }
        if side == "sender" { for one in needless { known.count(one.cause != nil) } }
        let wrong = Dictionary(grouping: named.filter { $0 != cause }, by: \.rawValue).mapValues(\.count)
        finding.rows.append(
          .init(
            scenario: "\(scenario.name) (\(side))", truth: cause.rawValue,
            captcp: "\(named.count) of \(needless.count) named",
            remark: wrong.isEmpty ? "" : "\(wrong.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })"
          ))
      }
    }
    finding.figure = "\(right.text) of the named right, \(known.text) named"
    finding.holds = right.value == 1 && known.value >= 0.9
    return finding
  }
}
