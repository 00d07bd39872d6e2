import Reporting
import TCPAnalysis
import Testing

/// The CSV form: one line a flow, empty fields for what is unknown.
struct StatisticCSVTests {
  private var rows: [[String]] {
    collected { sink in StatisticCSV(StatisticSamples.material()).write { sink($0) } }
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  private func field(_ name: String, row: Int) throws -> String {
    rows[row][try #require(rows[0].firstIndex(of: name))]
  }

  @Test func everyRowHasAFieldForEachColumn() {
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(Set(rows[0]).count == rows[0].count)
  }

  @Test func valuesStandUnderTheirKeys() throws {
    #expect(try field("flow", row: 1) == "1.1")
    #expect(try field("payloadBytes", row: 1) == "3000")
    #expect(try field("firstTime", row: 1) == "1700000000.123456789")
    #expect(try field("sackPermitted", row: 1) == "true")
    #expect(try field("handshakeRttMs", row: 1) == "41.5")
  }

  @Test func unknownIsAnEmptyField() throws {
    #expect(try field("mss", row: 2).isEmpty)
    #expect(try field("throughputBitsPerSecond", row: 2).isEmpty)
    #expect(try field("notes", row: 2).contains("noData"))
  }
}
