@preconcurrency import Glibc
import Measurements
import ReportTemplates
import Reporting
import TCPAnalysis

/// `report --init`: a folder with a spec, a Makefile and a .gitignore of the captures at hand.
struct SpecScaffold {
  /// Flows that the spec begins with.
  private static let flowLimit = 2

  /// What the user asked for.
  let command: ReportCommand

  /// Writes the folder.
  ///
  /// - Throws: ``CommandFailure``.
  func run() throws(CommandFailure) {
    let folder = try folder()
    let captures = command.arguments.captures
    guard command.arguments.filter == nil else {
      throw CommandFailure(
        .usage, "--init takes captures only: a filter stands in the spec, at its capture or flow")
    }
    guard !captures.contains("-") else {
      throw CommandFailure(.usage, "--init needs files that make can read again, and standard input is none")
    }
    let session = try CaptureSession(
      command.arguments, knowledge: command.knowledge, common: command.common, isReadTwice: false)
    let analysis = try session.analyze(label: "finding flows")
    session.warn(of: analysis)
    let flows = ReportPlan.flows(of: analysis.connections, limit: Self.flowLimit)
    guard !flows.isEmpty else {
      throw CommandFailure(.badInput, "no connection has packets: there is nothing to draw")
    }
    let text = ScaffoldText(
      captures: captures.map { Self.relative($0, from: folder) }, analysis: analysis, flows: flows,
      templates: try TemplateLookup(folder: command.report.templates).templates)
    let (spec, makefile) = (try text.spec(), try text.makefile())
    try Destination.makeFolder(folder)
    try write(spec, to: folder + "report.yaml")
    try write(makefile, to: folder + "Makefile")
    try write(".captcp-cache/\n", to: folder + ".gitignore")
    command.common.console.tell("next: make -C \(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)")
  }

  private func folder() throws(CommandFailure) -> String {
    guard let path = command.output.output, path != "-" else {
      throw CommandFailure(.usage, "--init makes a folder: name it with -o")
    }
    guard command.output.format == nil, command.output.depfile == nil else {
      throw CommandFailure(.usage, "--init writes a spec: --format and --depfile do not apply")
    }
    return path.hasSuffix("/") ? path : path + "/"
  }

  /// Leaves a file alone that the user has edited.
  private func write(_ text: String, to path: String) throws(CommandFailure) {
    let bytes = Array(text.utf8)
    if !command.initOption.overwrites, let old = SmallFile.content(path, limit: 1 << 22), old != bytes {
      command.common.console.warn("\(path) is kept as it is: --force overwrites it")
      return
    }
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  /// A path as it is seen from the folder: the way up, then down, both without links.
  static func relative(_ path: String, from folder: String) -> String {
    guard let current = WorkingFolder.path else { return path }
    func parts(_ path: String) -> [String] {
      var parts: [String] = []
      for part in (path.hasPrefix("/") ? path : "\(current)/\(path)").split(separator: "/") {
        if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
      }
      return parts
    }
    let target = parts(path)
    let base = parts(folder)
    let shared = zip(target, base).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: base.count - shared) + target[shared...]).joined(separator: "/")
  }
}

/// The texts of a folder to begin with.
struct ScaffoldText {
  /// Paths of the captures as seen from the folder.
  let captures: [String]
  let analysis: Analysis
  /// The flows to begin with, most payload first.
  let flows: [FlowID]
  /// Where the texts come from.
  let templates: TemplateSet

  private static let specName = "report.yaml"

  /// Figures to begin with, and how each is written; `bulk` is the flow with most payload.
  private var figures: [(name: String, content: String)] {
    var figures = [
      ("fig-sequence", "{chart: timesequence, flow: bulk}"),
      ("fig-rate", "{chart: throughput, flows: [\(flowNames.joined(separator: ", "))]}"),
      ("fig-rtt", "{chart: rtt, flow: bulk}"),
      ("fig-flight", "{chart: inflight, flow: bulk}"),
    ]
    if analysis.connections.count > 1 {
      figures.append(("fig-all", "{chart: timeline, capture: trace, preset: paper-page}"))
    }
    return figures.map { (name: $0.0, content: $0.1) }
  }

  private var flowNames: [String] { ["bulk", "second"].prefix(flows.count).map(\.self) }

  /// `report.yaml`.
  ///
  /// - Throws: ``CommandFailure`` if the template cannot be used.
  func spec() throws(CommandFailure) -> String {
    let files = captures.map(SpecExplanation.quoted)
    let capture: [String: any Sendable] = [
      "name": "trace", "file": files.count == 1 ? files[0] : "{file: [\(files.joined(separator: ", "))]}",
    ]
    let flows = zip(flowNames, flows).enumerated().map { index, flow -> [String: any Sendable] in
      [
        "name": flow.0, "capture": "trace", "choice": "rank: \(index + 1)",
        "words": "flow \(flow.1) today, \(words(flow.1))",
      ]
    }
    let figures = figures.map { ["name": $0.name, "content": $0.content] as [String: any Sendable] }
    let data: [String: any Sendable] = [
      "spec": Self.specName, "captures": [capture], "flows": flows, "figures": figures,
      "capture": "trace", "flow": "bulk",
    ]
    return try render("report-spec.yaml", data)
  }

  /// The Makefile.
  ///
  /// - Throws: ``CommandFailure`` if the template cannot be used.
  func makefile() throws(CommandFailure) -> String {
    var paths: [String] = []
    for capture in captures { paths.append(try MakeText.path(capture)) }
    return try render(
      "report.mk",
      [
        "spec": Self.specName, "tool": Version.tool,
        "documents": "report.html ticket.md",
        "captures": paths.joined(separator: " "), "form": "pdf",
      ])
  }

  private func words(_ flow: FlowID) -> String {
    guard let connection = analysis.connections[flow.connection] else { return "" }
    let bytes = connection.flow(flow.direction ?? 1).payloadBytes
    return "\(FlowNames.arrow(connection, direction: flow.direction)), \(Quantity.si(Double(bytes), "B"))"
  }

  private func render(_ name: String, _ data: [String: any Sendable]) throws(CommandFailure) -> String {
    do {
      return try PlainTemplate(named: name, in: templates).render(data)
    } catch {
      throw CommandFailure(.missing, "template \(name): \(error)")
    }
  }
}
