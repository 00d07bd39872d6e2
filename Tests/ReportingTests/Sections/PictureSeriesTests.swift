import Charts
import Fixtures
import PacketCapture
import Testing

@testable import Reporting
@testable import TCPAnalysis

/// Series of which only what a picture needs is kept: it tells the same numbers, and looks the same.
@Suite struct PictureSeriesTests {
  /// The flow of the bundled capture with most segments, measured by metrics.
  private static func measure(_ make: (FlowID) -> [any Metric]) throws -> (ConnectionSummary, [any Metric]) {
    let flow = FlowID(connection: 2, direction: 1)
    let metrics = make(flow)
    let input = try CaptureInput(paths: [try Fixtures.demo().path], options: CaptureOptions())
    let analysis = try Analyzer(options: AnalysisOptions(), metrics: metrics).run(try input.makeReader())
    return (try #require(analysis.connections[2]), metrics)
  }

  private static let thinner = RowThinner(isWanted: true, limit: 1500, bins: 256)
  private static let axis = TimeAxis(origin: .capture, zero: 0)

  private func expectSame(_ all: any Chart, _ reduced: any Chart) {
    #expect(all.facts == reduced.facts)
    #expect(all.title == reduced.title && all.subtitle == reduced.subtitle && all.altText == reduced.altText)
    let style = ChartStyle(preset: .paperColumn)
    #expect(all.caption(style: style) == reduced.caption(style: style))
  }

  @Test func timeSequenceCountsWhatItLeavesOut() throws {
    let (connection, metrics) = try Self.measure { flow in
      [TimeSequenceMetric(flow: flow), TimeSequenceMetric(flow: flow, thinner: Self.thinner)]
    }
    let series = metrics.compactMap { ($0 as? TimeSequenceMetric)?.series }
    #expect(series[1].segmentTimes.count < series[0].segmentTimes.count / 2)
    #expect(series[1].ackTimes.count < series[0].ackTimes.count)
    #expect(series[0].omitted == TimeSequenceSeries.Omitted())
    #expect(
      series[1].omitted.segments + Int64(series[1].segmentTimes.count) == Int64(series[0].segmentTimes.count))
    let charts = series.map { series in
      TimeSequenceChart(
        data: TimeSequenceSection.chartData(
          series: series, connection: connection, capture: "demo", axis: Self.axis))
    }
    expectSame(charts[0], charts[1])
  }

  @Test func leastKnownWindowAndLeastAboveZeroStay() {
    var inflight = InflightSeries(flow: FlowID(connection: 1, direction: 1))
    inflight.windowBytes = [900, 40, -1, 0, 5, 7, 900, 900]
    inflight.times = inflight.windowBytes.map { _ in 1 }
    inflight.frames = inflight.windowBytes.map { _ in 1 }
    inflight.events = inflight.windowBytes.map { _ in .ack }
    inflight.flightBytes = inflight.windowBytes.map { _ in 100 }
    inflight.pipeBytes = inflight.flightBytes
    var window = WindowSeries(flow: inflight.flow)
    window.times = inflight.times
    window.frames = inflight.frames
    window.fields = inflight.windowBytes.map { _ in 3 }
    window.windowBytes = inflight.windowBytes
    window.roomBytes = inflight.windowBytes
    window.marks = inflight.windowBytes.map { _ in [] }
    var thinner = RowThinner(isWanted: true, limit: 8)
    inflight.thin(with: &thinner)
    window.thin(with: &thinner)
    #expect(inflight.windowBytes == [900, -1, 0, 5, 900])
    #expect(window.windowBytes == [900, -1, 0, 900])
  }

  @Test func flightAndWindowKeepTheirExtremes() throws {
    let (connection, metrics) = try Self.measure { flow in
      let scope = SeriesScope(flow: flow)
      return [
        InflightMetric(scope), InflightMetric(scope, thinner: Self.thinner), WindowMetric(scope),
        WindowMetric(scope, thinner: Self.thinner),
      ]
    }
    let flights = metrics.compactMap { ($0 as? InflightMetric)?.series }
    let windows = metrics.compactMap { ($0 as? WindowMetric)?.series }
    #expect(flights[1].times.count < flights[0].times.count / 2)
    #expect(windows[1].times.count < windows[0].times.count)
    #expect(
      flights[1].events.count { $0 == .retransmission } == flights[0].events.count { $0 == .retransmission })
    let request = FlowRequest(
      flow: FlowID(connection: 2, direction: 1), connection: connection, axis: Self.axis)
    let materials = (0..<2).map { index in
      FlowMaterial(request: request, capture: "demo", series: [windows[index], flights[index]])
    }
    let inflight = materials.compactMap { InflightSection().chart(of: $0) }
    let window = materials.compactMap { WindowSection().chart(of: $0) }
    try #require(inflight.count == 2 && window.count == 2)
    expectSame(inflight[0], inflight[1])
    expectSame(window[0], window[1])
  }
}
