import Charts
import Foundation
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

@Suite struct HTMLReportTests {
  private func page(
    material: ReportMaterial = SampleMaterial.material(), sections: [any Section] = [FakeSection()],
    renderer: RecordingRenderer = RecordingRenderer(), options: ReportOptions = ReportOptions(),
    templates: TemplateSet = .builtIn
  ) throws -> (text: String, output: ReportOutput) {
    let builder = ReportBuilder(
      material: material, options: options, provenance: SampleMaterial.provenance, sections: sections,
      templates: templates)
    let output = try builder.html(renderer: renderer)
    return (String(decoding: output.bytes, as: UTF8.self), output)
  }

  @Test func pageIsAsStored() throws {
    // Style and script have tests of their own and would hide the rest.
    let templates = TemplateSet.builtIn.replacing(with: [
      "report.css": "/* style */", "report.js": "/* script */",
    ])
    try expectSnapshot(try page(templates: templates).text, named: "report.html")
  }

  @Test func sameMaterialGivesSameBytes() throws {
    #expect(try page().output == page().output)
  }

  @Test func idsAreUniqueAndAnchorsResolve() throws {
    let sections: [any Section] = [TimeSequenceSection(), ThroughputSection(), FakeSection()]
    let scan = MarkupScan(try page(sections: sections).text)
    let ids = scan.values(of: "id")
    #expect(ids.count == Set(ids).count)
    #expect(ids.contains("f1") && ids.contains("f3") && ids.contains("c1") && ids.contains("prov"))
    for link in scan.values(of: "href", in: "a") {
      #expect(link.hasPrefix("#") && ids.contains(String(link.dropFirst())), "\(link)")
    }
  }

  @Test func pageRefersToNothingOutside() throws {
    let text = try page(sections: [TimeSequenceSection(), ThroughputSection()]).text
      .replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    #expect(
      !text.contains("http:") && !text.contains("https:") && !text.contains("url(") && !text.contains("//"))
    #expect(!text.contains("@import"))
    let scan = MarkupScan(text)
    #expect(scan.values(of: "src").allSatisfy { $0.hasPrefix("data:image/png;base64,") })
    #expect(!scan.tags.contains { ["link", "iframe", "object", "embed", "base", "form"].contains($0.name) })
  }

  @Test func contentSecurityPolicyForbidsLoading() throws {
    let scan = MarkupScan(try page().text)
    let metas = scan.tags.filter {
      $0.name == "meta" && $0.attributes["http-equiv"] == "Content-Security-Policy"
    }
    #expect(
      metas.map { $0.attributes["content"] } == [
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
      ])
  }

  @Test func scriptIsSmallAndInsertsNoMarkup() throws {
    let text = try page().text
    let start = try #require(text.firstRange(of: "<script>\n"))
    let stop = try #require(text[start.upperBound...].firstRange(of: "\n</script>"))
    let script = text[start.upperBound..<stop.lowerBound]
    #expect(script.utf8.count <= 6 * 1024)
    #expect(script.hasPrefix("(()=>{\"use strict\";"))
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"] {
      #expect(!script.contains(word), "\(word)")
    }
  }

  @Test func builtInTemplatesStayUnderTheLimitOfEmbedding() {
    for (name, text) in TemplateSet.builtIn.texts { #expect(text.utf8.count < 20_000, "\(name)") }
  }

  @Test func pageHasTheStructureThatReadersOfScreensNeed() throws {
    let scan = MarkupScan(try page().text)
    #expect(scan.values(of: "lang", in: "html") == ["en"])
    #expect(scan.tags.filter { $0.name == "h1" }.count == 1)
    var level = 0
    for tag in scan.tags where tag.name.count == 2 && tag.name.first == "h" {
      guard let next = Int(tag.name.dropFirst()) else { continue }
      #expect(next <= level + 1, "headings do not skip a level")
      level = next
    }
    #expect(scan.values(of: "class", in: "a").contains("skip"))
    for head in scan.tags where head.name == "th" { #expect(head.attributes["scope"] != nil) }
    for region in scan.tags where region.attributes["role"] == "region" {
      #expect(region.attributes["aria-label"]?.isEmpty == false)
    }
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'\u{301}\"\u{301}<\u{301}b>", "</title>",
  ])
  func stringsOfCapturesAreNoMarkup(_ hostile: String) throws {
    var material = SampleMaterial.material(fileName: hostile)
    material.analysis.capture.files[0].interfaces[0].name = hostile
    material.analysis.capture.files[0].origin = [hostile]
    material.analysis.capture.files[0].linkTypes = [hostile]
    material.analysis.capture.warnings = [hostile]
    material.dataJSON = "{\"name\":\"</script><script>alert(2)</script>\"}"
    var provenance = SampleMaterial.provenance
    provenance.command = "captcp report \(hostile)"
    let builder = ReportBuilder(
      material: material, provenance: provenance, sections: [FakeSection(words: hostile)])
    let text = String(decoding: try builder.html(renderer: RecordingRenderer()).bytes, as: UTF8.self)
    let (plain, _) = try page()
    // Not a tag more than with harmless names, but for the lines that interface, comment and warnings add.
    let names = MarkupScan(text).tags.map(\.name).filter { !["div", "dt", "dd", "code"].contains($0) }
    #expect(names == MarkupScan(plain).tags.map(\.name).filter { !["div", "dt", "dd", "code"].contains($0) })
    #expect(!text.contains("<script>alert") && !text.contains("<img src=x"))
    let quoted = MarkupScan(text).tags.flatMap(\.attributes.keys)
    #expect(!quoted.contains { $0.hasPrefix("on") })
  }

  @Test func footerOfPrintedPagesCannotLeaveTheStyleSheet() throws {
    let (text, _) = try page(material: SampleMaterial.material(fileName: "a\";}</style><b>.pcap"))
    #expect(!text.contains("</style><b>"))
    #expect(text.contains(#"content:"captcp report: a\22 \3b \7d \3c \2f style\3e "#))
  }

  @Test func figuresAreDrawnOnceWithPrefixesOfTheirOwn() throws {
    let renderer = RecordingRenderer()
    _ = try page(sections: [TimeSequenceSection(), ThroughputSection()], renderer: renderer)
    #expect(
      renderer.calls == ["svg timesequence html f1-", "svg throughput html f2-", "svg flowgraph html f3-"])
  }

  @Test func plotAreaStandsInPerCentOfThePicture() throws {
    #expect(
      MarkupScan(try page().text).values(of: "data-axes") == ["10 10 80 80 0 8.49", "10 10 80 80 0 8.49"])
  }

  @Test func figureThatCannotBeDrawnIsNamed() throws {
    let renderer = RecordingRenderer()
    renderer.refused = ["fake"]
    let (text, output) = try page(renderer: renderer)
    #expect(text.contains("This figure could not be drawn: no room for &quot;&lt;label&gt;&quot;"))
    #expect(output.warnings == ["figure 1 (Fake module) could not be drawn: no room for \"<label>\""])
  }

  @Test func reportOverItsLimitGivesUpTheLeastImportantPictures() throws {
    var material = SampleMaterial.material()
    material.flows[0].windows = []
    var second = material.flows[0]
    second.flow = FlowID(connection: 2, direction: 2)
    second.connection = SampleMaterial.shortConnection()
    material.flows.append(second)
    let renderer = RecordingRenderer()
    renderer.svgBytes = 300_000
    var options = ReportOptions()
    options.byteLimit = 500_000
    let (text, output) = try page(material: material, renderer: renderer, options: options)
    #expect(renderer.calls.filter { $0.hasPrefix("png") }.count == 1)
    #expect(text.contains("src=\"data:image/png;base64,BwcHBwcHBwc=\""))
    #expect(output.bytes.count < options.byteLimit)
    let images = MarkupScan(text).tags.filter { $0.name == "img" }
    #expect(images.count == 1 && images[0].attributes["alt"]?.isEmpty == false)

    renderer.pngBytes = 400_000
    let (_, dropped) = try page(material: material, renderer: renderer, options: options)
    #expect(renderer.calls.filter { $0.hasPrefix("png") }.count == 3, "both are tried")
    #expect(
      dropped.warnings == ["figure 2 (Fake module) was left out: the report would be over its size limit"])
    #expect(dropped.bytes.count < options.byteLimit)
  }

  @Test func picturesBecomePNGBeforeAnyIsLeftOut() throws {
    var material = SampleMaterial.material()
    material.flows[0].windows = []
    material.flows.append(material.flows[0])
    let renderer = RecordingRenderer()
    renderer.svgBytes = 400_000
    renderer.pngBytes = 150_000
    var options = ReportOptions()
    options.byteLimit = 500_000
    let (text, output) = try page(material: material, renderer: renderer, options: options)
    #expect(output.warnings.isEmpty)
    #expect(MarkupScan(text).tags.filter { $0.name == "img" }.count == 2)
  }

  @Test func provenanceStandsInThePageAsJSON() throws {
    let (text, _) = try page(material: SampleMaterial.material(fileName: "</script>.pcap"))
    let start = try #require(text.firstRange(of: "id=\"provenance\">"))
    let stop = try #require(text[start.upperBound...].firstRange(of: "</script>"))
    let data = Data(text[start.upperBound..<stop.lowerBound].utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["schema"] as? Int == 1)
    #expect(json["tool"] as? String == "captcp 1.0.0")
    let files = (json["capture"] as? [String: Any])?["files"] as? [[String: Any]]
    #expect(files?.first?["name"] as? String == "</script>.pcap")
  }

  @Test func timelineOfTheSummaryIsTheFirstFigure() throws {
    var material = SampleMaterial.material()
    material.overview = FakeChart(name: "overview")
    let text = try page(material: material).text
    let figure = try #require(text.firstRange(of: "<figure id=\"f1\">"))
    let findings = try #require(text.firstRange(of: "<section id=\"findings\">"))
    #expect(figure.lowerBound < findings.lowerBound)
    #expect(text[figure.lowerBound..<findings.lowerBound].contains("Connections over time"))
    #expect(text.contains("<figure id=\"f2\">"))
  }

  @Test func tilesPreferSamplesAndNameTheLongestWait() throws {
    var material = SampleMaterial.material()
    var series = RTTSeries(flow: material.flows[0].flow, method: .ack)
    series.samples = [40_000_000, 50_000_000, 60_000_000]
    series.times = series.samples
    material.flows[0].series.append(series)
    let sampled = try page(material: material).text
    #expect(sampled.contains("RTT, min / median / max</span> <strong>40.0 / 50.0 / 60.0"))
    // Beside the receiver the samples are its own delay.
    material.flows[0].connection.capturePoint = .responder
    let atReceiver = try page(material: material).text
    #expect(!atReceiver.contains("40.0 / 50.0"))
    material.findings = FindingList()
    let unseen = try page(material: material).text
    #expect(unseen.contains("Longest zero window</span> <strong>unknown"))
  }

  @Test func numbersOfFlowsCarryTheirNamesAndExactValues() throws {
    let scan = MarkupScan(try page().text)
    func value(_ key: String, _ id: String) -> [String] {
      scan.tags.filter { $0.attributes["data-key"] == key && $0.attributes["data-id"] == id }
        .compactMap { $0.attributes["data-v"] }
    }
    #expect(value("retransmittedPackets", "1.1") == ["134"])
    #expect(value("uniquePayloadBytes", "1.1") == ["1282928", "1282928"])
    #expect(value("zeroWindowAcks", "1.2") == ["12"])
    #expect(value("windowScale", "1.1") == ["7"])
    #expect(value("windowScale", "1.2").isEmpty, "not offered is no number")
    #expect(value("durationSeconds", "1") == ["8.49"])
    let goodput = try #require(value("goodputBitsPerSecond", "1.1").last.flatMap(Double.init))
    #expect(abs(goodput - SampleMaterial.connection().forward.goodputBitsPerSecond!) < 1e-6)
  }

  @Test func onlyDrawnConnectionsAreLinked() throws {
    let links = MarkupScan(try page().text).values(of: "href", in: "a")
    #expect(links.contains("#c1") && !links.contains("#c2"))
  }

  @Test func sparklineColumnNeedsItsData() throws {
    #expect(try !page().text.contains("class=\"spark\""))
    var material = SampleMaterial.material()
    material.payloadSparklines = [1: [0, 1, 4, 2]]
    let text = try page(material: material).text
    #expect(
      MarkupScan(text).values(of: "d", in: "path") == ["M24 16v-4h24V16zM48 16v-16h24V16zM72 16v-8h24V16z"])
  }

  @Test func missingAndBrokenTemplatesAreNamed() {
    var templates = TemplateSet.builtIn
    templates.texts["report.css"] = nil
    #expect(throws: ReportError.template(name: "report.css", reason: "missing")) {
      try page(templates: templates)
    }
    let broken = TemplateSet.builtIn.replacing(with: ["report-table.html": "{{#open}}"])
    #expect(throws: ReportError.self) { try page(templates: broken) }
  }
}
