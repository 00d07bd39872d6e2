import Reporting
import TCPAnalysis
import Testing

@Suite struct SectionTests {
  @Test func moduleOfATestTakesPartWithoutAChangeInTheLibrary() throws {
    let section: any Section = FakeSection()
    #expect(section.module == "fake")
    let measurements = section.measurements(of: SampleMaterial.request())
    let batch = [ClassifiedSegment(), ClassifiedSegment(), ClassifiedSegment()]
    for measurement in measurements { measurement.metric.observe(batch.span) }

    var material = SampleMaterial.material()
    material.flows[0].series += measurements.map { $0.series() }
    let builder = ReportBuilder(
      material: material, provenance: SampleMaterial.provenance,
      sections: [TimeSequenceSection(), section, ThroughputSection()])
    let renderer = RecordingRenderer()
    let page = String(decoding: try builder.html(renderer: renderer).bytes, as: UTF8.self)
    #expect(
      renderer.calls.map { $0.split(separator: " ")[1] } == [
        "timesequence", "fake", "throughput", "flowgraph",
      ])
    #expect(page.contains("<strong>Figure 2.</strong> What the fake chart shows."))
    #expect(page.contains("<p>3 packets measured</p>") && page.contains("<dt>Fake number</dt>"))

    // A ticket has the charts that show its findings, and any other where there is none of these.
    let alone = ReportBuilder(
      material: material, provenance: SampleMaterial.provenance, sections: [section])
    let ticket = try alone.markdown(renderer: renderer, pictureFolder: "x")
    #expect(ticket.companions.map(\.path) == ["x/flow-1.1-fake.png"])
  }
}
