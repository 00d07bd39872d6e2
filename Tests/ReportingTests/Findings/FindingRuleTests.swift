import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct FindingRuleTests {
  @Test func cleanConnectionGivesNothing() {
    for rule in FindingRules.all { #expect(FindingSample().findings(rule).isEmpty, "\(rule.identifier)") }
  }

  @Test func identifiersAreUniqueAndWordsAreThere() {
    let rules = FindingRules.all
    #expect(Set(rules.map(\.identifier)).count == rules.count)
    for rule in rules {
      #expect(rule.identifier.allSatisfy { $0.isLowercase || $0 == "-" }, "\(rule.identifier)")
      #expect(!rule.title.isEmpty && rule.disproof.hasSuffix(".") && rule.threshold.hasSuffix("."))
    }
  }

  @Test func commandsAreQuotedForAShell() {
    #expect(
      CommandWords.line(["show", "-m", "a and b"], captures: ["my file's.pcap"])
        == "captcp show -m 'a and b' 'my file'\\''s.pcap'")
  }

  @Test func listIsSortedAndBounded() {
    var sample = FindingSample()
    sample.connection.state = .rejected
    var refused = sample.findings(RefusedRule())[0]
    refused.group = nil
    var info = refused
    info.severity = .info
    var list = FindingList()
    for _ in 0..<1500 { list.add([(info, 3), (refused, 0)]) }
    list.finish()
    #expect(list.findings.count == FindingSearch.limit && list.total == 3000)
    #expect(list.findings.allSatisfy { $0.severity == .high })
    #expect(list.counts == [.high: 1500, .info: 1500])
    #expect(list.count(from: .medium) == 1500 && list.count(from: .info) == 3000)
  }

  @Test func refusalsOfOnePortAreToldAsOne() {
    let connections = (1...40).map { id in
      var connection = FindingSample().connection
      connection.id = id
      connection.state = .rejected
      if id == 40 { connection.forward.destination.port = 81 }
      return connection
    }
    let analysis = Analysis(
      capture: CaptureSummary(), connections: ConnectionRecords(connections), captureDuplicates: 0, notes: [])
    let list = FindingSearch(analysis: analysis, observations: Observations()).findings()
    #expect(list.findings.map(\.alikeCount) == [38, 0] && list.total == 2)
    #expect(
      list.findings[0].sentence.string.hasSuffix(
        "; the same of 38 more connections (2, 3, 4, 5, 6, 7, 8, 9, \u{2026})"))
  }

  @Test func searchLooksAtChosenFlowsOnly() {
    var sample = FindingSample()
    sample.connection.backward.dataPackets = 100
    sample.connection.backward.retransmittedPackets = 10
    sample.connection.backward.spuriousRetransmissions = [:]
    let analysis = Analysis(
      capture: sample.capture, connections: ConnectionRecords([sample.connection]), captureDuplicates: 0,
      notes: [])
    func found(_ chosen: [String]) -> [String] {
      FindingSearch(analysis: analysis, observations: Observations(), chosen: chosen.compactMap(FlowID.init))
        .findings().findings.map { "\($0.rule) \($0.subject?.description ?? "")" }
    }
    #expect(found([]) == ["loss 1.2"])
    #expect(found(["1"]) == ["loss 1.2"] && found(["1.2"]) == ["loss 1.2"])
    #expect(found(["1.1"]).isEmpty && found(["2"]).isEmpty)
  }

  @Test func filterOfAConnectionNamesBothEnds() {
    var sample = FindingSample()
    sample.connection.state = .rejected
    sample.seen = nil
    let evidence = sample.findings(RefusedRule())[0].evidence
    #expect(
      evidence.displayFilter
        == "ip.addr == 10.0.0.1 && tcp.port == 40000 && ip.addr == 10.0.0.2 && tcp.port == 80")
    #expect(evidence.frames.isEmpty && evidence.command == ["statistic", "-e", "-f", "1"])
  }
}
