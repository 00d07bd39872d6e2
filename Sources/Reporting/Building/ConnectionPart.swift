import Charts
import Measurements
import PacketCapture
import TCPAnalysis

/// One connection: charts, findings with the packets around it, numbers, data.
struct ConnectionPart {
  let composer: DocumentComposer
  let connection: ConnectionSummary
  /// Indices of its flows in the material.
  let flows: [Int]
  /// Place in the order of importance.
  let rank: Int

  /// The part; figures are numbered on from `numbering`.
  func part(numbering: inout Int) -> Document.Part {
    var nodes: [Node] = []
    var data: [Node] = []
    var hasFlowGraph = composer.options.hasChosenCharts
    for index in flows {
      let flow = composer.material.flows[index]
      if flow.direction != direction {
        nodes.append(
          .heading("The other direction", detail: FlowNames.ends(connection, direction: flow.direction)))
      }
      nodes.append(
        .paragraph(RichText([.muted(ConnectionWords.line(connection, direction: flow.direction))])))
      var drawn: Set<String> = []
      for (module, content) in composer.contents(of: flow) {
        if module == FlowGraphSection.module { hasFlowGraph = true }
        if let chart = content.chart {
          numbering += 1
          var figure = Figure(
            number: numbering, name: "flow-\(flow.flow)-\(module)", title: content.title, chart: chart,
            rank: rank)
          figure.repeatsData = module == DetrendedSection.module && drawn.contains(TimeSequenceSection.module)
          drawn.insert(module)
          nodes.append(.figure(figure))
          DataPreview(figure: figure).details().map { data.append(.details($0)) }
        } else if !content.nodes.isEmpty {
          nodes.append(.heading(content.title, detail: ""))
        }
        nodes += content.nodes
      }
    }
    nodes += findings(numbering: &numbering, isDrawn: hasFlowGraph)
    nodes += notes()
    nodes.append(
      .details(
        Details(
          summary: "Numbers of both directions",
          nodes: [.table(FlowTable(connection: connection, direction: direction).table())])))
    return Document.Part(
      anchor: "c\(connection.id)", title: "Connection \(connection.id)",
      detail: FlowNames.ends(connection, direction: direction),
      navigationNote: Quantity.si(Double(payload), "B"), nodes: nodes + data)
  }

  private var direction: Int { flows.first.map { composer.material.flows[$0].direction } ?? 1 }

  private var payload: Int64 {
    connection.forward.uniquePayloadBytes &+ connection.backward.uniquePayloadBytes
  }

  /// Findings, with a flow graph around each serious one unless all packets are `isDrawn`, and listings of packets.
  private func findings(numbering: inout Int, isDrawn: Bool) -> [Node] {
    let found = composer.findings.filter { $0.connection == connection.id }
    guard !found.isEmpty else { return [] }
    var nodes: [Node] = [
      .heading("Findings", detail: "times \(ReportTime.words(composer.options.origin))"),
      .table(composer.findingsPart.table(found, linked: false, alwaysNamed: false)),
    ]
    guard let flow = flows.first.map({ composer.material.flows[$0] }) else { return nodes }
    for window in flow.windows where !window.segments.isEmpty {
      let place = PacketPlace(window: window, flow: flow, findings: found)
      if !isDrawn, place.isSerious, let chart = place.flowGraph() {
        numbering += 1
        nodes.append(
          .figure(
            Figure(
              number: numbering, name: "flow-\(flow.flow)-frame-\(window.frame)", title: place.title,
              chart: chart, rank: rank)))
      }
      nodes.append(
        .details(
          Details(
            summary: place.summary,
            nodes: [
              .packets(
                PacketListing(
                  window: window, direction: flow.direction, connection: connection, zero: flow.axis.zero))
            ])))
    }
    return nodes
  }

  /// Notes that hold for this connection; those of a single direction name it.
  private func notes() -> [Node] {
    var notes = connection.notes.filter { !Self.general.contains($0.code) }.map(\.sentence)
    let common = Set(connection.notes.map(\.code)).union(Self.general)
    for (direction, name) in [(direction, "A \u{2192} B"), (3 - direction, "B \u{2192} A")] {
      notes += connection.flow(direction).notes.filter { !common.contains($0.code) }
        .map { "\(name): \($0.sentence)" }
    }
    return notes.isEmpty ? [] : [.notes(notes.map { RichText($0) })]
  }

  /// Notes that say nothing of one connection, since they stand with the methods or the table says it, and those on
  /// numbers that a report does not print.
  private static let general: Set<AnalysisNote.Code> = [.truncatedPackets, .noData, .shortFlow]
}

/// What a listing of packets is about.
struct PacketPlace {
  let window: PacketWindow
  let flow: FlowMaterial
  let findings: [Finding]

  /// `Packets around frame 6764: zero window (8 of 1707)`.
  var summary: RichText {
    let all = flow.connection.forward.packets &+ flow.connection.backward.packets
    let count = "\(window.segments.count) of \(Quantity.count(all))"
    return RichText("Packets around frame \(window.frame)\(subject) (\(count))")
  }
}

extension PacketPlace {
  /// Whether a finding of severity high begins here.
  var isSerious: Bool { findings.contains { $0.severity == .high && $0.firstFrame == window.frame } }

  /// `Around frame 6764: zero window`.
  var title: String { "Around frame \(window.frame)\(subject)" }

  /// The packets as arrows between their ends: three in front of the frame, four behind it at most.
  func flowGraph() -> FlowGraphChart? {
    var around = window.segments
    guard let middle = around.firstIndex(where: { $0.segment.frame == window.frame }) else { return nil }
    around = Array(around[max(0, middle - 3)..<min(around.count, middle + 5)])
    var material = FlowGraphMaterial(
      main: .init(connection: flow.connection, segments: around, capture: flow.capture), axis: flow.axis)
    (material.axis.zoomStart, material.axis.zoomStop) = (nil, nil)
    material.direction = flow.direction
    return FlowGraphChart(data: FlowGraphSection.chartData(material))
  }

  /// `: zero window`, `: end of the zero window`; empty for packets of no finding.
  private var subject: String {
    if let finding = findings.first(where: { $0.firstFrame == window.frame }) {
      return ": \(finding.title.lowercasedFirst)"
    }
    let ended = findings.first { $0.evidence.lastFrame == window.frame }
    return ended.map { ", the end: \($0.title.lowercasedFirst)" } ?? ""
  }

  /// The same of two windows in one listing, the second about the end.
  func summary(through end: PacketWindow) -> RichText {
    let all = flow.connection.forward.packets &+ flow.connection.backward.packets
    let segments = Set((window.segments + end.segments).map(\.segment.frame)).count
    return RichText(
      "Packets around frames \(window.frame) and \(end.frame)\(subject) (\(segments) of \(Quantity.count(all)))"
    )
  }
}

extension String {
  /// The text with a small first letter, unless it begins with a name in capitals.
  fileprivate var lowercasedFirst: String {
    dropFirst().first?.isUppercase == true ? self : prefix(1).lowercased() + dropFirst()
  }
}
