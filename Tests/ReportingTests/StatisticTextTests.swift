import PacketCapture
import Reporting
import TCPAnalysis
import Testing

/// The text form: what stands in it, and how wide it is.
struct StatisticTextTests {
  private func text(_ material: StatisticMaterial, _ change: (inout StatisticText.Options) -> Void = { _ in })
    -> String
  {
    var options = StatisticText.Options()
    change(&options)
    return collected { sink in StatisticText(material, options: options).write { sink($0) } }
  }

  @Test func bothFlowsStandSideBySide() throws {
    let text = text(StatisticSamples.material())
    let line = try #require(text.split(separator: "\n").first { $0.contains("data segments") })
    #expect(line.split(separator: " ") == ["data", "segments", "3", "0"])
    #expect(text.contains("Connection 1  10.0.0.1:40000 \u{2192} 10.0.0.2:80  SF  ShADaFf"))
  }

  @Test func unknownIsADashAndNeverZero() throws {
    let text = text(StatisticSamples.material())
    let line = try #require(text.split(separator: "\n").first { $0.contains("inter-arrival") })
    #expect(line.hasSuffix("\u{2014}"))
  }

  @Test(arguments: [false, true]) func noLineIsWiderThanTheScreen(isExtended: Bool) {
    let text = text(StatisticSamples.material()) { $0.isExtended = isExtended }
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  @Test func extendedShowsMore() {
    let brief = text(StatisticSamples.material())
    let full = text(StatisticSamples.material()) { $0.isExtended = true }
    #expect(!brief.contains("window scale"))
    #expect(full.contains("1460 B / 7"))
  }

  @Test func plainTextHasNoEscapes() {
    #expect(!text(StatisticSamples.material()).contains("\u{1B}"))
    #expect(text(StatisticSamples.material()) { $0.usesColor = true }.contains("\u{1B}[1m"))
  }

  @Test func aFileNameCannotCommandTheTerminal() {
    var material = StatisticSamples.material()
    material.analysis.capture.files[0].name = "a\u{1B}[2J.pcap"
    #expect(!text(material).contains("\u{1B}"))
  }

  @Test func aThousandConnectionsAndMoreTakeALineEach() {
    let text = text(StatisticSamples.material((1...1001).map { StatisticSamples.connection($0) }))
    let lines = text.split(separator: "\n").filter { $0.contains("10.0.0.1:40000") }
    #expect(lines.count == 1001)
    #expect(text.contains("--format csv or json"))
  }

  @Test func theHeadSaysHowManyAreShown() {
    var selection = StatisticSelection()
    selection.top = 1
    let material = StatisticSamples.material(
      [StatisticSamples.connection(1), StatisticSamples.connection(2)], selection: selection)
    #expect(text(material).contains("2, 1 shown, by payloadBytes"))
  }
}
