import Charts
import Reporting
import TCPAnalysis
import Testing

@Suite struct ThroughputSectionTests {
  private let axis = ReportTime.axis(
    origin: .connection, connection: SampleMaterial.connection(), captureStart: SampleMaterial.start)
  private let identity = FlowNames.identity(
    of: FlowID(connection: 1, direction: 1), connection: SampleMaterial.connection(), capture: "snd.pcap")

  private func series(start: Int64, bytes: [Int64], lastTime: Int64) -> ThroughputSeries {
    var series = ThroughputSeries(flow: nil, layer: .transportLayer, binNanoseconds: 10, start: start)
    series.bytes = bytes
    series.goodputBytes = bytes.map { $0 / 2 }
    series.packets = bytes.map { $0 > 0 ? 1 : 0 }
    series.lastTime = lastTime
    return series
  }

  @Test func chartHasTheNumbersOfTheSeries() {
    let series = SampleMaterial.throughput()
    let data = ThroughputSection.chartData(
      sources: [.init(name: "", series: series, flows: [SampleMaterial.connection().forward])],
      identity: identity,
      axis: axis)
    #expect(data.series.count == 1 && data.layer == .linkLayer && data.binNanoseconds == 50_000_000)
    #expect(data.series[0].bytes == series.bytes && data.series[0].goodputBytes == series.goodputBytes)
    #expect(data.series[0].totalBytes == series.bytes.reduce(0, +))
    #expect(
      data.series[0].retransmissionTimes == series.retransmissionTimes.map { $0 - SampleMaterial.start })
    #expect(data.series[0].goodputBitsPerSecond == SampleMaterial.connection().forward.goodputBitsPerSecond)
    #expect(data.series[0].dataNanoseconds == 8_340_000_000)
    #expect(
      data.firstBinStart == 0 && data.lastBinNanoseconds == series.lastBinNanoseconds && data.meanBins == 10)
    #expect(data.packets == series.packets.reduce(0, +))
    #expect(data.retransmittedSegments == 134 && data.dataSegments == 1020)
  }

  @Test func seriesThatStartApartAreFilledUp() {
    let zero = axis.zero
    let data = ThroughputSection.chartData(
      sources: [
        .init(name: "1", series: series(start: zero + 20, bytes: [5, 6], lastTime: zero + 33), flows: []),
        .init(name: "2", series: series(start: zero, bytes: [1], lastTime: zero + 4), flows: []),
      ], identity: identity, axis: axis, meanBins: 1)
    #expect(data.series.map(\.bytes) == [[0, 0, 5, 6], [1, 0, 0, 0]])
    #expect(data.series.map(\.goodputBytes.count) == [4, 4])
    #expect(data.firstBinStart == 0 && data.lastBinNanoseconds == 3 && data.layer == .transportLayer)
    #expect(data.series.allSatisfy { $0.goodputBitsPerSecond == nil }, "no span, no rate")
  }

  @Test(arguments: [(25, 20), (20, 20), (-1, -10), (0, 0)])
  func binsStartAtTheZeroOfTheAxis(time: Int64, start: Int64) {
    #expect(ThroughputSection.binStart(containing: 100 + time, zero: 100, bin: 10) == 100 + start)
  }

  @Test func nothingMeasuredGivesNothing() {
    var flow = FlowMaterial(request: SampleMaterial.request(), capture: "snd.pcap", series: [])
    #expect(ThroughputSection().content(of: flow)?.title == nil)
    #expect(TimeSequenceSection().content(of: flow)?.title == nil)
    flow.series = [SampleMaterial.timeSequence(), SampleMaterial.throughput()]
    #expect(ThroughputSection().content(of: flow)?.chart.map { type(of: $0).kind } == "throughput")
    #expect(TimeSequenceSection().content(of: flow)?.chart.map { type(of: $0).kind } == "timesequence")
  }

  @Test func sectionsAskForTheirMeasurements() {
    let request = SampleMaterial.request()
    #expect(TimeSequenceSection().measurements(of: request).map(\.key) == ["timesequence 1.1"])
    let throughput = ThroughputSection().measurements(of: request)
    #expect(throughput.map(\.key) == ["throughput 1.1 link-layer"])
    #expect((throughput[0].series() as? ThroughputSeries)?.start == SampleMaterial.start)
  }
}
