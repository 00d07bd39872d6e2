import Charts
import Reporting
import TCPAnalysis
import Testing

@Suite struct RecoveryBuilderTests {
  private static let second: Int64 = 1_000_000_000

  private func series() -> RecoverySeries {
    var series = RecoverySeries(flow: FlowID(connection: 1, direction: 1))
    let start = SampleMaterial.start
    series.resends = [
      .init(time: start + Self.second, frame: 10),
      .init(time: start + 2 * Self.second, frame: 20, isAfterTimeout: true),
      .init(time: start + 3 * Self.second, frame: 20, fileIndex: 1),
    ]
    series.timeoutWaits = [(start + Self.second)...(start + 2 * Self.second)]
    series.duplicateAcks = [start + 900]
    series.period = start...(start + 5 * Self.second)
    return series
  }

  private func data(_ retransmissions: [Retransmission]) throws -> RecoveryData {
    let flow = FlowMaterial(request: SampleMaterial.request(), capture: "snd.pcap", series: [series()])
    return try #require(RecoveryBuilder.chartData(of: flow, retransmissions: retransmissions))
  }

  private func verdict(_ frame: UInt64, file: UInt16, _ certainty: SpuriousCertainty?) -> Retransmission {
    Retransmission(
      flow: FlowID(connection: 1, direction: 1), frame: frame, fileIndex: file,
      range: SequenceRange(start: 1, end: 2), kind: .fast, evidence: .dsack, certainty: certainty)
  }

  @Test func eventsFillTheirLanesRelativeToTheAxis() throws {
    let data = try data([])
    #expect(data.spans[.retransmission]?.map(\.lowerBound) == [Self.second, 3 * Self.second])
    #expect(data.spans[.afterTimeout]?.map(\.lowerBound) == [2 * Self.second])
    #expect(data.spans[.timeoutWait] == [Self.second...(2 * Self.second)])
    #expect(data.spans[.duplicateAck] == [900...900])
    #expect(data.period == 0...(5 * Self.second))
    #expect(data.emptyReason.isEmpty)
  }

  @Test func needlessOnesAreFoundByFileAndFrame() throws {
    let data = try data([verdict(20, file: 1, .likely), verdict(10, file: 0, nil)])
    #expect(data.spans[.spurious]?.map(\.lowerBound) == [3 * Self.second])
  }

  @Test func flowWithMostRetransmissionsIsChosen() throws {
    let records = SampleMaterial.analysis().connections
    let most = try #require(RecoveryBuilder.mostRetransmitting(of: records))
    #expect(most.flow == FlowID(connection: 1, direction: 1) && most.count == 134)
  }
}
