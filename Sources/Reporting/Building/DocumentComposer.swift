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
  /// What stands out in each flow of the material.
  let standOuts: [[StandOut]]

  init(material: ReportMaterial, options: ReportOptions, provenance: Provenance, sections: [any Section]) {
    self.material = material
    self.options = options
    self.provenance = provenance
    self.sections = sections
    totals = ConnectionTotals(
      material.analysis.connections, keeping: options.connectionRows,
      and: Set(material.flows.map(\.connection.id)))
    standOuts = material.flows.map { flow in
      ReportPlan.standOuts(
        of: flow.series(TimeSequenceSeries.self), flow: flow.flow, connection: flow.connection)
    }
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

  /// All that stands out, with the flow it stands out in, in the order in which it is told.
  var allStandOuts: [(item: StandOut, flow: Int)] {
    standOuts.enumerated().flatMap { index, items in items.map { ($0, index) } }
      .sorted { StandOut.isBefore($0.item, $1.item) }
  }

  /// The full page: everything.
  func page() -> Document {
    var numbering = 0
    var document = head()
    document.parts = [
      SummaryPart(composer: self).part(), standOutPart(limit: 20), ConnectionsPart(composer: self).part(),
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

  /// What stands out in all flows of the material, as a part.
  func standOutPart(limit: Int) -> Document.Part? {
    let items = allStandOuts
    guard !items.isEmpty else { return nil }
    var nodes: [Node] = [.table(standOutTable(items.prefix(limit), linked: true))]
    if items.count > limit {
      nodes.append(.paragraph(RichText("\(items.count - limit) more stand with their connections below.")))
    }
    return Document.Part(
      anchor: "standouts", title: "What stands out", detail: "facts, most notable first",
      navigationNote: String(items.count), nodes: nodes)
  }

  /// The table of what stands out.
  func standOutTable(
    _ items: some Collection<(item: StandOut, flow: Int)>, linked: Bool, namesConnection: Bool = true
  ) -> DocumentTable {
    var columns: [DocumentTable.Column] = [
      .init("What"), .init("Time", note: options.origin == .absolute ? "UTC" : "s", isShort: true),
      .init("First frame", isShort: true),
    ]
    if namesConnection { columns.insert(.init("Where", isShort: true), at: 0) }
    let rows = items.map { item, flow -> [DocumentTable.Cell] in
      let name = "Connection \(item.connection)"
      var cells: [DocumentTable.Cell] = [
        .init(item.sentence), .init(RichText(time(of: item, axis: material.flows[flow].axis))),
        .init(RichText(frame(of: item))),
      ]
      if namesConnection {
        cells.insert(
          .init(linked ? RichText([.link(name, anchor: "c\(item.connection)")]) : RichText(name)), at: 0)
      }
      return cells
    }
    return DocumentTable(
      caption: "What stands out; times \(ReportTime.words(options.origin))", columns: columns, rows: rows)
  }

  /// When it was, as it stands on the axis.
  func time(of item: StandOut, axis: TimeAxis) -> String {
    item.start.map { ReportTime.range($0, item.stop, axis: axis) } ?? "whole flow"
  }

  /// The frame that shows it.
  func frame(of item: StandOut) -> String {
    item.firstFrame.map { String($0) } ?? "\u{2014}"
  }

  /// What the sections say of a flow.
  func contents(of flow: FlowMaterial) -> [(module: String, content: SectionContent)] {
    sections.compactMap { section in section.content(of: flow).map { (section.module, $0) } }
  }
}
