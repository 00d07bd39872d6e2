import PacketCapture
import TCPAnalysis
import Testing

@testable import Reporting

@Suite struct MarkdownReportTests {
  private func ticket(
    material: ReportMaterial = SampleMaterial.material(), flavour: MarkdownFlavour = .github,
    sections: [any Section] = [FakeSection()], renderer: RecordingRenderer = RecordingRenderer(),
    folder: String = "ticket-files", change: (inout ReportOptions) -> Void = { _ in }
  ) throws -> (text: String, output: ReportOutput) {
    var options = ReportOptions()
    options.flavour = flavour
    change(&options)
    let builder = ReportBuilder(
      material: material, options: options, provenance: SampleMaterial.provenance, sections: sections)
    let output = try builder.markdown(renderer: renderer, pictureFolder: folder)
    return (String(decoding: output.bytes, as: UTF8.self), output)
  }

  /// Both connections are drawn.
  private func twoConnections() -> ReportMaterial {
    var material = SampleMaterial.material()
    var second = material.flows[0]
    second.flow = FlowID(connection: 2, direction: 2)
    second.connection = SampleMaterial.shortConnection()
    second.series = []
    second.windows = []
    material.flows.append(second)
    return material
  }

  @Test(arguments: MarkdownFlavour.allCases)
  func ticketIsAsStored(_ flavour: MarkdownFlavour) throws {
    try expectSnapshot(try ticket(flavour: flavour).text, named: "ticket-\(flavour.rawValue).md")
  }

  @Test func ticketOfSeveralConnectionsIsAsStored() throws {
    try expectSnapshot(try ticket(material: twoConnections()).text, named: "ticket-two.md")
  }

  @Test(arguments: MarkdownFlavour.allCases)
  func ticketIsShort(_ flavour: MarkdownFlavour) throws {
    for material in [SampleMaterial.material(), twoConnections()] {
      let (text, output) = try ticket(material: material, flavour: flavour)
      #expect(
        text.split(separator: "\n", omittingEmptySubsequences: false).count <= (flavour == .plain ? 66 : 61))
      #expect(output.bytes.count <= 8192)
    }
  }

  @Test func picturesLieBesideTheTicketAndAreNamedInIt() throws {
    let (text, output) = try ticket(
      sections: [TimeSequenceSection(), ThroughputSection()], folder: "my ticket-files")
    let paths = output.companions.map(\.path)
    // Both findings that a chart shows are seen in the time sequence.
    #expect(paths == ["my ticket-files/flow-1.1-timesequence.png"])
    #expect(text.contains("](my%20ticket-files/flow-1.1-timesequence.png)"))
    #expect(output.companions.allSatisfy { $0.bytes.count == 8 })
  }

  @Test func chartOfAFindingIsTheOneThatShowsItBest() throws {
    let names = ["flowgraph", "inflight", "rtt", "timesequence", "throughput"]
    func paths(_ names: [String]) throws -> [String] {
      try ticket(sections: names.map { NamedSection(module: $0) }).output.companions.map(\.path)
    }
    // A reset, a zero window, a loss; the timeout is the fourth.
    #expect(
      try paths(names)
        == ["flowgraph", "inflight", "timesequence"].map { "ticket-files/flow-1.1-\($0).png" })
    #expect(
      try paths(["throughput", "window"])
        == ["throughput", "window"].map { "ticket-files/flow-1.1-\($0).png" })
    #expect(try paths(["other", "fake"]) == ["ticket-files/flow-1.1-other.png"])
    #expect(try paths([]).isEmpty)
  }

  @Test func onlyGitHubShowsAFormForDarkPages() throws {
    let renderer = RecordingRenderer()
    let (text, output) = try ticket(renderer: renderer, folder: "a b") { $0.hasDarkVariant = true }
    #expect(output.companions.map(\.path) == ["a b/flow-1.1-fake.png", "a b/flow-1.1-fake-dark.png"])
    #expect(text.contains("srcset=\"a%20b/flow-1.1-fake-dark.png\"><img alt=\"A fake chart"))
    for flavour in [MarkdownFlavour.gitlab, .jira, .plain] {
      let (text, output) = try ticket(flavour: flavour) { $0.hasDarkVariant = true }
      #expect(output.companions.count == 1 && !text.contains("<picture>"))
    }
  }

  @Test func textLongerThanTheTrackerOfAFlavourTakesIsCut() throws {
    var material = SampleMaterial.material()
    material.analysis.capture.warnings = [String(repeating: "warning ", count: 5000)]
    #expect(try ticket(material: material).text.contains("warning warning"))
    let (jira, output) = try ticket(material: material, flavour: .jira)
    #expect(jira.utf16.count <= 32_000 && jira.contains("000 characters: provenance."))
    #expect(output.warnings.count == 1)
  }

  @Test func picturesOfPartsThatAreLeftOutAreNotAttached() throws {
    let words = String(repeating: "x\u{301}", count: 40_000)
    let (text, output) = try ticket(sections: [FakeSection(words: words)])
    #expect(text.utf16.count <= 60_000 && text.contains("charts, course over time, packets, provenance"))
    #expect(output.companions.isEmpty)
    let (titled, _) = try ticket { $0.title = words }
    #expect(titled.utf16.count <= 60_000 && titled.contains("<summary>Provenance</summary>"))
  }

  @Test func everyFindingHasARuleInTheTableOfCharts() {
    let rules = Set(FindingRules.all.map(\.identifier))
    #expect(FindingCharts.rules.isSubset(of: rules))
  }

  @Test func packetsInBetweenAreCountedWhereTheyAreLeftOut() throws {
    var material = SampleMaterial.material()
    var end = PacketWindow(connection: 1, frame: 306)
    end.segments = material.flows[0].windows[0].segments.suffix(2)
    material.flows[0].windows[0].segments.removeLast(3)
    material.flows[0].windows.append(end)
    let (text, _) = try ticket(material: material)
    #expect(text.contains(/Packets around frames? 305/))
    #expect(text.contains(/frames? \d+( to \d+)? not shown/) || text.contains("Packets around frame 305"))
  }

  @Test func dataComesOnRequest() throws {
    let (_, output) = try ticket { $0.writesData = true }
    #expect(
      output.companions.map(\.path) == ["ticket-files/flow-1.1-fake.png", "ticket-files/flow-1.1-fake.csv"])
    #expect(
      String(decoding: output.companions[1].bytes, as: UTF8.self)
        == "time_s,sent_B\n0.000000,1\n0.020000,2\n0.040000,\n")
  }

  @Test func pictureThatCannotBeDrawnIsNamed() throws {
    let renderer = RecordingRenderer()
    renderer.refused = ["fake"]
    let (text, output) = try ticket(renderer: renderer)
    #expect(text.contains("Fake module could not be drawn: no room for \"&lt;label&gt;\""))
    #expect(output.companions.isEmpty && output.warnings.count == 1)
  }

  @Test(arguments: ["a|b`c*d_e<script>.pcap", "</details>", "a\\|<b>.pcap", "``` \n# heading", "![x](y)"])
  func stringsOfCapturesAreNoMarkup(_ hostile: String) throws {
    var material = SampleMaterial.material(fileName: hostile)
    material.analysis.capture.warnings = [hostile]
    let (text, _) = try ticket(material: material, sections: [FakeSection(words: hostile)])
    let (plain, _) = try ticket()
    #expect(text.matches(of: /```/).count == plain.matches(of: /```/).count)
    #expect(text.matches(of: /(?m)^#/).count == plain.matches(of: /(?m)^#/).count)
    // What stands in a code span is no markup.
    let outside = text.replacing(/`[^`\n]+`/, with: "")
    #expect(!outside.contains("<script>"))
    #expect(outside.matches(of: /<\/details>/).count == plain.matches(of: /<\/details>/).count)
    #expect(outside.matches(of: /!\[/).count == plain.matches(of: /!\[/).count)
    // A bar in a cell would make a column more: every row of a table has as many as its head.
    for table in text.split(separator: "\n\n") where table.hasPrefix("| ") {
      let bars = table.split(separator: "\n").map { $0.matches(of: /(^|[^\\])\|/).count }
      #expect(Set(bars).count == 1, "\(table)")
    }
  }

  @Test func titleWithBackticksKeepsOneCodeSpan() throws {
    let (text, _) = try ticket(material: SampleMaterial.material(fileName: "a`b`.pcap"))
    #expect(text.hasPrefix("## TCP report: <code>a&#96;b&#96;&#46;pcap</code>, connection 1\n"))
  }

  @Test func textOverTheLimitLosesItsLastPartsAndSaysSo() throws {
    var material = SampleMaterial.material()
    material.analysis.capture.warnings = [String(repeating: "warning ", count: 9000)]
    let (text, _) = try ticket(material: material)
    #expect(text.count < 60_000)
    #expect(text.contains("000 characters: provenance."))
    #expect(!text.contains("Provenance"))
    #expect(text.contains("zero window for"))
  }

  @Test func diagramStaysWithinTheLimitsOfItsLanguage() throws {
    var material = SampleMaterial.material()
    let window = material.flows[0].windows[0]
    for _ in 0..<20 { material.flows[0].windows[0].segments += window.segments }
    let (text, _) = try ticket(material: material)
    let diagram = try #require(text.firstMatch(of: /```mermaid\n((?:.|\n)*?)\n```/)).1
    let messages = diagram.split(separator: "\n").filter { $0.contains(">>") }
    #expect(messages.count == 40 && diagram.count <= 4500)
    #expect(diagram.contains("more packets"))
    for line in diagram.split(separator: "\n") where line.contains(">>") || line.contains("Note over") {
      let label = try #require(line.firstRange(of: ": ").map { line[$0.upperBound...] })
      #expect(label.wholeMatch(of: /[A-Za-z0-9 .,()-]+/) != nil, "\(label)")
    }
  }
}
