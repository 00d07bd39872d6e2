import Charts
import Measurements
import TCPAnalysis

/// Makes the short documents of the same material: the ticket, and what a terminal shows.
struct TicketComposer {
  /// Rows of the table of findings.
  static let findingLimit = 5
  /// Charts of a ticket.
  static let figureLimit = 3
  /// Rows of the table of connections in a ticket.
  static let connectionLimit = 4

  let composer: DocumentComposer

  private var material: ReportMaterial { composer.material }
  private var isSingle: Bool { composer.connectionGroups.count == 1 }

  /// A document to paste into a bug ticket.
  func ticket() -> Document {
    var document = head()
    let order = flowsByWeight()
    var parts = [findingsPart(title: ""), connectionsPart(title: "", limit: Self.connectionLimit)]
    parts.append(figurePart(order))
    parts.append(sparklinePart(Array(order.prefix(1))))
    parts += packetParts(order)
    parts.append(provenancePart(isFolded: true))
    document.parts = parts.compactMap { $0 }
    return document
  }

  /// A document for a terminal.
  func terminal() -> Document {
    var document = head()
    document.colophon = ""
    var parts = [
      Document.Part(
        anchor: "summary", title: "Summary", nodes: [.tiles(SummaryPart(composer: composer).tiles())]),
      findingsPart(title: "Findings", isTerminal: true), connectionsPart(title: "Connections", limit: 15),
    ]
    for group in composer.connectionGroups {
      let flows = group.flows.map { material.flows[$0] }
      var nodes: [Node] = flows.prefix(1).map {
        .paragraph(RichText(ConnectionWords.line(group.connection, direction: $0.direction)))
      }
      nodes += flows.compactMap { SparklineBlock(flow: $0).map { .sparklines($0) } }
      let ends = flows.first.map { FlowNames.ends(group.connection, direction: $0.direction) } ?? ""
      parts.append(
        Document.Part(
          anchor: "c\(group.connection.id)", title: "Connection \(group.connection.id)", detail: ends,
          nodes: nodes))
    }
    parts.append(provenancePart(isFolded: false))
    document.parts = parts.compactMap { $0 }
    return document
  }

  private func head() -> Document {
    var document = composer.head()
    if composer.options.title == nil {
      document.title = RichText([.plain("TCP report: "), .code(material.captureName)])
    }
    guard isSingle, let flow = material.flows.first else { return document }
    let connection = flow.connection
    if composer.options.title == nil { document.title.runs.append(.plain(", connection \(connection.id)")) }
    let unique = flow.summary.uniquePayloadBytes
    var words = [
      Quantity.duration(nanoseconds: connection.duration), "\(Quantity.si(Double(unique), "B")) payload",
      ConnectionWords.state(connection.state),
    ]
    let place = FlowNames.capturePoint(connection, direction: flow.direction)
    // Without charts that name them, "A" and "B" would say nothing here.
    words.append(
      place.isEmpty
        ? "capture point unknown"
        : place.replacing("at A", with: "at the sender").replacing("at B", with: "at the receiver")
          .replacing("between A and B", with: "between the ends"))
    document.identity = RichText([
      .strong(FlowNames.arrow(connection, direction: flow.direction)),
      .plain(" \u{B7} " + words.joined(separator: " \u{B7} ")),
    ])
    return document
  }

  /// Flows, those with the most serious findings first.
  private func flowsByWeight() -> [Int] {
    var order: [Int] = []
    for finding in composer.findings where finding.severity > .info {
      for index in material.flows.indices
      where material.flows[index].connection.id == finding.connection && !order.contains(index) {
        order.append(index)
      }
    }
    return order + material.flows.indices.filter { !order.contains($0) }
  }

  private func findingsPart(title: String, isTerminal: Bool = false) -> Document.Part? {
    let total = material.findings.total
    let items = Array(composer.findings.prefix(Self.findingLimit))
    guard !items.isEmpty else {
      return Document.Part(
        anchor: "findings", title: title, nodes: [.paragraph("Nothing was found above the thresholds.")])
    }
    // Where no markup is understood lines are short: a command would push the sentence aside.
    let hasCommands = !isTerminal && composer.options.flavour != .plain
    let table = composer.findingsPart.table(
      items, linked: false, alwaysNamed: !isSingle, hasCommands: hasCommands)
    var nodes: [Node] = [.table(table)]
    if !isTerminal, let worst = items.first, worst.severity > .info { nodes.append(Self.check(worst)) }
    // A ticket says so with its provenance: its lines are counted.
    if isTerminal {
      let more = total > items.count ? "\(total - items.count) more. " : ""
      nodes.append(
        .paragraph(
          RichText([.plain("\(more)Frames, commands and proofs: "), .code(FindingsPart.command(material))])))
    }
    return Document.Part(anchor: "findings", title: title, nodes: nodes)
  }

  /// How to check the worst finding without captcp, and what would prove it wrong.
  private static func check(_ finding: Finding) -> Node {
    let doubt = finding.doubt.isEmpty ? "" : " (\(finding.doubt))"
    return .paragraph(
      RichText([
        .plain("To check the first in Wireshark: "), .code(finding.evidence.displayFilter),
        .plain(". Confidence \(finding.confidence.rawValue)\(doubt). Wrong if: \(finding.disproof)"),
      ]))
  }

  private func connectionsPart(title: String, limit: Int) -> Document.Part? {
    guard composer.totals.shown > 1, !isSingle else { return nil }
    let chosen = Set(material.flows.map(\.connection.id))
    // Those with most payload, in the order of their numbers.
    let leading = composer.totals.leading
      .sorted { left, right in
        let isLeft = chosen.contains(left.id)
        if isLeft != chosen.contains(right.id) { return isLeft }
        let (first, second) = (Self.payload(left), Self.payload(right))
        return first == second ? left.id < right.id : first > second
      }
      .prefix(limit).sorted { $0.id < $1.id }
    var nodes: [Node] = [.table(ConnectionTable().narrowTable(leading))]
    if leading.count < composer.totals.shown {
      nodes.append(
        .paragraph(
          RichText(
            "\(leading.count) of \(Quantity.count(Int64(composer.totals.shown))) connections, those with most payload."
          )))
    }
    return Document.Part(anchor: "conns", title: title, nodes: nodes)
  }

  private static func payload(_ connection: ConnectionSummary) -> Int64 {
    connection.forward.uniquePayloadBytes &+ connection.backward.uniquePayloadBytes
  }

  /// The chart of the worst finding, and those that show others above `info` better.
  private func figurePart(_ order: [Int]) -> Document.Part? {
    var figures: [Figure] = []
    func add(_ modules: [String], of flow: FlowMaterial) {
      let contents = composer.contents(of: flow)
      for module in modules {
        guard let content = contents.first(where: { $0.module == module })?.content, let chart = content.chart
        else { continue }
        let name = "flow-\(flow.flow)-\(module)"
        if figures.count < Self.figureLimit, !figures.contains(where: { $0.name == name }) {
          figures.append(
            Figure(
              number: figures.count + 1, name: name, title: content.title, chart: chart, rank: figures.count))
        }
        return
      }
    }
    if composer.options.hasChosenCharts, let flow = order.first.map({ material.flows[$0] }) {
      for module in composer.sections.map(\.module) { add([module], of: flow) }
    }
    for finding in composer.findings.prefix(Self.findingLimit) where finding.severity > .info {
      guard let flow = flow(of: finding) else { continue }
      add(FindingCharts.modules(for: finding.rule), of: flow)
    }
    if figures.isEmpty, let flow = order.first.map({ material.flows[$0] }) {
      add(FindingCharts.modules(for: "") + composer.sections.map(\.module), of: flow)
    }
    return figures.isEmpty
      ? nil : Document.Part(anchor: "figures", title: "", nodes: figures.map { .figure($0) })
  }

  /// The drawn flow that a finding is about: that direction, else the one that is drawn of its connection.
  private func flow(of finding: Finding) -> FlowMaterial? {
    let drawn = material.flows.filter { $0.connection.id == finding.connection }
    return drawn.first { $0.flow == finding.subject } ?? drawn.first
  }

  private func sparklinePart(_ order: [Int]) -> Document.Part? {
    let nodes = order.compactMap { SparklineBlock(flow: material.flows[$0]).map { Node.sparklines($0) } }
    guard !nodes.isEmpty else { return nil }
    return Document.Part(anchor: "sparklines", title: "", nodes: nodes)
  }

  /// The packets around the most serious finding that has any.
  private func packetParts(_ order: [Int]) -> [Document.Part?] {
    for index in order {
      let flow = material.flows[index]
      let findings = composer.findings.filter { $0.connection == flow.connection.id }
      let filled = flow.windows.filter { !$0.segments.isEmpty }
      let shown = findings.compactMap { finding in filled.first { $0.frame == finding.firstFrame } }
      guard var window = shown.first ?? filled.first else { continue }
      let place = PacketPlace(window: window, flow: flow, findings: findings)
      var summary = place.summary
      let last = findings.first { $0.firstFrame == window.frame }?.evidence.lastFrame
      if let end = filled.first(where: { $0.frame == last && $0.frame != window.frame }) {
        summary = place.summary(through: end)
        window.join(end)
      }
      let listing = PacketListing(
        window: window, direction: flow.direction, connection: flow.connection, zero: flow.axis.zero)
      return [
        Document.Part(
          anchor: "packets", title: "",
          nodes: [.details(Details(summary: summary, nodes: [.packets(listing)]))])
      ]
    }
    return []
  }

  private func provenancePart(isFolded: Bool) -> Document.Part {
    var entries = ProvenancePart(composer: composer).definitions(isBrief: true)
    // The terminal says so below its table.
    if isFolded {
      entries.append(
        Definition(
          "Findings",
          RichText([
            .plain("\(material.findings.total); filters and what would prove each wrong: "),
            .code(FindingsPart.command(material)),
          ])))
    }
    let definitions = Node.definitions(entries)
    guard isFolded else { return Document.Part(anchor: "prov", title: "Provenance", nodes: [definitions]) }
    return Document.Part(
      anchor: "prov", title: "", nodes: [.details(Details(summary: "Provenance", nodes: [definitions]))])
  }
}
