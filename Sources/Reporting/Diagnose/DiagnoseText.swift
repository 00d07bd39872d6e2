import Measurements
import TCPAnalysis

/// `diagnose` as text: the most serious finding first, each with its frames and the commands that show them.
public struct DiagnoseText {
  private let material: DiagnoseMaterial
  private let style: TerminalStyle
  /// Characters of a line of prose.
  private static let width = 100
  private static let indent = "        "

  /// Makes the writer.
  public init(_ material: DiagnoseMaterial, style: TerminalStyle) {
    self.material = material
    self.style = style
  }

  /// All of it.
  public func text() -> [UInt8] {
    var lines = [style.bold(Escaping.terminal(material.summary)), ""]
    for finding in material.shown { lines += self.lines(of: finding) + [""] }
    lines += material.remarks.map(Escaping.terminal)
    while lines.last == "" { lines.removeLast() }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func lines(of finding: Finding) -> [String] {
    var lines = [head(of: finding)]
    lines += PlainText.wrapped(Escaping.terminal(finding.sentence.string + "."), width: Self.width)
      .map { Self.indent + $0 }
    var place = "time       " + material.time(of: finding)
    if !finding.evidence.frames.isEmpty {
      place += "; frame\(finding.evidence.frames.count == 1 ? "" : "s") " + Self.frames(finding.evidence)
    }
    lines.append(Self.indent + place)
    lines.append(
      Self.indent + "shown by   " + Escaping.terminal(finding.command(captures: material.captures)))
    lines.append(Self.indent + "Wireshark  " + Escaping.terminal(finding.evidence.displayFilter))
    lines += labelled(
      "confidence ", finding.confidence.rawValue + (finding.doubt.isEmpty ? "" : ". \(finding.doubt)"))
    lines += labelled("wrong if   ", finding.disproof)
    return lines
  }

  private func head(of finding: Finding) -> String {
    let word = PlainText.padded(finding.severity.rawValue.uppercased(), to: Self.indent.count)
    let severity =
      switch finding.severity {
      case .high: style.error(word)
      case .medium: style.warning(word)
      case .info: style.faint(word)
      }
    let subject = finding.subject.map { id in
      "  \(id.direction == nil ? "connection" : "flow") \(id)  \(finding.ends)"
    }
    return severity + style.bold(finding.title) + Escaping.terminal(subject ?? "")
  }

  private func labelled(_ label: String, _ text: String) -> [String] {
    PlainText.wrapped(Escaping.terminal(text), width: Self.width - label.count).enumerated().map {
      index, line in
      Self.indent + (index == 0 ? label : String(repeating: " ", count: label.count)) + style.faint(line)
    }
  }

  /// Frame numbers: the first and what follows.
  static func frames(_ evidence: FindingEvidence) -> String {
    evidence.frames.map(String.init).joined(separator: ", ")
  }
}
