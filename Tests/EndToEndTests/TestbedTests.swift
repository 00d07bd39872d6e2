import Fixtures
import Foundation
import Testing

/// Captures of real transfers, beside an independent count that was made when they were taken.
@Suite struct TestbedTests {
  private func total(_ flows: [StatisticResult.Flow], _ value: (StatisticResult.Flow) -> Int) -> Int {
    flows.reduce(0) { $0 + value($1) }
  }

  @Test func packetsAndBytesAreThoseOfTheIndependentCount() throws {
    var compared = 0
    for capture in Fixtures.captures(in: .testbed) {
      let truth = try Fixtures.truthObject(capture.name)
      guard let addresses = (truth["addresses"] as? [String: [String]])?["sender"],
        let sender = (truth["checks"] as? [String: Any])?["sender"] as? [String: Any],
        let counted = sender["pcap"] as? [String: Any]
      else { continue }
      try Fixtures.withTemporaryFolder { folder in
        let outcome = try Tool(in: folder).run(["statistic", "--format", "json", capture.path])
        #expect(outcome.status == 0, "\(capture): \(outcome.errors)")
        let flows = try StatisticResult(outcome.output).connections.flatMap(\.flows)
        // The independent count of data looks at one direction.
        let sent = flows.filter { addresses.contains($0.source.address) }
        #expect(
          total(flows) { $0.packets + $0.captureDuplicates } == counted["packets"] as? Int,
          "\(capture): packets")
        #expect(total(sent, \.dataPackets) == counted["data_packets"] as? Int, "\(capture): data packets")
        #expect(total(sent, \.payloadBytes) == counted["data_bytes"] as? Int, "\(capture): payload bytes")
        #expect(
          total(sent) { $0.retransmittedPackets ?? -1 } == counted["retransmitted_segments"] as? Int,
          "\(capture): retransmissions")
      }
      compared += 1
    }
    #expect(compared > 50)
  }
}
