import Fixtures
import PacketCapture
import TCPAnalysis

/// Retransmissions of captcp that the relay's book tells the need of.
struct SpuriousTruth {
  /// One retransmission, and whether the other end had all its bytes.
  struct Judged {
    let retransmission: Retransmission
    let isNeedless: Bool
    /// The flow's options: whether both ends permitted SACK, and both sent time stamps.
    let usesSack: Bool
    let usesTimestamps: Bool
  }

  /// What the sending host sent again, in the capture beside it: rows and frames of one range stand in one order.
  static func besideSender(_ scenario: Scenario) -> [Judged] {
    var truth: [UInt64: [Bool]] = [:]
    for row in scenario.truth.retransmissions?.rows ?? [] where row.isForward && row.length > 0 {
      truth[key(row.sequence, row.length), default: []].append(row.isUnnecessary)
    }
    let frames = scenario.sender.retransmissions(of: .sender)
    return scenario.sender.analysis.retransmissions.compactMap { retransmission in
      guard let frame = frames[Int(retransmission.frame)], frame.payloadLength > 0 else { return nil }
      let key = key(frame.sequence, frame.payloadLength)
      guard let verdicts = truth[key], let first = verdicts.first else { return nil }
      truth[key] = Array(verdicts.dropFirst())
      return judged(retransmission, first, scenario.sender)
    }
  }

  /// What a host sent again in any capture, each frame found in the relay's book.
  static func byRelay(_ scenario: Scenario, of sender: Host, beside host: Host) -> [Judged] {
    guard let reading = scenario.reading(beside: host), let relay = scenario.relay else { return [] }
    let match = RelayMatch(reading, of: sender, beside: host, relay)
    var needless: [Int64: Bool] = [:]
    for row in scenario.truth.retransmissions?.rows ?? [] where row.isForward == (sender == .sender) {
      needless[row.arrival] = row.isUnnecessary
    }
    let frames = reading.retransmissions(of: sender)
    return reading.analysis.retransmissions.compactMap { retransmission in
      guard let frame = frames[Int(retransmission.frame)], frame.payloadLength > 0,
        let row = match.rows[frame.number]
      else { return nil }
      // A frame that the relay saw for the first time is no retransmission, so never a needless one.
      return judged(retransmission, needless[relay.rows[row].arrival] ?? false, reading)
    }
  }

  private static func key(_ sequence: UInt32, _ length: Int) -> UInt64 {
    UInt64(sequence) << 32 | UInt64(length)
  }

  private static func judged(
    _ retransmission: Retransmission, _ isNeedless: Bool, _ reading: Reading
  ) -> Judged {
    let connection = reading.connections[retransmission.flow.connection - 1]
    let flows = connection.flows
    return Judged(
      retransmission: retransmission, isNeedless: isNeedless,
      usesSack: flows.allSatisfy { $0.sackPermitted == true },
      usesTimestamps: flows.allSatisfy { $0.timestamps == true })
  }
}

/// `certain` must never be said of a retransmission that was needed.
struct CertainBound: Bound {
  let side: Host

  var claim: String { "`certain` is never wrong in captures beside the \(side) host" }

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    for scenario in scenarios where !scenario.isDerived {
      var judged = SpuriousTruth.byRelay(scenario, of: .receiver, beside: side)
      judged +=
        side == .sender
        ? SpuriousTruth.besideSender(scenario)
        : SpuriousTruth.byRelay(scenario, of: .sender, beside: .receiver)
      let certain = judged.filter { $0.retransmission.certainty == .certain }
      let wrong = certain.filter { !$0.isNeedless }.map {
        "frame \($0.retransmission.frame) \($0.retransmission.evidence.names)"
      }
      for one in certain { right.count(one.isNeedless) }
      let needless = judged.filter(\.isNeedless).count
      guard needless > 0 || !certain.isEmpty else { continue }
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(needless) needless of \(judged.count)",
          captcp: "\(certain.count) certain", remark: wrong.joined(separator: "; ")))
    }
    finding.figure = "\(right.text) certain ones needless"
    // Of most the D-SACK alone tells, which a copy doubled by the network would bring as well: they are `likely`.
    finding.holds = right.part == right.whole && (side == .receiver || right.whole > 30)
    return finding
  }
}

/// Needless retransmissions that the receiver could report must be named.
struct NeedlessBound: Bound {
  let claim = "with SACK, >= 95 % of the needless retransmissions are named likely or certain"

  func examine(_ scenarios: [Scenario]) -> Finding {
    SpuriousNaming.examine(scenarios, limit: 0.95, least: 150) { $0.usesSack }
  }
}

/// Without SACK the time stamps tell, if the original came first.
struct NeedlessWithoutSackBound: Bound {
  let claim = "without SACK, with time stamps and late originals, >= 70 % are named (needless_reorder_nosack)"

  func examine(_ scenarios: [Scenario]) -> Finding {
    SpuriousNaming.examine(
      scenarios.filter { $0.name == "needless_reorder_nosack" }, limit: 0.7, least: 20
    ) { !$0.usesSack && $0.usesTimestamps }
  }
}

/// Counts which needless retransmissions are named likely or certain.
private enum SpuriousNaming {
  static func examine(
    _ scenarios: [Scenario], limit: Double, least: Int, where isMeant: (SpuriousTruth.Judged) -> Bool
  ) -> Finding {
    var finding = Finding()
    var named = Share()
    for scenario in scenarios where !scenario.isDerived {
      let needless = SpuriousTruth.besideSender(scenario).filter { $0.isNeedless && isMeant($0) }
      let missed = needless.filter {
        $0.retransmission.certainty != .certain && $0.retransmission.certainty != .likely
      }
      for one in needless {
        named.count(!missed.contains { $0.retransmission.frame == one.retransmission.frame })
      }
      guard !needless.isEmpty else { continue }
      let frames = missed.map { "frame \($0.retransmission.frame) \($0.retransmission.evidence.names)" }
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(needless.count)", captcp: "\(needless.count - missed.count)",
          remark: frames.isEmpty ? "" : "missed " + frames.joined(separator: "; ")))
    }
    finding.figure = named.text
    finding.holds = named.value >= limit && named.whole >= least
    return finding
  }
}

/// With neither SACK nor time stamps nobody can know.
struct UnknowableBound: Bound {
  let claim = "with neither SACK nor time stamps captcp says that the need cannot be known"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    for scenario in scenarios where ["needless_reorder_bare", "no_options"].contains(scenario.name) {
      let notes = scenario.sender.connections.flatMap(\.flows).flatMap(\.notes).map(\.code)
      let says = notes.contains(.spuriousUnknown)
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "no evidence",
          captcp: notes.map(\.rawValue).joined(separator: " "),
          remark: says ? "" : "spuriousUnknown is missing"))
    }
    let right = finding.rows.filter(\.remark.isEmpty).count
    finding.figure = "\(right) of \(finding.rows.count)"
    finding.holds = right == 2
    return finding
  }
}
