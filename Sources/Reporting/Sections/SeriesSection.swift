public import Charts

/// A section whose numbers are a series of one flow, which the module of the same name prints.
///
/// A chart plugs in by `chart(of:)`: everything else, the text, CSV and JSON forms among it, comes from `result(of:)`.
public protocol SeriesSection: Section {
  /// What is said of a flow in words, without numbers and tables: all that a chart needs; `nil` if nothing was measured.
  func outline(of flow: FlowMaterial) -> SeriesResult?

  /// What is said of a flow; `nil` if nothing was measured of it.
  func result(of flow: FlowMaterial) -> SeriesResult?

  /// The chart of a flow; `nil` for a module that draws none.
  func chart(of flow: FlowMaterial) -> (any Chart)?

  /// How other tools draw the tables of a result.
  func starter(of result: SeriesResult) -> ChartStarter

  /// The charts of several flows: one for each, unless the module draws some of them together.
  func charts(of flows: [FlowMaterial]) -> [any Chart]
}

extension SeriesSection {
  /// No chart.
  public func chart(of flow: FlowMaterial) -> (any Chart)? { nil }

  /// One chart a flow.
  public func charts(of flows: [FlowMaterial]) -> [any Chart] { flows.compactMap { chart(of: $0) } }

  /// The chart, then the facts as names and values, folded away; notes stand in the chart's caption.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    guard let result = result(of: flow) else { return nil }
    let facts = Node.definitions(result.facts.map { Definition($0.label, RichText($0.text)) })
    if let chart = chart(of: flow) {
      let details = Details(summary: RichText("Numbers: \(result.title.lowercased())"), nodes: [facts])
      return SectionContent(title: result.title, chart: chart, nodes: [.details(details)])
    }
    let notes = result.notes.map { RichText($0.text) }
    return SectionContent(title: result.title, nodes: [facts] + (notes.isEmpty ? [] : [.notes(notes)]))
  }
}
