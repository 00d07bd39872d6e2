import Charts
import Measurements
import PacketCapture
import TCPAnalysis

/// Makes documents of material: the same numbers and words for every language and length.
struct DocumentComposer {
  let material: ReportMaterial
  let options: ReportOptions
  let provenance: Provenance
  let sections: [any Section]

  /// Sums over all connections.
  let totals: ConnectionTotals
  /// What was found, the most serious first.
  var findings: [Finding] { material.findings.findings }

  init(material: ReportMaterial, options: ReportOptions, provenance: Provenance, sections: [any Section]) {
    self.material = material
    self.options = options
    self.provenance = provenance
    self.sections = sections
    totals = ConnectionTotals(
      material.analysis.connections, keeping: options.connectionRows,
      and: Set(material.flows.map(\.connection.id)))
  }

  /// Flows of the material by connection, in the order of the material.
  var connectionGroups: [(connection: ConnectionSummary, flows: [Int])] {
    var order: [Int] = []
    var groups: [Int: [Int]] = [:]
    for (index, flow) in material.flows.enumerated() {
      if groups[flow.connection.id] == nil { order.append(flow.connection.id) }
      groups[flow.connection.id, default: []].append(index)
    }
    return order.compactMap { id in
      groups[id].flatMap { flows in flows.first.map { (material.flows[$0].connection, flows) } }
    }
  }

  /// What was found, as tables.
  var findingsPart: FindingsPart { FindingsPart(material: material, origin: options.origin) }

  /// The full page: everything.
  func page() -> Document {
    var numbering = 0
    var document = head()
    document.parts = [
      SummaryPart(composer: self).part(numbering: &numbering), findingsPart.part(),
      ConnectionsPart(composer: self).part(),
    ].compactMap { $0 }
    for (rank, group) in connectionGroups.enumerated() {
      document.parts.append(
        ConnectionPart(composer: self, connection: group.connection, flows: group.flows, rank: rank)
          .part(numbering: &numbering))
    }
    document.parts += [MethodsPart(composer: self).part(), ProvenancePart(composer: self).part()]
    return document
  }

  /// Headline, line of identity, last line.
  func head() -> Document {
    let title =
      options.title.map { RichText($0) } ?? RichText([.plain("TCP report: "), .plain(material.captureName)])
    return Document(
      title: title, identity: RichText(identity), runningTitle: "captcp report: \(material.captureName)",
      colophon: "Made by \(provenance.tool). This file needs no network.")
  }

  /// What was captured, in one line.
  var identity: String {
    let capture = material.analysis.capture
    let all = material.analysis.connections.count
    let connections =
      totals.shown == all
      ? "\(Quantity.count(Int64(all))) connection\(all == 1 ? "" : "s")"
      : "\(Quantity.count(Int64(totals.shown))) of \(Quantity.count(Int64(all))) connections shown"
    let packets = Int64(clamping: capture.packets)
    var words = [connections, "\(Quantity.count(packets)) packet\(packets == 1 ? "" : "s")"]
    if let first = capture.firstTime, let last = capture.lastTime {
      words.append(Quantity.duration(nanoseconds: last &- first))
    }
    let place = ConnectionWords.capturePoint(material.flows.map(\.connection))
    if !place.isEmpty { words.append(place) }
    if let first = capture.firstTime { words.append(ReportTime.date(first)) }
    return words.joined(separator: " \u{B7} ")
  }

  /// What the sections say of a flow.
  func contents(of flow: FlowMaterial) -> [(module: String, content: SectionContent)] {
    sections.compactMap { section in section.content(of: flow).map { (section.module, $0) } }
  }
}
