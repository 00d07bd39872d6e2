import PacketCapture
import Reporting
import TCPAnalysis
import Testing

@Suite struct TextReportTests {
  private func text(material: ReportMaterial = SampleMaterial.material(), isASCII: Bool = false) -> String {
    var options = ReportOptions()
    options.isASCII = isASCII
    let builder = ReportBuilder(
      material: material, options: options, provenance: SampleMaterial.provenance, sections: [FakeSection()])
    return String(decoding: builder.text().bytes, as: UTF8.self)
  }

  @Test func textIsAsStored() throws {
    try expectSnapshot(text(), named: "report.txt")
  }

  @Test func sparklinesKeepToASCIIOnRequest() {
    let lines = text(isASCII: true).split(separator: "\n").filter { $0.contains("sent ") }
    #expect(lines.contains { $0.contains("#") } && lines.allSatisfy { !$0.contains("\u{2588}") })
  }

  @Test func controlCharactersOfNamesDoNotReachTheTerminal() {
    let hostile = text(material: SampleMaterial.material(fileName: "a\u{1B}[31mb\u{9B}c.pcap"))
    #expect(!hostile.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
    #expect(hostile.contains("a\\u{1b}[31mb"))
  }

  @Test func linesFitNarrowTerminals() {
    for line in text().split(separator: "\n") { #expect(line.count <= 78, "\(line)") }
  }
}
