import TCPAnalysis

/// Why it was sent again, by the kernel's state and by captcp.
struct KindBound: Bound {
  let claim =
    "kinds are the kernel's: precision and recall >= 97 % each, SYNs all, >= 95 % of the captures all right"

  /// The kernel's kinds that one of captcp's stands for.
  static let kernelKinds: [SegmentKind: Set<String>] = [
    .fast: ["recovery"], .rack: ["recovery"], .recovery: ["recovery"], .rto: ["rto"], .rtoRecovery: ["rto"],
    .tlp: ["probe"], .fin: ["probe", "rto"], .syn: ["syn", "synack"],
  ]

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var recall: [String: Share] = [:]
    var precision: [String: Share] = [:]
    var captures = Share()
    for scenario in scenarios where !scenario.isDerived {
      for host in [Host.sender, .receiver] {
        guard let reading = scenario.reading(beside: host) else { continue }
        let truth = scenario.kernelKinds(of: host)
        let found = reading.retransmissions(of: host)
        var wrong: [String] = []
        for (frame, kind) in truth.sorted(by: { $0.key < $1.key }) {
          let isRight = found[frame].map { Self.stands($0, for: kind) } ?? false
          recall[kind, default: Share()].count(isRight)
          for own in found[frame].map(Self.names) ?? [] where isRight ? own == kind : true {
            precision[own, default: Share()].count(isRight)
          }
          if !isRight { wrong.append("frame \(frame): \(kind), not \(found[frame]?.kind.name ?? "none")") }
        }
        guard !truth.isEmpty else { continue }
        captures.count(wrong.isEmpty)
        guard !wrong.isEmpty else { continue }
        finding.rows.append(
          .init(
            scenario: "\(scenario.name) (\(host))", truth: "\(truth.count)",
            captcp: "\(truth.count - wrong.count)", remark: wrong.joined(separator: "; ")))
      }
    }
    for kind in recall.keys.sorted() {
      finding.rows.append(
        .init(
          scenario: "all: \(kind)", truth: "\(recall[kind, default: Share()].whole)",
          captcp: "recall \(recall[kind, default: Share()].text), precision "
            + precision[kind, default: Share()].text))
    }
    let shares = Array(recall.values) + Array(precision.values)
    let areSynsRight = ["syn", "synack"].allSatisfy { recall[$0, default: Share()].value == 1 }
    let frames = recall.values.reduce(0) { $0 + $1.whole }
    let right = recall.values.reduce(0) { $0 + $1.part }
    finding.figure = "\(right) of \(frames) frames, \(captures.text) captures all right"
    finding.holds =
      shares.allSatisfy { $0.value >= 0.97 } && areSynsRight && captures.value >= 0.95 && frames > 1500
    return finding
  }

  private static func stands(_ frame: ObservedFrame, for kind: String) -> Bool { names(frame).contains(kind) }

  private static func names(_ frame: ObservedFrame) -> Set<String> {
    kernelKinds[frame.kind] ?? []
  }
}
