import Measurements
import Reporting

/// A spec with all that it leaves to defaults, as YAML that says the same.
struct SpecExplanation {
  let file: SpecFile
  let plans: [SpecPlan]

  /// The text.
  func text() throws(CommandFailure) -> String {
    let commands = try CommandDescription.program().subcommands ?? []
    var lines = ["version: \(ReportSpec.version)"]
    lines += ["captures:"] + file.spec.captures.map(capture)
    if !file.spec.flows.isEmpty { lines += ["flows:"] + file.spec.flows.map(flow) }
    if !file.spec.figures.isEmpty { lines.append("figures:") }
    for figure in file.spec.figures {
      lines.append("  \(figure.name):")
      lines.append("    chart: \(figure.chart)")
      if !figure.flows.isEmpty { lines.append("    flows: \(Self.list(figure.flows))") }
      if let capture = figure.capture { lines.append("    capture: \(capture)") }
      if let peer = figure.peer { lines.append("    peer: \(peer)") }
      lines.append("    formats: \(Self.list(figure.formats))")
      lines += options(figure.options, of: figure.chart, commands)
      lines += command(of: figure.name, isDocument: false)
    }
    if !file.spec.documents.isEmpty { lines.append("report:") }
    for document in file.spec.documents {
      lines.append("  \(document.form):")
      lines.append("    file: \(Self.quoted(document.file))")
      lines.append("    capture: \(document.capture)")
      if !document.flows.isEmpty { lines.append("    flows: \(Self.list(document.flows))") }
      lines += options(document.options, of: "report", commands)
      lines += command(of: document.form, isDocument: true)
    }
    if let templates = file.spec.templates { lines.append("templates: \(Self.quoted(templates))") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func capture(_ capture: ReportSpec.Capture) -> String {
    var parts = ["file: \(Self.list(capture.files))"]
    if let filter = capture.filter { parts.append("filter: \(Self.quoted(filter))") }
    if let role = capture.role { parts.append("role: \(role.rawValue)") }
    return "  \(capture.name): {\(parts.joined(separator: ", "))}"
  }

  private func flow(_ flow: ReportSpec.Flow) -> String {
    let choice =
      switch flow.choice {
      case .rank(let rank): "rank: \(rank)"
      case .match(let filter): "match: \(Self.quoted(filter))"
      case .ids(let ids): "id: \(Self.quoted(ids.map(\.description).joined(separator: ",")))"
      }
    return "  \(flow.name): {capture: \(flow.capture), \(choice)}"
  }

  /// What was said, then what the module does where nothing was said.
  private func options(
    _ options: [ReportSpec.Option], of module: String, _ commands: [CommandDescription]
  ) -> [String] {
    let known = commands.first { $0.commandName == module }?.arguments ?? []
    let said = options.map { "    \($0.name): \($0.value.map(Self.quoted) ?? "true")" }
    let defaults = known.filter { argument in
      argument.kind == "option" && argument.defaultValue != nil
        && !options.contains { argument.isNamed($0.name) }
    }.compactMap { argument -> String? in
      guard let name = argument.names?.first(where: { $0.kind == "long" })?.name,
        SpecVocabulary.isOfSpecs(name)
      else { return nil }
      return "    \(name): \(Self.quoted(argument.defaultValue ?? ""))"
    }
    return said + defaults
  }

  private func command(of name: String, isDocument: Bool) -> [String] {
    plans.first { $0.name == name && $0.isDocument == isDocument }.map { ["    # \($0.command)"] } ?? []
  }

  private static func list(_ words: [String]) -> String {
    "[\(words.map(quoted).joined(separator: ", "))]"
  }

  /// A text as YAML: bare where it cannot be taken for anything else.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "/"):
        true
      default: false
      }
    }
    if isPlain, let first = text.first, first.isLetter || first.isNumber { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where !Escaping.isPrintable(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
