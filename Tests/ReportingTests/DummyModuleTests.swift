import Charts
import Fixtures
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

/// A module made of a metric, a section and a chart that only the tests know of: where it would need a change in a
/// library, the design would be wrong.
@Suite struct DummyModuleTests {
  @Test func moduleFromTheTestsReachesTheReport() throws {
    let input = try CaptureInput(
      paths: [try Fixtures.capture(.testbed, "clean_bulk").path], options: CaptureOptions(isReadTwice: true))
    let first = try Analyzer().run(try input.makeReader())
    let connection = try #require(first.connections[1])
    let request = FlowRequest(
      flow: FlowID(connection: 1, direction: 1), connection: connection,
      axis: TimeAxis(zero: connection.firstTime))
    let section = FakeSection()
    let measurements = section.measurements(of: request)
    _ = try Analyzer(metrics: measurements.map(\.metric)).run(try input.makeReader())
    let material = ReportMaterial(
      analysis: first,
      flows: [FlowMaterial(request: request, capture: "clean_bulk", series: measurements.map { $0.series() })]
    )
    let builder = ReportBuilder(
      material: material, provenance: SampleMaterial.provenance, sections: [section])
    let page = String(decoding: try builder.html(renderer: RecordingRenderer()).bytes, as: UTF8.self)
    #expect(page.contains("Fake module"))
    #expect(page.contains("\(first.capture.tcpPackets) packets measured"))
    #expect(page.contains("Counts what passes."))
  }
}
