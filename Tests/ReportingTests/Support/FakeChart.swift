import Charts
import Measurements
import Reporting
import TCPAnalysis

/// A chart with fixed words, so that documents can be compared whatever charts look like.
struct FakeChart: Chart {
  static let kind = "fake"
  var name = "fake"
  var words = ""

  var title: String { "\(name)\(words)" }
  var subtitle: String { "A 10.9.0.1:51936 \u{2192} B 10.9.0.2:5300 \u{B7} taken at A\(words)" }
  var altText: String { "A \(name) chart of the flow from A to B over 8.49 s\(words)" }
  var facts: [ChartFact] { [] }

  var dataTables: [DataTable] {
    [
      DataTable(
        name: "",
        columns: [
          .init("time_s", .seconds([0, 20_000_000, 40_000_000], decimals: 6)),
          .init("sent_B", .integers([1, 2, nil])),
        ])
    ]
  }

  func caption(style: ChartStyle) -> String { "What the \(name) chart shows.\(words)" }

  func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    throw .noRoom(text: name, width: 1, height: 1)
  }
}

/// A module that no list in the library knows of.
struct FakeSection: Section {
  static let module = "fake"
  var words = ""

  func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = FakeMetric()
    return [Measurement(key: "fake \(request.flow)", metric: metric) { FakeSeries(packets: metric.packets) }]
  }

  func content(of flow: FlowMaterial) -> SectionContent? {
    let packets = flow.series(FakeSeries.self).map { "\($0.packets) packets measured" } ?? "not measured"
    return SectionContent(
      title: "Fake module", chart: FakeChart(words: words), nodes: [.paragraph(RichText(packets + words))])
  }

  var methods: [Definition] { [Definition("Fake number", "Counts what passes.")] }
}

/// A module of any name with a chart.
struct NamedSection: Section {
  static let module = ""
  let module: String

  func measurements(of request: FlowRequest) -> [Measurement] { [] }
  func content(of flow: FlowMaterial) -> SectionContent? {
    SectionContent(title: module, chart: FakeChart(name: module))
  }
  var methods: [Definition] { [] }
}

/// What the module measures.
struct FakeSeries: Sendable {
  var packets = 0
}

/// Counts packets.
final class FakeMetric: Metric {
  private(set) var packets = 0

  func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    packets += batch.count
  }
}
