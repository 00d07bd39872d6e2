import Fixtures
import Testing

/// All runs of the testbed with what was found for each bound: computed once, at the first use.
enum Truth {
  /// Every bound, in the order of the table.
  static let bounds: [any Bound] = [
    CountBound(),
    RetransmissionBound(host: .sender),
    RetransmissionBound(host: .receiver),
    DerivedRetransmissionBound(),
    KindBound(),
    CertainBound(side: .sender),
    CertainBound(side: .receiver),
    NeedlessBound(),
    NeedlessWithoutSackBound(),
    CauseBound(),
    UnknowableBound(),
    ReceiverSideBound(),
    CapturePointBound(side: .sender),
    CapturePointBound(side: .receiver),
    HygieneBound(),
    LeastRoundTripBound(),
    MedianRoundTripBound(),
    GreatestRoundTripBound(),
    FlightBound(),
    PathLossBound(),
    PathDelayBound(),
  ]

  static let scenarios: Result<[Scenario], any Error> = Result { try Scenario.all() }

  static let findings: Result<[Finding], any Error> = Result {
    let runs = try scenarios.get()
    return bounds.map { $0.examine(runs) }
  }
}

/// Holds captcp against the kernels and the relay of every run of the testbed.
@Suite struct TruthTests {
  @Test func allRunsAreThere() throws {
    #expect(try Truth.scenarios.get().count >= 60)
  }

  @Test(arguments: Truth.bounds.indices)
  func boundHolds(index: Int) throws {
    let finding = try Truth.findings.get()[index]
    let rows = finding.rows.filter { !$0.remark.isEmpty }
      .map { "\($0.scenario): \($0.truth), captcp \($0.captcp): \($0.remark)" }
    #expect(finding.holds, "\(Truth.bounds[index].claim): \(finding.figure)\n\(rows.joined(separator: "\n"))")
  }

  @Test func tableIsWritten() throws {
    let findings = try zip(Truth.bounds, Truth.findings.get()).map { ($0.claim, $1) }
    let isWhole = try Truth.scenarios.get().contains { $0.receiver != nil }
    let table = TruthTable.markdown(findings, isWhole: isWhole)
    try TruthTable.write(table)
    #expect(table.contains("| bound | found | |"))
  }
}
