import Fixtures
import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

/// What is found in the testbed's captures; `.ci/findings.py` derives from their truth that each row is right.
@Suite struct FixtureFindingTests {
  /// Rules that find something above info; nothing else may.
  static let serious: [(scenario: String, rules: [String])] = [
    ("ack_loss", []),
    ("app_limited", []),
    ("bidir", ["loss"]),
    ("bufferbloat", ["loss", "rtt-inflation"]),
    ("burst_rto", ["loss", "timeout"]),
    ("clean_bulk", []),
    ("conn_refused", ["refused"]),
    ("derived_bigendian", ["loss"]),
    ("derived_bothends", ["loss"]),
    ("derived_capdrop", ["capture-drop", "loss"]),
    ("derived_cut", ["loss"]),
    ("derived_midstream", ["loss"]),
    ("derived_pcapng", ["loss", "timeout"]),
    ("derived_unsorted", ["loss"]),
    ("drop_exact", ["loss"]),
    ("drop_first", ["loss"]),
    ("ecn_ce", []),
    ("f_app_pipe", []),
    ("f_rwnd_loss", ["loss"]),
    ("fin_loss", ["loss"]),
    ("ipv6_bulk", ["loss"]),
    ("keepalive", []),
    ("l_bbr_mix", []),
    ("l_burst_bulk", []),
    ("l_nagle_mix", ["delayed-ack"]),
    ("l_pacing", []),
    ("l_policer", ["loss"]),
    ("l_rcv_pause", ["zero-window"]),
    ("l_slow_reader", ["window-full"]),
    ("l_sndbuf_grow", []),
    ("l_tso_mix", ["zero-window"]),
    ("loss_bbr", ["loss"]),
    ("loss_cubic", ["loss"]),
    ("nagle_delack", ["delayed-ack"]),
    ("needless_ackgap", ["needless-retransmission", "timeout"]),
    ("needless_delay", ["needless-retransmission", "rtt-inflation", "stall", "timeout"]),
    ("needless_delay_nosack", ["loss", "needless-retransmission", "rtt-inflation", "timeout"]),
    ("needless_mixed", ["loss", "needless-retransmission"]),
    ("needless_mixed_nots", ["loss", "needless-retransmission"]),
    ("needless_reorder", ["needless-retransmission"]),
    ("needless_reorder_bare", ["resent"]),
    ("needless_reorder_nosack", ["needless-retransmission"]),
    ("needless_reorder_nots", ["needless-retransmission"]),
    ("no_options", ["resent"]),
    ("no_ts", ["loss"]),
    ("nodelay", []),
    ("port_reuse", ["reset"]),
    ("reorder", []),
    ("reorder_mild", []),
    ("rst_mid", ["reset"]),
    ("rwnd_limited", ["window-full"]),
    ("seq_wrap", ["loss"]),
    ("shallow_queue", ["loss"]),
    ("sll2_any", ["loss"]),
    ("snap68", ["cut-packets", "loss"]),
    ("sndbuf_limited", []),
    ("spurious_rto", ["needless-retransmission", "rtt-inflation", "timeout"]),
    ("syn_blackhole", ["unanswered"]),
    ("syn_loss", ["handshake-repeated"]),
    ("tail_loss", ["loss"]),
    ("tail_loss_rto", ["loss", "timeout"]),
    ("tso_gro", []),
    ("zero_window", ["zero-window"]),
  ]

  private static func findings(_ scenario: String) throws -> [Finding] {
    let path = try Fixtures.capture(.testbed, scenario).path
    let input = try CaptureInput(paths: [path], options: CaptureOptions(isReadTwice: true))
    var options = AnalysisOptions()
    options.sampledRetransmissions = FindingSearch.retransmissionSamples
    let analysis = try Analyzer(options: options).run(try input.makeReader())
    let metric = ObservationMetric(FindingSearch.watched(of: analysis.connections))
    _ = try Analyzer(metrics: [metric]).run(try input.makeReader())
    return FindingSearch(analysis: analysis, observations: metric.observations).findings().findings
  }

  @Test(arguments: serious.map(\.scenario))
  func nothingElseIsFoundAboveInfo(_ scenario: String) throws {
    let expected = try #require(Self.serious.first { $0.scenario == scenario })
    let found = try Self.findings(scenario)
    #expect(Set(found.filter { $0.severity > .info }.map(\.rule)) == Set(expected.rules))
    for finding in found {
      #expect(finding.evidence.frames.allSatisfy { $0 > 0 } && !finding.evidence.displayFilter.isEmpty)
      #expect(finding.evidence.start ?? 0 <= finding.evidence.stop ?? .max, "\(finding.rule)")
    }
  }

  @Test func everyScenarioStandsInTheTable() {
    #expect(Self.serious.map(\.scenario) == Fixtures.captures(in: .testbed).map(\.name))
  }

  @Test func stallOfTwoSecondsIsToldWithItsFrames() throws {
    let found = try Self.findings("zero_window")
    let finding = try #require(found.first)
    #expect(finding.rule == "zero-window" && finding.severity == .high)
    #expect(finding.evidence.frames == [153, 162])
    #expect(finding.sentence.string.contains("without room for a segment for 2.00 s (frames 153 to 162)"))
  }

  @Test func reorderingIsNoLoss() throws {
    let rules = try Self.findings("reorder").map(\.rule)
    #expect(rules == ["needless-retransmission"])
  }
}
