import Charts
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

@Suite struct CompareBuilderTests {
  private static let second: Int64 = 1_000_000_000

  private func builder(
    _ metric: CompareData.Metric, _ distribution: CompareData.Metric = .rtt
  ) -> CompareBuilder {
    CompareBuilder(
      metric: metric, distribution: distribution, form: .both, alignment: .start,
      binNanoseconds: Self.second)
  }

  /// A flow of 2.5 s from the sample's start on.
  private func flow(_ series: [any Sendable]) -> CompareBuilder.Flow {
    var request = SampleMaterial.request()
    request.connection.forward.firstTime = SampleMaterial.start
    request.connection.forward.lastTime = SampleMaterial.start + 2_500_000_000
    return .init(FlowMaterial(request: request, capture: "snd.pcap", series: series), name: "x")
  }

  private func data(_ builder: CompareBuilder, _ series: [any Sendable]) -> CompareData.Series {
    builder.chartData([flow(series)], captures: ["snd.pcap"], axis: SampleMaterial.request().axis).series[0]
  }

  private func rtt() -> RTTSeries {
    var series = RTTSeries(flow: FlowID(connection: 1, direction: 1), method: .ack)
    series.times = [100, 200, 300, 2 * Self.second].map { SampleMaterial.start + $0 }
    series.samples = [10, 30, 20, 70]
    return series
  }

  @Test func ratesKeepTheTrueLengthOfTheLastBin() {
    var series = ThroughputSeries(
      flow: FlowID(connection: 1, direction: 1), layer: .goodput, binNanoseconds: Self.second,
      start: SampleMaterial.start)
    series.bytes = [1000, 0, 500]
    let result = data(builder(.goodput), [series, rtt()])
    #expect(result.values == [8000, 0, 8000])
    #expect(result.lastBinNanoseconds == 500_000_000)
    #expect(result.sampleTimes == [100, 200, 300, 2 * Self.second] && result.samples == [10, 30, 20, 70])
    #expect(result.medianRTTNanoseconds == 25 && result.tailRTTNanoseconds == nil)
  }

  @Test func anIncompleteBinIsNoSampleOfARate() {
    var series = ThroughputSeries(
      flow: FlowID(connection: 1, direction: 1), layer: .goodput, binNanoseconds: Self.second,
      start: SampleMaterial.start)
    series.bytes = [1000, 0, 500]
    #expect(data(builder(.goodput, .goodput), [series]).samples == [8000, 0])
  }

  @Test func binsWithoutSamplesAreUnknown() {
    let values = data(builder(.rtt), [rtt()]).values
    #expect(values[0] == 20 && values[1].isNaN && values[2] == 70)
  }

  @Test func flightIsTheMeanOverTime() {
    var series = InflightSeries(flow: FlowID(connection: 1, direction: 1))
    let start = SampleMaterial.start
    series.times = [start, start + Self.second / 2, start + 2 * Self.second]
    series.flightBytes = [1000, 3000, -1]
    let values = data(builder(.inflight), [series]).values
    #expect(values[0] == 2000 && values[1] == 3000 && values[2].isNaN)
  }

  @Test func twoLayersAreMeasuredApart() {
    let measured = builder(.goodput, .throughput).measurements(of: SampleMaterial.request())
    #expect(measured.count == 3)
    #expect(CompareBuilder.defaultBin(range: 14_300_000_000) == 500_000_000)
  }

  @Test func captureBesideTheReceiverIsSaid() {
    var flow = flow([rtt()])
    flow.material.connection.capturePoint = .responder
    let data = builder(.rtt).chartData([flow], captures: ["a"], axis: flow.material.axis)
    #expect(data.notes.contains { $0.contains("beside the receiver") })
  }
}
