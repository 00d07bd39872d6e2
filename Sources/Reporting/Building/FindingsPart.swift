import Charts
import Measurements
import PacketCapture
import TCPAnalysis

/// What was found, as a table and as a list of how to check each.
struct FindingsPart {
  /// Rows of the table on the full page.
  static let limit = 20

  let material: ReportMaterial
  let origin: TimeAxis.Origin

  /// The part of the full page.
  func part() -> Document.Part {
    let list = material.findings
    let shown = Array(list.findings.prefix(Self.limit))
    var nodes: [Node] = []
    if shown.isEmpty {
      nodes.append(.paragraph("Nothing was found above the thresholds that stand with the methods."))
    } else {
      nodes.append(.table(table(shown, linked: true)))
      if list.total > shown.count {
        nodes.append(
          .paragraph(RichText("\(list.total - shown.count) more: \(Self.command(material)) lists them.")))
      }
      nodes.append(.details(proofs(shown)))
    }
    return Document.Part(
      anchor: "findings", title: "Findings", detail: "facts above a threshold, most serious first",
      navigationNote: String(list.total), nodes: nodes)
  }

  /// The command that prints all findings.
  static func command(_ material: ReportMaterial) -> String {
    CommandWords.line(["diagnose"], captures: material.captureNames)
  }

  /// The table of findings.
  ///
  /// - Parameters:
  ///   - findings: The rows.
  ///   - linked: Whether connections that are drawn are linked.
  ///   - alwaysNamed: Whether each row names its connection, also if all are about the same one.
  ///   - hasCommands: Whether each row ends with the command that shows it.
  /// - Returns: A row a finding.
  func table(
    _ findings: [Finding], linked: Bool, alwaysNamed: Bool = true, hasCommands: Bool = false
  ) -> DocumentTable {
    let isNamed = alwaysNamed || Set(findings.map(\.subject)).count > 1
    var columns: [DocumentTable.Column] = [
      .init("Severity", isShort: true), .init("Finding"),
      .init("Time", note: origin == .absolute ? "UTC" : "s", isShort: true),
      .init(linked ? "First frame" : "Frame", isShort: true),
    ]
    if hasCommands { columns.append(.init("Shown by")) }
    if isNamed { columns.insert(.init(linked ? "Where" : "Flow", isShort: true), at: 1) }
    let drawn = Set(material.flows.map(\.connection.id))
    let rows = findings.map { finding -> [DocumentTable.Cell] in
      var severity = DocumentTable.Cell(Self.severity(finding.severity))
      severity.isAlert = finding.severity == .high
      var cells = [
        severity, .init(finding.sentence), .init(RichText(time(of: finding))),
        .init(RichText(finding.firstFrame.map { String($0) } ?? "\u{2014}")),
      ]
      if hasCommands {
        cells.append(.init(RichText([.code(finding.command(captures: material.captureNames))])))
      }
      if isNamed {
        let name = linked ? Self.name(finding.subject) : finding.subject?.description ?? "all"
        let anchor = finding.connection.flatMap { linked && drawn.contains($0) ? "c\($0)" : nil }
        cells.insert(.init(anchor.map { RichText([.link(name, anchor: $0)]) } ?? RichText(name)), at: 1)
      }
      return cells
    }
    return DocumentTable(
      caption: "Findings; times \(ReportTime.words(origin))", columns: columns, rows: rows)
  }

  /// How each finding is checked: command, filter, confidence, and what would prove it wrong.
  func proofs(_ findings: [Finding]) -> Details {
    let names = material.captureNames
    let definitions = findings.map { finding -> Definition in
      let doubt = finding.doubt.isEmpty ? "" : ". \(finding.doubt)"
      return Definition(
        Self.name(finding.subject),
        [
          RichText([.strong(finding.title)]), RichText([.code(finding.command(captures: names))]),
          RichText([.plain("Wireshark: "), .code(finding.evidence.displayFilter)]),
          RichText("Confidence \(finding.confidence.rawValue)\(doubt)"),
          RichText("Wrong if: \(finding.disproof)"),
        ])
    }
    return Details(
      summary: "Check each: commands, display filters, what would prove it wrong",
      nodes: [.definitions(definitions)])
  }

  /// Shape and word, so that colour is not needed.
  static func severity(_ severity: Finding.Severity) -> RichText {
    switch severity {
    case .high: RichText([.strong("\u{25B2} high")])
    case .medium: RichText("\u{25C6} medium")
    case .info: RichText([.muted("\u{25CB} info")])
    }
  }

  /// `Flow 1.1`, `Connection 1`, `Capture`.
  static func name(_ subject: FlowID?) -> String {
    guard let subject else { return "Capture" }
    return subject.direction == nil ? "Connection \(subject)" : "Flow \(subject)"
  }

  /// When it was, as it stands on the axis of its connection.
  func time(of finding: Finding) -> String {
    guard let start = finding.evidence.start else { return "all of it" }
    return ReportTime.range(start, finding.evidence.stop, axis: axis(of: finding))
  }

  private func axis(of finding: Finding) -> TimeAxis {
    let flow = material.flows.first { $0.connection.id == finding.connection }
    if let flow { return flow.axis }
    let connection = finding.connection.flatMap { material.analysis.connections[$0] }
    return ReportTime.axis(
      origin: connection == nil && origin == .connection ? .capture : origin, connection: connection,
      captureStart: material.analysis.capture.firstTime ?? 0)
  }
}
