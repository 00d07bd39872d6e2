import Charts
import Testing

@testable import Reporting
@testable import TCPAnalysis

/// Which charts a report draws of which flows.
@Suite struct ReportRuleTests {
  private func request(
    _ observations: FlowObservations?, _ change: (inout ConnectionSummary) -> Void = { _ in }
  ) -> FlowRequest {
    var request = SampleMaterial.request()
    request.connection.backward.zeroWindowAcks = 0
    change(&request.connection)
    request.observations = observations
    return request
  }

  private func period(_ start: Int64, _ stop: Int64) -> WindowSeries.Period {
    var period = WindowSeries.Period(start: SeriesPlace(time: start, frame: 1))
    period.stop = SeriesPlace(time: stop, frame: 2)
    return period
  }

  @Test func flightIsDrawnWhereTheWindowWasZeroOrFull() {
    let section = FlightSection()
    #expect(section.measurements(of: request(FlowObservations())).isEmpty)
    var zero = FlowObservations()
    zero.zeroWindows.add(period(0, 1000))
    #expect(section.measurements(of: request(zero)).count == 1)
    // The transfer takes 8.34 s: a fifth of it is 1.668 s.
    var full = FlowObservations()
    full.fullWindows.add(period(0, 1_667_000_000))
    #expect(section.measurements(of: request(full)).isEmpty)
    full.fullWindows.add(period(2_000_000_000, 2_001_000_000))
    #expect(section.measurements(of: request(full)).count == 1)
    #expect(section.measurements(of: request(nil) { $0.backward.zeroWindowAcks = 1 }).count == 1)
    #expect(section.measurements(of: request(nil)).isEmpty)
  }

  @Test func recoveryIsDrawnFromOnePerCentOn() {
    let section = RecoverySection()
    func count(_ resent: Int64, of data: Int64) -> Int {
      section.measurements(
        of: request(nil) {
          $0.forward.retransmittedPackets = resent
          $0.forward.dataPackets = data
        }
      ).count
    }
    #expect(count(10, of: 1000) == 1)
    #expect(count(9, of: 1000) == 0)
    #expect(count(0, of: 0) == 0)
    let needs = section.measurements(of: request(nil)).map(\.needsRetransmissions)
    #expect(needs == [true])
  }

  @Test func sectionsSayNothingOfWhatWasNotMeasured() {
    let flow = FlowMaterial(request: SampleMaterial.request(), capture: "a", series: [])
    #expect(FlightSection().content(of: flow)?.title == nil)
    #expect(RecoverySection().content(of: flow)?.title == nil)
  }

  @Test func recoveryHasAChart() {
    var series = RecoverySeries(flow: FlowID(connection: 1, direction: 1))
    series.period = SampleMaterial.start...(SampleMaterial.start + 1_000_000_000)
    series.resends = [.init(time: SampleMaterial.start + 1000, frame: 18)]
    let flow = FlowMaterial(
      request: SampleMaterial.request(), capture: "a", series: [series],
      retransmissions: SampleMaterial.analysis().retransmissions)
    #expect(RecoverySection().content(of: flow)?.chart is RecoveryChart)
  }
}
