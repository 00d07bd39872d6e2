import Fixtures
import Foundation
import Testing

/// Captures of real transfers, beside an independent count that was made when they were taken.
@Suite struct TestbedTests {
  private func total(_ result: StatisticResult, _ value: (StatisticResult.Flow) -> Int) -> Int {
    result.connections.flatMap(\.flows).reduce(0) { $0 + value($1) }
  }

  @Test func packetsAndBytesAreThoseOfTheIndependentCount() throws {
    var compared = 0
    for capture in Fixtures.captures(in: .testbed) {
      let checks = try Fixtures.truthObject(capture.name)["checks"] as? [String: Any]
      guard let sender = checks?["sender"] as? [String: Any], let counted = sender["pcap"] as? [String: Any]
      else {
        continue
      }
      try Fixtures.withTemporaryFolder { folder in
        let outcome = try Tool(in: folder).run(["statistic", "--format", "json", capture.path])
        #expect(outcome.status == 0, "\(capture): \(outcome.errors)")
        let result = try StatisticResult(outcome.output)
        #expect(
          total(result) { $0.packets + $0.captureDuplicates } == counted["packets"] as? Int, "\(capture)")
        #expect(total(result, \.dataPackets) == counted["data_packets"] as? Int, "\(capture)")
        #expect(total(result, \.payloadBytes) == counted["data_bytes"] as? Int, "\(capture)")
      }
      compared += 1
    }
    #expect(compared > 50)
  }
}
